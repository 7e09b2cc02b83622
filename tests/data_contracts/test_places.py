"""The density grid in 7 levels and in 3."""

import duckdb
import pytest

from data_contracts.places import TERRITORIES, communes, territory

INSEE = {1: "urban", 2: "intermediate", 3: "intermediate", 4: "intermediate", 5: "rural", 6: "rural", 7: "rural"}
"""Insee, Document de travail 2022-18: dense is level 1, intermediate 2 to 4, rural 5 to 7."""


@pytest.mark.parametrize("level", [*INSEE, None, 0, 8])
def test_each_level_has_the_territory_that_insee_gives_it(level: int | None) -> None:
    row = duckdb.execute(f"SELECT {territory('level')} FROM (SELECT ?::INTEGER AS level)", [level]).fetchone()
    assert row == (INSEE.get(level or 0),)


def test_every_commune_shipped_is_in_one() -> None:
    with duckdb.connect() as con:
        communes(con).create_view("communes")
        found = con.sql(f"SELECT DISTINCT {territory('density_level')} FROM communes").fetchall()
    assert {code for (code,) in found} == set(TERRITORIES)
