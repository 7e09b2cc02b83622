"""Random complete households, to measure rules on: every fact that the law asks for is known.

A household is drawn for an aim, a threshold of the law that its resources are drawn around, or for none. Belongs here:
the five tables, in the types of their contract. Does not: who people are (`law_household_people`), what they receive
(`law_household_incomes`, `law_household_benefits`), nor what the law says of them.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from benchmarks.law_household_benefits import benefits_of
from benchmarks.law_household_incomes import incomes_of
from benchmarks.law_household_people import Array, Foyers, People, drawn_foyers, drawn_people
from data_contracts.situation import SITUATIONS

BLOCK = 20_000


def households(count: int, day: date, seed: int) -> dict[str, pl.DataFrame]:
    """The five tables of data_contracts/situation, of `count` households at the first of the month of `day`.

    The same arguments give the same tables. Nothing is unknown: an empty cell is a fact that does not apply (a permit
    of a French person, a registration of somebody at work).
    """
    parts = list(blocks(count, day, seed))
    return {name: pl.concat([part[name] for part in parts]) for name in SITUATIONS}


def blocks(count: int, day: date, seed: int) -> Iterator[dict[str, pl.DataFrame]]:
    """The same households, at most 20,000 at a time: a million does not fit in 4 GB at once."""
    for first in range(0, count, BLOCK):
        draw = np.random.default_rng([seed, day.year, day.month, first])
        yield _block(draw, first, min(BLOCK, count - first), day.replace(day=1))


def _block(draw: np.random.Generator, first: int, count: int, day: date) -> dict[str, pl.DataFrame]:
    homes = drawn_foyers(draw, count, day)
    people = drawn_people(draw, homes)
    incomes, first_month = incomes_of(draw, homes, people, day)
    home_names = pl.Series(np.char.mod("h%07d", first + np.arange(count)))
    names = _person_names(people, first)
    tables = {
        "households": _household_table(homes, home_names, day),
        "people": _people_table(people, home_names, names, day),
        "incomes": incomes.with_columns(person_id=names.gather(incomes["person"])).drop("person"),
        "income_coverage": pl.DataFrame({"person_id": names}).with_columns(
            kind=pl.lit("every"), first_month=pl.lit(first_month), last_month=pl.lit(day)
        ),
        "benefits": benefits_of(draw, homes, people, incomes, home_names, names, day),
    }
    return {name: _as_declared(name, table) for name, table in tables.items()}


def _person_names(people: People, first: int) -> pl.Series:
    """The household's number, then the rank in it."""
    homes = pl.DataFrame({"home": people.home + first})
    ranked = homes.with_columns(rank=pl.int_range(1, pl.len() + 1).over("home"))
    return ranked.select(pl.format("p{}-{}", pl.col("home").cast(pl.String).str.zfill(7), "rank")).to_series()


def _household_table(homes: Foyers, names: pl.Series, day: date) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "household_id": names,
            "couple": homes.couple,
            "isolated_since": _days_before(day, np.where(homes.couple, -1, homes.isolated_days)),
            "territory": homes.territory,
            "housing_zone": homes.zone,
            "tenure": homes.tenure,
            "rent_eur_month": homes.rent,
            "flat_share": homes.flat_share,
        }
    )


def _people_table(people: People, home_names: pl.Series, names: pl.Series, day: date) -> pl.DataFrame:
    as_they_are = (
        "sex", "nationality", "student", "scholarship", "apprentice", "independent", "pregnancy_month",
        "disability_rate", "marital_state", "alternating_custody", "work_state",
    )  # fmt: skip
    return pl.DataFrame(
        {
            "person_id": names,
            "household_id": home_names.gather(people.home),
            "role": np.where(people.adult, "adult", "child"),
            "birth_date": _days_before(day, people.born_days),
            "permit_since": _days_before(day, people.permit_days),
            **{name: getattr(people, name) for name in as_they_are},
            "unfit_for_work": people.unfit,
            "jobseeker_since": _days_before(day, people.jobseeker_days),
            "years_worked_of_10": people.years_worked,
            "hours_worked_of_3_years": people.hours_worked,
        }
    )


def _days_before(day: date, days: Array) -> pl.Series:
    """Dates so many days before; nothing where negative."""
    return pl.select(pl.when(pl.lit(pl.Series(days)) >= 0).then(day - pl.duration(days=pl.Series(days)))).to_series()


def _as_declared(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The columns of the contract, in its order and types."""
    types = {"VARCHAR": pl.String, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean, "DATE": pl.Date}
    return table.select(
        pl.col(spec.name).cast(types.get(spec.duckdb_type, pl.Decimal(12, 2))) for spec in SITUATIONS[name].columns()
    )
