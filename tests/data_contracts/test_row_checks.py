"""The row checks in SQL and pydantic give every row the same verdict, for every contract a producer's file fills."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from data_contracts.columns import Column
from data_contracts.received import DATASETS, Received
from data_contracts.row_checks import row_checks

Row = dict[str, Any]
CHARACTERS = st.sampled_from("AZ09 éœ€’'\"*/;\n\u0301👪")
STEPS: dict[type, Any] = {int: 1, Decimal: Decimal("0.01"), date: timedelta(days=1)}
ORDINARY: dict[type, Any] = {str: "Z", int: 1, Decimal: Decimal(1), date: date(2000, 1, 1)}
MATCHING = {
    r"\d{7}[A-Z0-9]\d{3}": "0037240Z999", r"[0-9A-Z]{1,2}": "1", r"\d[0-9AB]\d{3}": "2A004", r"[0-9A-Z]{2}": "01",
    r"[0-9A-Z]{1,15}": "A1", r"\d{2}": "10", r"\d{3}": "441", r"\d{8}": "00119880",
    r"[^*]*\*[^/]*/?.*": "ZYVARDEC*ONDELINE/",
}  # fmt: skip
"""A value for each pattern of the contracts, `\\d` or `[0-9]` alike; a new pattern needs one here."""


def sound_row(model: type[Received]) -> Row:
    """One accepted row, the same always."""
    return {spec.name: _sound(spec) for spec in model.columns()}


def _sound(spec: Column) -> Any:
    if spec.codes:
        return next(iter(spec.codes))
    if spec.pattern:
        return next(value for pattern, value in MATCHING.items() if spec.pattern in (pattern, _spelled(pattern)))
    return ORDINARY[spec.python_type]


def _spelled(pattern: str) -> str:
    return pattern.replace(r"\d", "[0-9]")


def around(spec: Column) -> list[Any]:
    """Missing, at each limit and just beyond, every code and its like, on the pattern and just off it."""
    values: list[Any] = [None]
    for bound, outwards in ((spec.minimum, -1), (spec.maximum, 1)):
        if bound is not None:
            limit = Decimal(bound) if spec.python_type is Decimal else bound  # type: ignore[arg-type]
            values += [limit, limit + outwards * STEPS[spec.python_type]]
    if spec.python_type is str:
        text = _sound(spec)
        values += [text, text + "\n", "\n" + text, text + " ", text[:-1], text + text[-1], text.lower(), "é" + text]
        values += [variant for code in spec.codes for variant in (code, code + " ", code.lower())]
        if spec.max_length:
            values += [letter * (spec.max_length + more) for letter in "é👪" for more in (0, 1)]
            values += ["e\u0301" * (spec.max_length // 2), "e\u0301" * spec.max_length, "*" * spec.max_length]
    return values


@cache
def rows_of(model: type[Received]) -> st.SearchStrategy[list[Row]]:
    """Rows that are sound but for a few columns."""
    limits = st.sampled_from([(spec.name, value) for spec in model.columns() for value in around(spec)])
    texts = st.sampled_from([spec.name for spec in model.columns() if spec.python_type is str])
    change = st.one_of(limits, st.tuples(texts, st.text(CHARACTERS, max_size=5)))
    for pair in (*model.not_after, *model.same):
        both = st.sampled_from([(pair[0], value) for value in (None, *_two(model, pair[0]))])
        change = st.one_of(change, both, both.map(lambda made, pair=pair: (pair[1], made[1])))  # type: ignore[misc]
    changes = st.lists(change, max_size=3).map(dict)
    return st.lists(changes.map(lambda changed: sound_row(model) | changed), min_size=40, max_size=80)


def _two(model: type[Received], column: str) -> list[Any]:
    python_type = next(spec.python_type for spec in model.columns() if spec.name == column)
    return [date(2014, 5, 1), date(2014, 5, 2)] if python_type is date else ["2800199000101", "2800199000102"]


def by_pydantic(model: type[Received], row: Row) -> bool:
    try:
        model.model_validate(row)
    except ValidationError:
        return False
    return True


def given_table(model: type[Received], rows: list[Row]) -> duckdb.DuckDBPyConnection:
    """A connection that holds the rows in `given`, typed as the contract says, numbered in `row_no`."""
    con = duckdb.connect(config={"threads": 1})
    names = model.column_names()
    frame = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in names})
    con.register("frame", frame.assign(row_no=range(len(rows))))
    typed = ", ".join(f'CAST("{spec.name}" AS {spec.duckdb_type}) AS "{spec.name}"' for spec in model.columns())
    con.execute(f"CREATE TABLE given AS SELECT row_no, {typed} FROM frame")
    return con


def by_sql(model: type[Received], rows: list[Row]) -> list[bool]:
    """True for each row that breaks no check."""
    verdict = " OR ".join(f"coalesce({check.broken}, false)" for check in row_checks(model))
    found = given_table(model, rows).execute(f"SELECT {verdict} FROM given ORDER BY row_no").fetchall()
    return [not refused for (refused,) in found]


def disagreements(model: type[Received], rows: list[Row]) -> list[tuple[str, Row]]:
    """What SQL says of each row that pydantic judges otherwise, with what the row has that the sound one has not."""
    sound = sound_row(model)
    return [
        (f"SQL {'accepts' if taken else 'refuses'}", {name: row[name] for name in row if row[name] != sound[name]})
        for row, taken in zip(rows, by_sql(model, rows), strict=True)
        if taken != by_pydantic(model, row)
    ]


@pytest.mark.parametrize("model", DATASETS.values(), ids=DATASETS)
@settings(
    max_examples=15, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
@given(data=st.data())
def test_sql_and_pydantic_agree_on_every_row(model: type[Received], data: st.DataObject) -> None:
    assert disagreements(model, data.draw(rows_of(model))) == []


def edges(model: type[Received]) -> list[Row]:
    """The sound row, then each column in turn at and beyond its limits, then the pairs crossed."""
    row = sound_row(model)
    rows = [row, *(row | {spec.name: value} for spec in model.columns() for value in around(spec))]
    for first, second in (*model.not_after, *model.same):
        low, high = _two(model, first)
        rows += [row | {first: low, second: high}, row | {first: high, second: low}, row | {first: low, second: low}]
    return rows


@pytest.mark.parametrize("model", DATASETS.values(), ids=DATASETS)
def test_sql_and_pydantic_agree_at_every_limit(model: type[Received]) -> None:
    rows = edges(model)
    assert by_pydantic(model, rows[0])
    assert {by_pydantic(model, row) for row in rows} == {True, False}
    assert disagreements(model, rows) == []


@pytest.mark.parametrize("model", DATASETS.values(), ids=DATASETS)
def test_each_check_is_broken_by_some_row(model: type[Received]) -> None:
    """No condition is written in such a way that it never holds."""
    checks = row_checks(model)
    counts = ", ".join(f"count(*) FILTER ({check.broken})" for check in checks)
    broken_by = given_table(model, edges(model)).execute(f"SELECT {counts} FROM given").fetchone() or ()
    named = [(check.column, check.expected) for check, rows in zip(checks, broken_by, strict=True) if not rows]
    assert named == []


def test_sql_and_pydantic_agree_on_digits_of_other_scripts() -> None:
    model = DATASETS["caf_dossiers"]
    assert disagreements(model, [sound_row(model) | {"caf_code": "４４１"}]) == []
