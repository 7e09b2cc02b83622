"""What is wrong in a file of situations: found quickly among all rows, then told with its place, and never its value.

Belongs here: how faults are found and worded. Does not: what must hold (`situations`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from data_contracts.errors import InputError
from data_contracts.relations import Connection, keep
from data_contracts.row_checks import RowCheck
from pipelines.showing import as_count
from pipelines.situation_files import SituationFile, unreadable

_UNREADABLE = (
    duckdb.InvalidInputException,
    duckdb.IOException,
    duckdb.ConversionException,
    duckdb.SerializationException,
)


@dataclass(frozen=True)
class Reading:
    """A file, its rows beside what they belong to (`linked`: SQL with a place for `{rows}`), what they must be."""

    file: SituationFile
    linked: str
    checks: list[RowCheck]

    @property
    def rows(self) -> str:
        return self.linked.format(rows=self.file.typed)

    @property
    def numbered(self) -> str:
        """The same, with the number of each row in the file as `record`."""
        numbered = f"SELECT row_number() OVER () AS record, * FROM ({self.file.typed})"
        return self.linked.format(rows=numbered)

    @property
    def broken(self) -> str:
        return f"coalesce({' OR '.join(f'({check.broken})' for check in self.checks)}, false)"


def check_rows(con: Connection, reading: Reading, parts: list[str]) -> None:
    """Raise InputError for the first check that a row does not pass."""
    if not any(_one(con, f"SELECT bool_or(broken) FROM {part}") for part in parts):
        return
    counts = ", ".join(
        f"count(*) FILTER ({check.broken}), min(record) FILTER ({check.broken})" for check in reading.checks
    )
    found = con.execute(f"SELECT {counts} {reading.numbered}").fetchone() or ()
    for check, count, first in zip(reading.checks, found[::2], found[1::2], strict=True):
        if count:
            raise _wrong(reading.file, check.column, check.expected, count, first)


def check_keys(con: Connection, reading: Reading, parts: list[str]) -> None:
    """Raise InputError where two rows have one key.

    Of incomes, the long table, only those are looked at closely of which a bit a month shows that a month, or one 63
    months away, comes twice.
    """
    model = reading.file.model
    months = len(model.key) == 3 and "month" in model.key
    key = ", ".join(f'"{name}"' for name in model.key if not (months and name == "month"))
    once = "bit_count(bit_or(1::BIGINT << ((12 * year(month) + month(month)) % 63)))" if months else "1"
    for part in parts:
        keep(con, "suspects", f"SELECT {key} FROM {part} GROUP BY ALL HAVING count(*) > {once}")
        if not _one(con, "SELECT count(*) FROM suspects"):
            continue
        whole = ", ".join(f'"{name}"' for name in model.key)
        doubled = con.execute(f"""
            SELECT count(*), min(record) FROM (
                SELECT record, row_number() OVER (PARTITION BY {whole} ORDER BY record) AS place
                FROM (SELECT * {reading.numbered}) SEMI JOIN suspects USING ({key})
            ) WHERE place > 1
        """).fetchone() or (0, None)
        if doubled[0]:
            expected = "une seule ligne pour une même clé : " + ", ".join(model.key)
            raise _wrong(reading.file, model.key[0], expected, *doubled)


@contextmanager
def misread_file(file: SituationFile) -> Iterator[None]:
    """What DuckDB cannot read at all is said without what it quotes: values of the file."""
    try:
        yield
    except _UNREADABLE as error:
        if "No space left" in str(error):
            raise
        line = re.search(r"\bLine: ([0-9]+)", str(error))
        if file.path.suffix == ".parquet":
            raise unreadable(file.path, "un fichier Parquet entier, sans chiffrement") from None
        expected = f"un texte en UTF-8, {len(file.written)} colonnes à chaque ligne, des guillemets qui se ferment"
        raise unreadable(file.path, expected, line[1] if line else "") from None


def _wrong(file: SituationFile, column: str, expected: str, count: int, first: int) -> InputError:
    lines = "une ligne ne va pas" if count == 1 else f"{as_count(count)} lignes ne vont pas"
    return InputError(
        what=f"{file.path.name}, colonne {column} : {lines}.",
        expected=expected,
        where=f"{file.path}, {'' if count == 1 else 'la première : '}{file.place(first)}",
        remedy="corriger le fichier ; `justedroit contracts describe situations` dit ce que contient chaque colonne",
    )


def _one(con: Connection, sql: str) -> object:
    (value,) = con.execute(sql).fetchone() or (None,)
    return value
