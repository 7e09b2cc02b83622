"""A returns file, read: what came back of a wave, as a service wrote it down in XLSX or CSV.

Belongs here: reading the file, what each line says, and what can be wrong with a line by itself. Does not: whose
references they are, and recording them (`recording`). No message quotes a cell: it names its line and its column.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

from campaigns.ledger import references
from data_contracts.decided import BENEFITS
from data_contracts.errors import InputError
from data_contracts.returned import (
    BENEFIT,
    COLUMNS,
    DAY,
    KIND,
    LONGEST_REASON,
    NEEDED,
    OF_A_BENEFIT,
    REASON,
    REFERENCE,
    RETURN_KINDS,
    SHEET,
)

_SHOWN_LINES = 10
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_TIME}")
_FRENCH = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(?:20)?(\d{{2}}){_TIME}")
"""As typed, or as a spreadsheet saves what it shows: with a time, or a year of two digits."""

_BETWEEN = r"[\s.\-]?"
_MONTH = r"(?:0[1-9]|1[0-2]|[2-9]\d)"
_NIR = rf"[1-8]{_BETWEEN}\d\d{_BETWEEN}{_MONTH}{_BETWEEN}\d[\dAB]{_BETWEEN}\d{{3}}{_BETWEEN}\d{{3}}(?:{_BETWEEN}\d\d)?"
_PHONE = rf"(?:(?:\+|00)33{_BETWEEN}|0)[1-9](?:(?P<between>[\s.\-]?)\d\d)(?:(?P=between)\d\d){{3}}"
_NAMING = re.compile(rf"(?<!\d)(?:{_NIR}|{_PHONE})(?!\d)|\S@\S", re.IGNORECASE)
"""A NIR with or without its key, a telephone number, an e-mail address, in the groups that these are written in."""

Row = tuple[int, dict[str, str]]
"""Line in the sheet (from 1, heading included), and its cells by column; a column that is not there is empty."""


@dataclass(frozen=True)
class Said:
    """What one line says; `reference` as it is printed, `kind` and `benefit` as codes."""

    line: int
    reference: str
    kind: str
    day: date
    reason: str | None
    benefit: str | None


@dataclass(frozen=True)
class Fault:
    """What can be wrong with a line: its column, what is wrong, what was expected, in French."""

    column: str
    what: str
    expected: str


_PRINTED = "la référence telle qu'elle est imprimée, par exemple 7K3M-92QX-C"
_A_DAY = "un jour, écrit jj/mm/aaaa"
NO_REFERENCE = Fault(REFERENCE, "la référence manque", _PRINTED)
WRONG_REFERENCE = Fault(REFERENCE, "la référence est mal recopiée", _PRINTED)
NO_KIND = Fault(KIND, "le retour manque", "un retour de la liste, ou une ligne laissée vide")
UNKNOWN_KIND = Fault(KIND, "ce retour n'existe pas", f"un retour parmi {', '.join(RETURN_KINDS.values())}")
NO_DAY = Fault(DAY, "la date manque", _A_DAY)
UNREADABLE_DAY = Fault(DAY, "la date ne peut pas être lue", _A_DAY)
FUTURE_DAY = Fault(DAY, "la date est dans le futur", "un jour qui n'est pas après celui de l'import")
NO_REASON = Fault(REASON, "le motif du refus manque", "pourquoi le droit est refusé, en quelques mots")
LONG_REASON = Fault(REASON, "le motif est trop long", f"{LONGEST_REASON} caractères au plus")
NAMING_REASON = Fault(
    REASON,
    "le motif contient un numéro de sécurité sociale, un numéro de téléphone ou une adresse électronique",
    "un motif qui ne désigne personne : retirer ce numéro ou cette adresse",
)
UNKNOWN_BENEFIT = Fault(BENEFIT, "cette aide n'existe pas", f"une aide parmi {', '.join(BENEFITS.values())}")
NEEDLESS_BENEFIT = Fault(
    BENEFIT,
    "ce retour ne porte pas sur une aide en particulier",
    f"une case vide, sauf pour {', '.join(RETURN_KINDS[kind] for kind in OF_A_BENEFIT)}",
)


def read_rows(path: Path) -> tuple[str, list[Row]]:
    """The SHA-256 of a file, and its lines that are not blank. Raises InputError for a file that cannot be read."""
    data = _content(path)
    readers = {".xlsx": _read_xlsx, ".csv": _read_csv}
    if path.suffix.lower() not in readers:
        raise _unreadable(path, "ce format n'est pas lu", "un fichier .xlsx ou .csv")
    lines = readers[path.suffix.lower()](path, data)
    above = next((number for number, line in enumerate(lines) if any(cell.strip() for cell in line)), len(lines))
    heading, *lines = lines[above:] or [[]]
    named = [_plain(name) for name in heading]
    count = {name: named.count(_plain(name)) for name in COLUMNS}
    for name in COLUMNS:
        if count[name] > 1:
            raise _unreadable(path, f"la colonne {name} y figure deux fois", "chaque colonne une seule fois")
    if missing := [name for name in NEEDED if not count[name]]:
        what = f"{'la colonne' if len(missing) == 1 else 'les colonnes'} {', '.join(missing)} "
        raise _unreadable(
            path, what + ("manque" if len(missing) == 1 else "manquent"), f"en première ligne : {', '.join(COLUMNS)}"
        )
    at = {name: named.index(_plain(name)) for name in COLUMNS if count[name]}
    rows: list[Row] = []
    for number, line in enumerate(lines, start=above + 2):
        cells = {name: line[at[name]].strip() if name in at and at[name] < len(line) else "" for name in COLUMNS}
        if any(cells[name] for name in COLUMNS if name != REFERENCE):
            rows.append((number, cells))
    if not rows:
        raise _unreadable(path, "aucune ligne n'y est remplie", "au moins un retour")
    return sha256(data).hexdigest(), rows


def understand(rows: Iterable[Row], on: date) -> tuple[list[Said], list[tuple[int, Fault]]]:
    """What each line says, and what is wrong with lines by themselves; `on`: the day of the import."""
    said, faults = [], []
    for line, cells in rows:
        reference = references.check(cells[REFERENCE])
        kind, benefit = _KINDS.get(_plain(cells[KIND])), _BENEFITS.get(_plain(cells[BENEFIT]))
        day = _day(cells[DAY])
        wrong = [
            fault
            for fault, holds in (
                (NO_REFERENCE, not cells[REFERENCE]),
                (WRONG_REFERENCE, cells[REFERENCE] and reference is None),
                (NO_KIND, not cells[KIND]),
                (UNKNOWN_KIND, cells[KIND] and kind is None),
                (NO_DAY, not cells[DAY]),
                (UNREADABLE_DAY, cells[DAY] and day is None),
                (FUTURE_DAY, day is not None and day > on),
                (NO_REASON, kind == "rejected" and not cells[REASON]),
                (LONG_REASON, len(cells[REASON]) > LONGEST_REASON),
                (NAMING_REASON, _NAMING.search(cells[REASON])),
                (UNKNOWN_BENEFIT, cells[BENEFIT] and benefit is None),
                (NEEDLESS_BENEFIT, benefit and kind and kind not in OF_A_BENEFIT),
            )
            if holds
        ]
        faults += [(line, fault) for fault in wrong]
        if not wrong and reference and kind and day:
            said.append(Said(line, reference, kind, day, cells[REASON] or None, benefit))
    return said, faults


def refused(name: str, faults: Iterable[tuple[int, Fault]]) -> InputError:
    """Every fault of a file at once, with its lines; nothing of the file was kept."""
    lines: dict[Fault, list[int]] = {}
    for line, fault in sorted(faults, key=lambda found: found[0]):
        lines.setdefault(fault, []).append(line)
    bullet = "\n    - "
    said = [f"{_at(numbers)}, colonne {fault.column} : {fault.what}" for fault, numbers in lines.items()]
    return InputError(
        what=f"Ce fichier de retours n'est pas importé, rien n'en est gardé :{bullet}{bullet.join(said)}",
        expected="".join(f"{bullet}{text}" for text in dict.fromkeys(f"{f.column} : {f.expected}" for f in lines)),
        where=name,
        remedy="corriger ces lignes, puis importer de nouveau le fichier entier",
    )


def _at(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_SHOWN_LINES])) + (", …" if len(lines) > _SHOWN_LINES else "")
    return f"ligne{'s' if len(lines) > 1 else ''} {shown}"


def _day(text: str) -> date | None:
    iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    parts = iso.groups() if iso else (f"20{french[4]}", french[3], french[1]) if french else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(path, "il n'existe pas", "un fichier de retours rempli") from None
    except OSError as error:
        raise _unreadable(path, os.strerror(error.errno or 0), "un fichier que l'on a le droit de lire") from None


def _read_xlsx(path: Path, data: bytes) -> list[list[str]]:
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        names = book.sheet_names
        sheets = [name for name in names if _plain(name) == _plain(SHEET)] or (names if len(names) == 1 else [])
        frame = (
            book.load_sheet(sheets[0], header_row=None, skip_rows=0, dtypes="string").to_polars() if sheets else None
        )
    except Exception:  # whatever the file holds, the reader's own message could quote it
        raise _unreadable(
            path, "le classeur ne peut pas être lu", "un classeur XLSX entier, sans mot de passe"
        ) from None
    if frame is None:
        raise _unreadable(path, f"la feuille « {SHEET} » manque", f"une feuille « {SHEET} », ou une seule feuille")
    return [[value or "" for value in row] for row in frame.iter_rows()]


def _read_csv(path: Path, data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", errors="replace")
    heading = text.partition("\n")[0]
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=max(";,\t", key=heading.count), strict=True))
    except csv.Error:
        raise _unreadable(path, "le CSV est mal formé", "des guillemets fermés, une ligne par ligne") from None


def _unreadable(path: Path, what: str, expected: str) -> InputError:
    return InputError(
        what=f"Ce fichier de retours ne peut pas être lu : {what}.",
        expected=expected,
        where=path.name,
        remedy="repartir de la feuille de retours donnée avec la liste, puis importer de nouveau",
    )


def _plain(text: str) -> str:
    """Lower case, without accents, one apostrophe, single spaces: what a reader takes for the same words."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


_KINDS = {_plain(word): code for code, label in RETURN_KINDS.items() for word in (code, label)}
_BENEFITS = {_plain(word): code for code, label in BENEFITS.items() for word in (code, label)}
