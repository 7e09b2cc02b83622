"""The same rules on Polars and on DuckDB give the same rows: there is one copy of the law."""

from datetime import date
from random import Random

import pytest

from data_contracts.decided import Assessment
from tests.eligibility.conftest import MAY_2014, assessed
from tests.eligibility.situations import complete_situation, with_facts_hidden

DAYS = [date(2009, 7, 31), MAY_2014, date(2019, 10, 31), date(2020, 1, 31), date(2022, 3, 31), date(2026, 5, 31)]


@pytest.mark.parametrize("day", DAYS)
def test_polars_and_duckdb_give_the_same_rows(day: date) -> None:
    draw = Random(day.toordinal())
    people = [with_facts_hidden(draw, complete_situation(draw, number)) for number in range(300)]
    rows = assessed(people, day, "polars")
    assert len(rows) > 200
    assert rows == assessed(people, day, "duckdb")
    for row in rows:
        Assessment.model_validate(row)
