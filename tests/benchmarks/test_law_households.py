"""Random households are what their contract says, complete, the same again, and of every kind."""

from datetime import date

import duckdb
import polars as pl
import pytest

from benchmarks import law_households
from benchmarks.law_households import blocks, households
from data_contracts.facts import BENEFITS_RECEIVED
from data_contracts.row_checks import row_checks
from data_contracts.situation import (
    KINDS_OF_INCOME,
    MARITAL_STATES,
    NATIONALITIES,
    SITUATIONS,
    TENURES,
    WORK_STATES,
)

DAY = date(2018, 5, 1)
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return households(3000, DAY, seed=7)


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_row_keeps_its_contract(tables: Tables, name: str) -> None:
    model, con = SITUATIONS[name], duckdb.connect()
    con.register("rows", tables[name].to_arrow())
    typed = [column for column, *_ in con.execute("DESCRIBE rows").fetchall()]
    assert typed == model.column_names()
    broken = {f"{c.column}: {c.expected}": f"count(*) FILTER (WHERE {c.broken})" for c in row_checks(model)}
    counts = con.execute(f"SELECT {', '.join(broken.values())} FROM rows").fetchone()
    assert dict(zip(broken, counts or (), strict=True)) == dict.fromkeys(broken, 0)
    assert not tables[name].select(model.key).is_duplicated().any()


def test_the_same_seed_gives_the_same_households_and_another_others(tables: Tables) -> None:
    again, other = households(3000, DAY, seed=7), households(3000, DAY, seed=8)
    assert all(tables[name].equals(again[name]) for name in SITUATIONS)
    assert not any(tables[name].equals(other[name]) for name in SITUATIONS if name != "income_coverage")


def test_blocks_are_the_households_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_households, "BLOCK", 40)
    whole, parts = households(100, DAY, seed=7), list(blocks(100, DAY, seed=7))
    assert [len(part["households"]) for part in parts] == [40, 40, 20]
    assert all(whole[name].equals(pl.concat([part[name] for part in parts])) for name in SITUATIONS)
    assert not whole["people"]["person_id"].is_duplicated().any()


def test_nothing_is_unknown_but_what_does_not_apply(tables: Tables) -> None:
    applies = {
        "households": {"isolated_since": ~pl.col("couple")},
        "people": {
            "permit_since": pl.col("nationality") != "FR",
            "jobseeker_since": pl.col("work_state") == "jobseeker",
        },
        "incomes": {},
        "income_coverage": {},
        "benefits": {"since": pl.col("state").is_in(["live", "suspended"])},
    }
    for name, conditions in applies.items():
        for column in tables[name].columns:
            if (name, column) != ("benefits", "amount_eur_month"):
                known = conditions.get(column, pl.lit(True))
                assert tables[name].filter(pl.col(column).is_not_null() != known).is_empty(), (name, column)


def test_every_month_of_everybody_is_known(tables: Tables) -> None:
    coverage = tables["income_coverage"]
    assert set(coverage["person_id"]) == set(tables["people"]["person_id"])
    assert coverage.select("kind", "first_month", "last_month").unique().rows() == [("every", date(2016, 1, 1), DAY)]
    assert set(tables["incomes"]["month"].unique()) == {
        date(2016 + month // 12, month % 12 + 1, 1) for month in range(24 + DAY.month)
    }
    holders = tables["benefits"].filter((pl.col("benefit") == "every_other") & (pl.col("state") == "none"))
    assert len(holders) == len(tables["people"]) + len(tables["households"])


def test_people_are_in_households_of_one_adult_or_a_couple(tables: Tables) -> None:
    adults = tables["people"].filter(pl.col("role") == "adult").group_by("household_id").len("adults")
    joined = tables["households"].join(adults, on="household_id", how="full", coalesce=True)
    assert joined.filter(pl.col("adults") != 1 + pl.col("couple").cast(pl.Int64)).is_empty()
    assert set(tables["people"]["household_id"]) == set(tables["households"]["household_id"])
    assert set(tables["incomes"]["person_id"]) <= set(tables["people"]["person_id"])
    assert tables["people"]["birth_date"].max() <= DAY  # type: ignore[operator]


def test_there_is_somebody_of_every_kind(tables: Tables) -> None:
    people, homes = tables["people"], tables["households"]
    assert set(tables["incomes"]["kind"]) == set(KINDS_OF_INCOME) - {"other"}
    assert set(homes["tenure"]) == set(TENURES)
    assert set(people["work_state"]) == set(WORK_STATES)
    assert set(people["nationality"]) == set(NATIONALITIES)
    assert set(people["marital_state"]) == set(MARITAL_STATES)
    assert set(tables["benefits"]["state"]) == {"live", "suspended", "pending", "refused", "none"}
    assert {"rsa_socle", "prime_activite", "aah", "aspa", "asi", "ass", "are"} <= set(tables["benefits"]["benefit"])
    assert set(tables["benefits"]["benefit"]) <= {*BENEFITS_RECEIVED, "every_other"}
    for fact in ("student", "scholarship", "apprentice", "independent", "unfit_for_work", "alternating_custody"):
        assert set(people[fact]) == {True, False}
    children = people.filter(pl.col("role") == "child")["birth_date"].dt.year()
    assert set(range(1994, 2019)) <= set(children)


def test_incomes_change_from_month_to_month_for_many(tables: Tables) -> None:
    wages = tables["incomes"].filter(pl.col("kind") == "wages").group_by("person_id")
    amounts = wages.agg(pl.col("net_eur_month").n_unique().alias("amounts"), pl.len().alias("months"))
    steady = amounts.filter((pl.col("amounts") == 1) & (pl.col("months") == 24 + DAY.month))
    assert 0.2 < len(steady) / len(amounts) < 0.8
