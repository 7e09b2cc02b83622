"""The files of a folder of situations: which there are, and their columns, whatever they are written in.

Belongs here: names of files and columns, CSV and Parquet. Does not: what is written in them (`situation_values`), what
it must be (`situations`). No error quotes a value.
"""

import csv
import glob
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_contracts.columns import Table
from data_contracts.errors import InputError
from data_contracts.relations import Connection
from data_contracts.row_checks import RowCheck, sql_literal
from data_contracts.situation import SITUATIONS
from pipelines.situation_values import Value, expected, value_of

NEEDED = ("households", "people")
SUFFIXES = (".csv", ".parquet")
_LONGEST_HEADING = 1 << 16
_DESCRIBE = "voir les noms exacts : `justedroit contracts describe situations`"


@dataclass(frozen=True)
class SituationFile:
    """A file whose columns are its contract's."""

    path: Path
    model: type[Table]
    source: str
    """SQL: the table function that reads it."""
    written: dict[str, str]
    """Columns that the file has, with the type they are written in."""

    @property
    def absent_columns(self) -> list[str]:
        """What the contract has besides: nothing of it is known."""
        return [name for name in self.model.column_names() if name not in self.written]

    @property
    def typed(self) -> str:
        """SQL: the contract's columns and types, and `misread_COLUMN` where what is written cannot be read so."""
        values = self._values()
        columns = [
            f'{values[c.name].sql if c.name in values else f"NULL::{c.duckdb_type}"} AS "{c.name}"'
            for c in self.model.columns()
        ]
        columns += [f'{value.misread} AS "misread_{name}"' for name, value in values.items()]
        raw = 'trim("{0}")' if self.path.suffix == ".csv" else '"{0}"'
        renamed = ", ".join(f'{raw.format(name)} AS "raw_{name}"' for name in self.written)
        return f"SELECT {', '.join(columns)} FROM (SELECT {renamed} FROM {self.source})"

    def checks(self) -> list[RowCheck]:
        """That every value can be read, over `typed`."""
        specs = {spec.name: spec for spec in self.model.columns()}
        return [RowCheck(name, expected(specs[name]), f'"misread_{name}"') for name in self.written]

    def place(self, record: int) -> str:
        """Where the row number `record`, from 1, is found."""
        if self.path.suffix == ".parquet":
            return f"ligne {record} du tableau"
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=_delimiter(file.readline()))
            for row in rows:
                record -= bool(row)
                if not record:
                    return f"ligne {rows.line_num + 1}"
        raise ValueError("no such row")

    def _values(self) -> dict[str, Value]:
        specs = {spec.name: spec for spec in self.model.columns()}
        return {name: value_of(specs[name], f'"raw_{name}"', type_) for name, type_ in self.written.items()}


def find_files(folder: Path) -> dict[str, Path]:
    """The file of each table that a folder holds; raises InputError where it is no folder of situations."""
    if not folder.is_dir():
        raise _wrong_folder("Le dossier n'existe pas" if not folder.exists() else "Ce n'est pas un dossier", folder)
    try:
        names = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        raise _wrong_folder("Le dossier ne peut pas être lu", folder) from None
    tabular = sorted(path for path in names if path.suffix.lower() in SUFFIXES)
    if not tabular:
        raise _wrong_folder("Le dossier ne contient aucun fichier CSV ni Parquet", folder)
    if stray := [path.name for path in tabular if path.stem not in SITUATIONS or path.suffix not in SUFFIXES]:
        raise _wrong_folder(f"Fichier inconnu : {', '.join(stray)}", folder, "le renommer, ou l'ôter du dossier")
    for name in SITUATIONS:
        if len(twice := [path.name for path in tabular if path.stem == name]) > 1:
            raise _wrong_folder(f"Une table est donnée deux fois : {', '.join(twice)}", folder, "en ôter une")
    if lacking := [name for name in NEEDED if name not in {path.stem for path in tabular}]:
        raise _wrong_folder(f"Fichier absent : {', '.join(lacking)}", folder)
    return {path.stem: path for path in tabular}


def open_file(con: Connection, path: Path) -> SituationFile:
    """A file with its columns checked; raises InputError where it cannot be read, or has not its contract's columns."""
    literal = sql_literal(glob.escape(str(path)))
    if path.suffix == ".csv":
        delimiter, names = _heading(path)
        columns = ", ".join(f"{sql_literal(name)}: 'VARCHAR'" for name in names)
        source = (
            f"read_csv({literal}, columns = {{{columns}}}, header = true, auto_detect = false, encoding = 'utf-8', "
            f"delim = '{delimiter}', quote = '\"', escape = '\"')"
        )
        written = [(name, "VARCHAR") for name in names]
    else:
        source = f"read_parquet({literal}, hive_partitioning = false)"
        try:
            described = con.execute(f"DESCRIBE FROM {source}").fetchall()
        except duckdb.Error:
            raise unreadable(path, "un fichier Parquet entier, sans chiffrement") from None
        written = [(name, str(type_).split("(")[0]) for name, type_, *_ in described]
    model = SITUATIONS[path.stem]
    _check_columns(path, model, [name for name, _ in written])
    return SituationFile(path, model, source, dict(written))


def unreadable(path: Path, expected: str, line: str = "") -> InputError:
    where = f"{path}, ligne {line}" if line else path
    return InputError(
        what=f"Le fichier {path.name} ne peut pas être lu.", expected=expected, where=where, remedy="l'écrire à nouveau"
    )


def _heading(path: Path) -> tuple[str, list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline(_LONGEST_HEADING)
    except UnicodeDecodeError:
        raise unreadable(path, "un texte en UTF-8") from None
    except OSError:
        raise unreadable(path, "un fichier que ce compte a le droit de lire") from None
    delimiter = _delimiter(line)
    return delimiter, [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]


def _delimiter(heading: str) -> str:
    return ";" if ";" in heading else ","


def _check_columns(path: Path, model: type[Table], names: list[str]) -> None:
    known, needed = model.column_names(), [spec.name for spec in model.columns() if not spec.nullable]
    faults = {  # where the first is found the heading may be a row of data, whose values no message may quote
        "Colonne absente": [name for name in needed if name not in names],
        "Colonne en double": sorted({name for name in names if names.count(name) > 1}),
        "Colonne inconnue": [name or "sans nom" for name in names if name not in known],
    }
    for fault, columns in faults.items():
        if columns:
            raise InputError(
                what=f"{fault} dans {path.name} : {', '.join(columns)}.",
                expected=f"parmi {', '.join(known)} ; {', '.join(needed)} au moins, séparées par `;` ou `,` en CSV",
                where=path,
                remedy=_DESCRIBE,
            )


def _wrong_folder(what: str, folder: Path, remedy: str = "corriger le dossier") -> InputError:
    return InputError(
        what=f"{what}.",
        expected=f"un fichier .csv ou .parquet par table : {', '.join(SITUATIONS)} ; {' et '.join(NEEDED)} au moins",
        where=folder,
        remedy=f"{remedy} ; {_DESCRIBE}",
    )
