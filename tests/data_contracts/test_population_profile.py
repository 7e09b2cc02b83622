"""What a profile measures, on small tables whose answer is known by eye."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import duckdb
import pytest

from data_contracts.columns import Table, column, identity
from data_contracts.decided import Assessment
from data_contracts.described import HouseholdSituation, PersonSituation
from data_contracts.errors import StoreError
from data_contracts.known import PersonIdentity
from data_contracts.population import profile, profile_query
from data_contracts.received import DATASETS, RejectedLine

ALL_MODELS = [*DATASETS.values(), RejectedLine, PersonIdentity, PersonSituation, HouseholdSituation, Assessment]


class Dossier(Table):
    """A small table with every kind of column."""

    table_name: ClassVar[str] = "dossiers"
    key: ClassVar[tuple[str, ...]] = ("line",)

    line: int = column("line")
    name: str = identity("name")
    second_name: str | None = identity("second name")
    birth_date: date = identity("birth date")
    secret_number: int | None = identity("a number that identifies")
    secret_code: str | None = identity("a code that identifies", codes={"x": "un", "y": "deux"})
    state: str | None = column("state", codes={"C": "versé", "c": "clos", "l'autre": "autre"})
    children: int | None = column("children")
    rsa_eur_month: Decimal = column("RSA", unit="EUR/month")
    rate: float | None = column("rate")
    live: bool = column("live")
    notes: list[str] = column("notes")


ROWS: list[tuple[Any, ...]] = [
    (1, "ZORGLUB", None, date(1960, 1, 2), 7700011, "x", "C", 0, Decimal("100.10"), 0.5, True, ["a"]),
    (2, "ZORGLUB", "BULLE", date(1960, 1, 2), 7700011, None, "c", 3, Decimal("100.20"), None, True, []),
    (3, "ZORGLUB", None, date(1960, 1, 2), 7700011, "x", "l'autre", None, Decimal("100.30"), 0.25, True, []),
    (4, "ZORGLUB", None, date(1960, 1, 2), None, "x", None, None, Decimal("399.40"), None, True, []),
]


def dossiers(con: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> duckdb.DuckDBPyRelation:
    con.execute(f"CREATE TABLE d ({', '.join(f'{c.name} {c.duckdb_type}' for c in Dossier.columns())})")
    if rows:
        con.executemany(f"INSERT INTO d VALUES ({', '.join('?' for _ in Dossier.column_names())})", rows)
    return con.table("d")


def test_values_of_a_small_table() -> None:
    con = duckdb.connect()
    assert profile(con, dossiers(con, ROWS), Dossier) == {
        "rows": 4.0,
        "null_share.second_name": 0.75,
        "null_share.secret_number": 0.25,
        "null_share.secret_code": 0.25,
        "null_share.state": 0.25,
        "code_share.state.C": 0.333333,  # of the three known values
        "code_share.state.c": 0.333333,
        "code_share.state.l'autre": 0.333333,
        "null_share.children": 0.5,
        "mean.children": 1.5,
        "mean.rsa_eur_month": 175.0,
        "null_share.rate": 0.5,
        "mean.rate": 0.375,
    }


def test_an_empty_table_has_rows_only() -> None:
    con = duckdb.connect()
    assert profile(con, dossiers(con, []), Dossier) == {"rows": 0.0}


def test_what_is_not_finite_is_left_out() -> None:
    con = duckdb.connect()
    rows = [(*row[:9], float("nan"), *row[10:]) for row in ROWS]
    assert "mean.rate" not in profile(con, dossiers(con, rows), Dossier)


def test_a_wholly_missing_column_has_a_null_share_only() -> None:
    con = duckdb.connect()
    found = profile(con, dossiers(con, [ROWS[3]]), Dossier)
    assert found["null_share.state"] == 1.0
    assert not [name for name in found if name.startswith(("code_share.state", "mean.children"))]


def test_nothing_is_left_on_the_connection() -> None:
    con = duckdb.connect()
    profile(con, dossiers(con, ROWS), Dossier)
    assert con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)


def test_works_where_python_variables_are_out_of_reach_of_sql() -> None:
    con = duckdb.connect()
    con.execute("SET python_enable_replacements = false")
    assert profile(con, dossiers(con, ROWS), Dossier)["rows"] == 4


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.table_name)
def test_every_contract_has_a_query_that_runs_in_one_scan(model: type[Table]) -> None:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE t ({', '.join(f'{c.name} {c.duckdb_type}' for c in model.columns())})")
    query = profile_query(model, "t")
    assert con.execute(query).fetchone() is not None
    assert query.count("FROM") == 1


def test_a_failure_quotes_no_value() -> None:
    con = duckdb.connect()
    broken = dossiers(con, ROWS).project("* REPLACE (CAST(name AS INTEGER) AS children)")
    with pytest.raises(StoreError) as caught:
        profile(con, broken, Dossier)
    assert "ConversionException" in str(caught.value)
    assert "ZORGLUB" not in str(caught.value)
    assert caught.value.__context__ is None
    assert con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)
