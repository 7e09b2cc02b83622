"""Row checks in SQL, made from a contract, so that 50 million rows are judged as pydantic would judge each.

Belongs here: the conditions under which a typed row breaks its contract. A property test shows that SQL and
pydantic agree row by row. Does not: reading text into types (connectors), nor shares and volumes (`population`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data_contracts.columns import Column, Table


@dataclass(frozen=True)
class RowCheck:
    """A condition that a row must not meet."""

    column: str
    expected: str
    """What was expected, in French, never quoting the value."""
    broken: str
    """SQL predicate over the table's columns; true (not false, not NULL) where the row breaks the contract."""


def row_checks(model: type[Table]) -> list[RowCheck]:
    """Every check of a contract, column by column, then between columns."""
    checks = [check for column in model.columns() for check in _column_checks(column)]
    checks += [RowCheck(a, f"au plus tard {b}", f'"{a}" > "{b}"') for a, b in model.not_after]
    checks += [RowCheck(a, f"identique à {b}", f'"{a}" <> "{b}"') for a, b in model.same]
    checks += [RowCheck(name, "le premier jour d'un mois", f'day("{name}") <> 1') for name in model.months]
    return checks


def _column_checks(column: Column) -> Iterator[RowCheck]:
    name = f'"{column.name}"'
    if not column.nullable:
        yield RowCheck(column.name, "valeur obligatoire", f"{name} IS NULL")
    if column.codes:
        codes = ", ".join(map(sql_literal, column.codes))
        yield RowCheck(column.name, f"un code parmi {', '.join(column.codes)}", f"{name} NOT IN ({codes})")
    if column.pattern:
        pattern = sql_literal(column.pattern)
        yield RowCheck(column.name, f"forme {column.pattern}", f"NOT regexp_full_match({name}, {pattern})")
    if column.minimum is not None:
        yield RowCheck(column.name, f"au moins {column.minimum}", f"{name} < {sql_literal(column.minimum)}")
    if column.maximum is not None:
        yield RowCheck(column.name, f"au plus {column.maximum}", f"{name} > {sql_literal(column.maximum)}")
    if column.max_length is not None:
        yield RowCheck(column.name, f"au plus {column.max_length} caractères", f"length({name}) > {column.max_length}")


def sql_literal(value: str | int | Decimal | date) -> str:
    """A value as a SQL literal: text quoted, dates typed, numbers as they are."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return str(value)
