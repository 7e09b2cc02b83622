"""What comes back of a review: a clerk's answers, read from the sheet and checked whole before anything is kept.

Belongs here: reading the sheet (XLSX or CSV), and what can be wrong with it. Does not: keeping the answers
(`pipelines/reviewing`). No message quotes a cell: it names its line and its column.
"""

import csv
import os
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from data_contracts.errors import InputError
from data_contracts.period import Period
from linkage.review.sheet import ANSWERS, DECISION, REFERENCE, SHEET, Pair

_REFERENCE = re.compile(r"((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2]))/([0-9a-f]{32})/([0-9a-f]{32})")
_SHOWN_LINES = 10
_EXPORT_AGAIN = "exporter de nouveau la période, y reporter les réponses, et importer ce classeur-là"

Row = tuple[int, str, str]
"""Line in the sheet (from 1, heading included), reference, decision as written."""


@dataclass(frozen=True)
class Answers:
    """A sheet that came back: `same` is each answered pair's answer, `lines` where it stands, `asked` every pair."""

    path: Path
    period: Period
    same: dict[Pair, bool]
    lines: dict[Pair, int]
    asked: frozenset[Pair]

    def check_asked(self, pairs: Collection[Pair]) -> None:
        """Raise InputError unless every answered pair is among the `pairs` of its period's review."""
        if unknown := [line for pair, line in self.lines.items() if pair not in pairs]:
            raise _fault(
                self.path,
                unknown,
                REFERENCE,
                what=f"Une réponse porte sur une paire qui n'est pas à examiner en {self.period}.",
                expected=f"une paire de la revue de {self.period}, telle qu'elle est aujourd'hui dans l'entrepôt",
                remedy=f"si la période a été relancée depuis l'export, {_EXPORT_AGAIN}",
            )


def read_answers(path: Path) -> Answers:
    """The answers of a sheet written by `review_workbook` and filled in. Raises InputError."""
    rows = [row for row in _rows(path) if row[1] or row[2]]
    found = {line: _REFERENCE.fullmatch(reference) for line, reference, _ in rows}
    if altered := [line for line, match in found.items() if not match or match[2] > match[3]]:
        raise _fault(
            path,
            altered,
            REFERENCE,
            what="Une référence a été modifiée ou effacée.",
            expected="les références telles que l'export les a écrites",
            remedy=_EXPORT_AGAIN,
        )
    said = {_plain(word): same for word, same in ANSWERS.items()}
    if misunderstood := [line for line, _, decision in rows if _plain(decision) not in {"", *said}]:
        raise _fault(
            path,
            misunderstood,
            DECISION,
            what="Une décision n'est pas l'une de celles proposées.",
            expected=f"{', '.join(f'« {word} »' for word in ANSWERS)}, ou rien",
            remedy="choisir dans la liste déroulante",
        )
    placed = {line: (match[1], (match[2], match[3])) for line, match in found.items() if match}
    period = _period(path, {line: period for line, (period, _) in placed.items()})
    same: dict[Pair, bool] = {}
    lines: dict[Pair, int] = {}
    for line, _, decision in rows:
        if not decision:
            continue
        pair, answer = placed[line][1], said[_plain(decision)]
        if same.setdefault(pair, answer) is not answer:
            raise _fault(
                path,
                [lines[pair], line],
                DECISION,
                what="Une même paire a reçu deux réponses différentes.",
                expected="une réponse par paire",
                remedy="n'en garder qu'une",
            )
        lines.setdefault(pair, line)
    return Answers(path, period, same, lines, frozenset(pair for _, pair in placed.values()))


def _period(path: Path, periods: dict[int, str]) -> Period:
    if not periods:
        raise _fault(
            path, [], REFERENCE, what="Le fichier ne contient aucune paire.",
            expected="le classeur que `justedroit review export` a écrit", remedy="vérifier le fichier",
        )  # fmt: skip
    first = next(iter(periods.values()))
    if others := [line for line, period in periods.items() if period != first]:
        raise _fault(
            path, others, REFERENCE, what="Le fichier mêle les paires de plusieurs périodes.",
            expected="une seule période par fichier", remedy="importer une période à la fois",
        )  # fmt: skip
    return Period.parse(first)


def _rows(path: Path) -> list[Row]:
    try:
        if not path.is_file():
            raise _fault(
                path, [], what="Le fichier n'existe pas.", expected="un classeur rempli", remedy="vérifier le nom"
            )
        path.open("rb").close()
    except OSError as error:
        raise _fault(
            path, [], what=f"Le fichier ne peut pas être ouvert : {os.strerror(error.errno or 0)}.",
            expected="un fichier que l'on a le droit de lire", remedy="vérifier les droits du fichier",
        ) from None  # fmt: skip
    readers = {".xlsx": _read_xlsx, ".csv": _read_csv}
    if path.suffix.lower() not in readers:
        raise _fault(
            path, [], what="Ce format n'est pas lu.", expected="un fichier .xlsx ou .csv",
            remedy="enregistrer le classeur dans l'un de ces formats",
        )  # fmt: skip
    heading, *lines = readers[path.suffix.lower()](path) or [[]]
    named = [_plain(name) for name in heading]
    if missing := [name for name in (REFERENCE, DECISION) if named.count(_plain(name)) != 1]:
        raise _fault(
            path, [1], " et ".join(missing), what="Une colonne manque, ou figure deux fois.",
            expected=f"la feuille « {SHEET} » avec ses intitulés en première ligne", remedy=_EXPORT_AGAIN,
        )  # fmt: skip
    at = [named.index(_plain(name)) for name in (REFERENCE, DECISION)]
    width = max(at) + 1
    padded = (line + [""] * (width - len(line)) for line in lines)
    return [(number, line[at[0]].strip(), line[at[1]].strip()) for number, line in enumerate(padded, start=2)]


def _read_xlsx(path: Path) -> list[list[str]]:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        sheets = [name for name in book.sheet_names if _plain(name) == _plain(SHEET)]
        frame = book.load_sheet(sheets[0], header_row=None, dtypes="string").to_polars() if sheets else None
    except Exception:  # whatever the file holds, the reader's own message could quote it
        raise _fault(
            path, [], what="Le classeur ne peut pas être lu.", expected="un classeur XLSX entier, sans mot de passe",
            remedy="l'enregistrer de nouveau au format XLSX",
        ) from None  # fmt: skip
    if frame is None:
        raise _fault(
            path, [], what=f"La feuille « {SHEET} » manque.", expected="le classeur tel qu'il a été exporté",
            remedy=_EXPORT_AGAIN,
        )  # fmt: skip
    return [[value or "" for value in row] for row in frame.iter_rows()]


def _read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("windows-1252", errors="replace")
    heading = text.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise _fault(
            path, [], what="Le fichier CSV est mal formé.", expected="des guillemets fermés, une ligne par ligne",
            remedy="l'enregistrer de nouveau, ou rendre le classeur XLSX",
        ) from None  # fmt: skip


def _plain(text: str) -> str:
    """Lower case, without accents, single spaces: what a reader takes for the same word."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _fault(path: Path, lines: Sequence[int], column: str = "", *, what: str, expected: str, remedy: str) -> InputError:
    where = [path.name]
    if lines:
        shown = ", ".join(map(str, lines[:_SHOWN_LINES])) + (", …" if len(lines) > _SHOWN_LINES else "")
        where.append(f"ligne{'s' if len(lines) > 1 else ''} {shown}")
    if column:
        where.append(f"colonne {column}")
    return InputError(what=what, expected=expected, where=", ".join(where), remedy=remedy)
