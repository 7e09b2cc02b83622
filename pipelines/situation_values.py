"""What is written in a column of a situation, as a value of its contract, in SQL.

Belongs here: text and types that are understood. Does not: what a value must be (`row_checks`), files.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data_contracts.columns import Column

TRUE, FALSE = ("true", "vrai", "oui", "1"), ("false", "faux", "non", "0")
EXPECTED = {
    str: "un texte",
    bool: "true ou false (ou vrai, faux, oui, non, 1, 0)",
    int: "un nombre entier",
    date: "une date AAAA-MM-JJ",
    Decimal: "un nombre à point décimal, par exemple 1234.56 : ni virgule, ni espace, ni symbole",
}
_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_NUMBERS = _INTEGERS | {"FLOAT", "DOUBLE", "DECIMAL"}
_TYPES: dict[type, set[str]] = {
    str: {"VARCHAR", *_INTEGERS},
    bool: {"BOOLEAN"},
    int: _NUMBERS,
    date: {"DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"},
    Decimal: _NUMBERS,
}
"""Types of Parquet that a column may have, text apart: whole numbers come as floats where some are missing, dates as
midnights."""


def expected(spec: Column) -> str:
    """What a column must hold, in French."""
    return f"un code parmi {', '.join(spec.codes)}" if spec.codes else EXPECTED[spec.python_type]


@dataclass(frozen=True)
class Value:
    """SQL: the value in its contract's type, NULL where there is none; and whether it cannot be read as one."""

    sql: str
    misread: str


def value_of(spec: Column, raw: str, written: str) -> Value:
    """A column of type `written` (DuckDB's name, without its arguments), read as its contract says.

    A column of any other type must be empty from end to end.
    """
    if written in ("VARCHAR", "ENUM") or (written in _INTEGERS and (spec.codes or spec.python_type is bool)):
        text = f"nullif({raw}::VARCHAR, '')"
        sql = _from_text(spec, text)
        return Value(sql, "false" if sql == text else f"({text} IS NOT NULL AND {sql} IS NULL)")
    if written not in _TYPES[spec.python_type]:
        return Value(f"NULL::{spec.duckdb_type}", f"({raw} IS NOT NULL)")
    sql = f"TRY_CAST({raw} AS {spec.duckdb_type})"
    exact = f" OR {sql} <> {raw}" if spec.python_type in (int, date) else ""
    return Value(sql, f"({raw} IS NOT NULL AND ({sql} IS NULL{exact}))")


def _from_text(spec: Column, text: str) -> str:
    if spec.python_type is str:  # codes as an ENUM: it knows no other, and is far quicker than to look for each
        return f"TRY_CAST({text} AS {spec.written_type})" if spec.codes else text
    if spec.python_type is bool:
        return f"CASE WHEN lower({text}) IN {TRUE} THEN true WHEN lower({text}) IN {FALSE} THEN false END"
    if spec.python_type is int:  # « 3.0 » is how many tools write a whole number of a column with missing ones
        return f"TRY_CAST(regexp_replace({text}, '[.]0+$', '') AS {spec.duckdb_type})"
    return f"TRY_CAST({text} AS {spec.duckdb_type})"
