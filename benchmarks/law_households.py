"""Random complete households, to measure rules on: every fact that the law asks for is known.

A household is drawn for an aim, a threshold of the law that its resources are drawn around, or for none. Belongs here:
who lives together, where, and who they are. Does not: what they receive (`law_household_incomes`), where thresholds
lie (`law_landmarks`), nor what the law says of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data_contracts.situation import SITUATIONS

Array = NDArray[Any]

BLOCK = 20_000

AIMS = {
    "anyone": 0.14, "rsa": 0.10, "earner": 0.09, "free_cover": 0.09, "paid_cover": 0.09, "aspa": 0.12, "ass": 0.15,
    "housing": 0.22,
}  # fmt: skip
"""What the resources of a household are drawn around, and the share of households drawn so."""

TENURES = {
    "owner": 0.20, "owner_with_loan": 0.07, "social_tenant": 0.25, "tenant": 0.25, "furnished_tenant": 0.07,
    "hostel": 0.02, "free": 0.12, "none": 0.02,
}  # fmt: skip
TENURES_OF_TENANTS = {"social_tenant": 0.33, "tenant": 0.53, "furnished_tenant": 0.14}


@dataclass
class Foyers:
    """One entry a household."""

    aim: Array
    couple: Array
    children: Array
    age: Array
    """Of the first adult, years."""
    tenure: Array
    rent: Array
    zone: Array
    territory: Array
    flat_share: Array
    isolated_days: Array

    def __len__(self) -> int:
        return len(self.aim)


@dataclass
class People:
    """One entry a person; adults first, the first of each household in the order of households."""

    home: Array
    """Index of the household."""
    adult: Array
    first: Array
    born_days: Array
    """Days lived at the day."""
    sex: Array
    nationality: Array
    permit_days: Array
    student: Array
    scholarship: Array
    apprentice: Array
    independent: Array
    pregnancy_month: Array
    disability_rate: Array
    unfit: Array
    marital_state: Array
    alternating_custody: Array
    work_state: Array
    jobseeker_days: Array
    years_worked: Array
    hours_worked: Array

    @property
    def age(self) -> Array:
        return self.born_days / 365.25

    def __len__(self) -> int:
        return len(self.home)


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
    from benchmarks.law_household_incomes import benefits_of, incomes_of

    homes = _foyers(draw, count, day)
    people = _people(draw, homes)
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


def choose(draw: np.random.Generator, shares: dict[str, float], count: int) -> Array:
    return draw.choice(np.array(list(shares)), p=np.array(list(shares.values())) / sum(shares.values()), size=count)


def _foyers(draw: np.random.Generator, count: int, day: date) -> Foyers:
    aim = choose(draw, AIMS, count)
    old, middle = aim == "aspa", aim == "ass"
    low = np.select([old, middle], [60, 28], 18)
    high = np.select([old, middle, np.isin(aim, ["anyone", "free_cover", "paid_cover"])], [92, 67, 88], 64)
    age = np.floor(low + (high - low) * draw.random(count) ** np.where(old, 1.3, 1.0))
    couple = draw.random(count) < np.select([middle, age < 25], [0.7, 0.2], 0.45)
    fertile = (age >= 20) & (age < 58)
    families = aim == "housing"
    children = draw.choice(6, p=[0.40, 0.22, 0.21, 0.11, 0.04, 0.02], size=count)
    children = np.where(families, draw.choice(6, p=[0.18, 0.36, 0.27, 0.13, 0.05, 0.01], size=count), children)
    children = np.where(~fertile | (~families & ~couple & (draw.random(count) < 0.35)), 0, children)
    tenants = (aim == "housing") | (draw.random(count) < 0.1)
    tenure = np.where(tenants, choose(draw, TENURES_OF_TENANTS, count), choose(draw, TENURES, count))
    zone = draw.choice([1, 2, 3], p=[0.2, 0.45, 0.35], size=count)
    usual = 190 * (1 + (day.year - 2013) * 0.013) * np.select([zone == 1, zone == 2], [1.5, 1.2], 1.0)
    rent = usual * (1 + 0.22 * (couple + children)) * np.exp(draw.normal(0, 0.28, count))
    rent = rent * np.where(draw.random(count) < 0.04, draw.uniform(2, 5, count), 1) * np.where(age < 25, 0.9, 1)
    pays = np.isin(tenure, [*TENURES_OF_TENANTS, "hostel"])
    recent = draw.random(count) < 0.45
    return Foyers(
        aim=aim,
        couple=couple,
        children=children,
        age=age,
        tenure=tenure,
        rent=np.where(pays, rent, 0).round(2),
        zone=zone,
        territory=choose(draw, {"metropole": 0.97, "alsace_moselle": 0.02, "drom": 0.01}, count),
        flat_share=np.isin(tenure, list(TENURES_OF_TENANTS)) & (draw.random(count) < 0.03),
        isolated_days=np.where(recent, draw.integers(0, 540, count), draw.integers(560, 2500, count)),
    )


def _people(draw: np.random.Generator, homes: Foyers) -> People:
    everyone = np.arange(len(homes))
    second, young = everyone[homes.couple], np.repeat(everyone, homes.children)
    home = np.concatenate([everyone, second, young])
    count, adults = len(home), len(homes) + len(second)
    adult, first = np.arange(count) < adults, np.arange(count) < len(homes)
    age = homes.age[home] + draw.random(count)
    age = np.where(adult & ~first, np.clip(age + draw.normal(-1, 4, count), 18.1, 95), age)
    oldest = np.minimum(24.9, homes.age[home] - 17)
    age = np.where(adult, age, np.maximum(0.02, oldest) * draw.random(count) ** 1.1)
    sex = np.where(draw.random(count) < 0.5, "1", "2")
    sex[first & ~homes.couple[home] & (homes.children[home] > 0) & (draw.random(count) < 0.7)] = "2"

    studies = adult & (age < 28) & (draw.random(count) < 0.22)
    jobless = np.select([homes.aim[home] == "ass", homes.aim[home] == "rsa"], [0.35, 0.45], 0.15)
    state = np.where(draw.random(count) < jobless, "jobseeker", "working")
    state = np.where(draw.random(count) < 0.13, "other", state)
    state = np.where(age >= np.where(homes.aim[home] == "ass", 68, 62), "retired", state)
    state[first & (homes.aim[home] == "ass")] = "jobseeker"
    state[first & (homes.aim[home] == "earner")] = "working"
    state = np.where(studies | (~adult & (draw.random(count) < 0.94)) | (age < 16), "other", state)
    jobseeker = state == "jobseeker"
    impaired = draw.choice(3, p=[0.9, 0.05, 0.05], size=count)
    rate = np.select([impaired == 1, impaired == 2], [draw.integers(50, 80, count), draw.integers(80, 101, count)], 0)
    foreign = draw.choice(np.array(["FR", "EEA", "OTHER"]), p=[0.86, 0.05, 0.09], size=count)
    apart = ~homes.couple[home]
    together = choose(draw, {"married": 0.6, "pacs": 0.15, "single": 0.25}, len(homes))[home]
    alone = np.where(age > 70, "widowed", choose(draw, {"single": 0.6, "divorced": 0.4}, count))
    least_worked = np.where(first & (homes.aim[home] == "ass") & (draw.random(count) < 0.85), 5, 0)
    may_be_pregnant = adult & (sex == "2") & (age < 45) & (draw.random(count) < 0.07)
    return People(
        home=home,
        adult=adult,
        first=first,
        born_days=(age * 365.25).astype(int) + 1,
        sex=sex,
        nationality=foreign,
        permit_days=np.where(foreign == "FR", -1, draw.integers(20, 5200, count)),
        student=studies | (~adult & (age > 18) & (draw.random(count) < 0.6)),
        scholarship=studies & (draw.random(count) < 0.5),
        apprentice=adult & (age < 26) & (state == "working") & (draw.random(count) < 0.25),
        independent=adult & ((age >= 25) | (draw.random(count) < 0.75)),
        pregnancy_month=np.where(may_be_pregnant, draw.integers(1, 10, count), 0),
        disability_rate=np.where(age < 16, 0, rate),
        unfit=adult & (draw.random(count) < np.where(age > 60, 0.25, 0.03)),
        marital_state=np.select([~adult, apart], ["single", alone], together),
        alternating_custody=~adult & apart & (draw.random(count) < 0.08),
        work_state=state,
        jobseeker_days=np.where(jobseeker, draw.integers(5, 1500, count), -1),
        years_worked=np.where(age < 25, draw.integers(0, 5, count), draw.integers(least_worked, 11, count)),
        hours_worked=np.where(age < 18, 0, draw.integers(0, 5400, count)),
    )


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
