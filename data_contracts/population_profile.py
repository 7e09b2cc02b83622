"""The profile of a table: one row of counts, shares and means, computed by DuckDB in a single scan.

Belongs here: what is measured. A profile is all that the population checks and the store keep of a table, so it
holds no value of any row; of an identity it holds the share that is missing, nothing else. Does not: what a
measure should be (`population_bounds`).
"""

from collections.abc import Iterator
from decimal import Decimal
from math import isfinite

import duckdb

from data_contracts.columns import Column, Sensitivity, Table
from data_contracts.errors import StoreError
from data_contracts.row_checks import sql_literal

ROWS = "rows"
SOURCE = "juste_droit_profiled"
"""Name the relation bears for the time of its profile."""


def null_share(column: str) -> str:
    """Name of the measure: share of the rows where the column is missing."""
    return f"null_share.{column}"


def code_share(column: str, code: str) -> str:
    """Name of the measure: share of the code among the known values of the column."""
    return f"code_share.{column}.{code}"


def mean(column: str) -> str:
    """Name of the measure: mean of the known values of the column."""
    return f"mean.{column}"


def is_coded(column: Column) -> bool:
    return bool(column.codes) and column.python_type is str and column.sensitivity is not Sensitivity.IDENTITY


def is_measured(column: Column, model: type[Table]) -> bool:
    """Whether the mean means something: a number that is no identity and does not merely say which row it is."""
    number = column.python_type in (int, Decimal, float)
    return number and column.sensitivity is not Sensitivity.IDENTITY and column.name not in model.key


def profile_query(model: type[Table], relation_name: str) -> str:
    """SQL of the one-row profile of the relation of that name; rounded, so that a rerun gives the same bytes."""
    measures = ",\n  ".join(f"{sql} AS {_quoted(name)}" for name, sql in _measures(model))
    return f"SELECT\n  {measures}\nFROM {_quoted(relation_name)}"


def profile(con: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation, model: type[Table]) -> dict[str, float]:
    """Measure a table; what an empty table or a wholly missing column cannot have (a share, a mean) is left out.

    Raises StoreError without DuckDB's own message, which may quote a value of the row it failed on.
    """
    try:
        con.register(SOURCE, relation)
        try:
            values = con.execute(profile_query(model, SOURCE)).fetchone() or ()
        finally:
            con.unregister(SOURCE)
    except duckdb.Error as error:
        fault = type(error).__name__
    else:
        names = [name for name, _ in _measures(model)]
        return {
            name: float(value)
            for name, value in zip(names, values, strict=True)
            if value is not None and isfinite(value)
        }
    raise StoreError(  # outside `except`, so that the fault of DuckDB is not even the context of this one
        what=f"La table {model.table_name} n'a pas pu être mesurée ({fault}).",
        expected="une table lisible, aux colonnes et aux types de son contrat",
        where=model.table_name,
        remedy="relancer l'étape qui écrit cette table, puis le contrôle",
    )


def _measures(model: type[Table]) -> Iterator[tuple[str, str]]:
    """Every measure of a contract: its name, and the SQL aggregate."""
    yield ROWS, "count(*)"
    for column in model.columns():
        name = _quoted(column.name)
        if column.nullable:
            yield null_share(column.name), f"round(avg(CAST({name} IS NULL AS INTEGER)), 6)"
        if is_coded(column):
            for code in column.codes:
                yield code_share(column.name, code), f"round(avg(CAST({name} = {sql_literal(code)} AS INTEGER)), 6)"
        if is_measured(column, model):
            yield mean(column.name), f"round(CAST(avg({name}) AS DOUBLE), 6)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
