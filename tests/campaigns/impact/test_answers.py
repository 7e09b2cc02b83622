"""Precision of the targeting and undelivered mail, from planted returns."""

import duckdb
import polars as pl
import pytest

from campaigns.impact.answers import precision, undelivered


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def relation(con: duckdb.DuckDBPyConnection, names: str, *rows: tuple[str, ...]) -> duckdb.DuckDBPyRelation:
    schema = dict.fromkeys(names.split(), pl.String)
    return con.from_arrow(pl.DataFrame(list(rows), schema=schema, orient="row"))


def test_awarded_among_those_who_answered(con: duckdb.DuckDBPyConnection) -> None:
    targets = [(name, "contacted", "certain" if name in "abc" else "alone") for name in "abcde"] + [
        ("w", "control", "certain")
    ]
    rights = [
        *((name, "rsa_socle", "likely" if name in "ab" else "possible") for name in "abcdew"),
        ("a", "apl", "likely"),
    ]
    found = precision(
        con,
        relation(con, "person_id arm tier", *targets),
        relation(con, "person_id benefit verdict", *rights),
        relation(
            con, "person_id kind", ("a", "applied"), ("a", "awarded"), ("b", "answered"), ("c", "rejected"),
            ("d", "undelivered"), ("e", "refused"), ("w", "answered"),
        ),
        relation(
            con, "person_id benefit decision", ("a", "rsa_socle", "rejected"), ("a", "rsa_socle", "awarded"),
            ("c", "rsa_socle", "rejected"), ("w", "rsa_socle", "awarded"),
        ),
    )  # fmt: skip
    assert {(one.by, one.code): (one.awarded.among, one.decided, one.awarded.count) for one in found} == {
        ("all", ""): (4, 2, 1),
        ("rule", "apl:likely"): (1, 0, 0),
        ("rule", "rsa_socle:likely"): (2, 1, 1),
        ("rule", "rsa_socle:possible"): (1, 1, 0),
        ("tier", "certain"): (4, 2, 1),
    }


def test_nothing_came_back(con: duckdb.DuckDBPyConnection) -> None:
    nothing = relation(con, "person_id kind"), relation(con, "person_id benefit decision")
    targets = relation(con, "person_id arm tier", ("a", "contacted", "certain"))
    rights = relation(con, "person_id benefit verdict", ("a", "apl", "likely"))
    assert precision(con, targets, rights, *nothing) == []


def test_mail_that_came_back(con: duckdb.DuckDBPyConnection) -> None:
    contacts = relation(con, "person_id", ("a",), ("a",), ("b",), ("c",))
    returns = relation(con, "person_id kind", ("a", "undelivered"), ("b", "answered"), ("z", "undelivered"))
    share = undelivered(con, contacts, returns)
    assert (share.count, share.among) == (1, 3)
