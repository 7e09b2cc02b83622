"""Who lives in random households, where, and for which threshold of the law each is drawn.

Belongs here: composition, ages, states, housing. Does not: incomes (`law_household_incomes`), tables
(`law_households`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

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


def choose(draw: np.random.Generator, shares: dict[str, float], count: int) -> Array:
    return draw.choice(np.array(list(shares)), p=np.array(list(shares.values())) / sum(shares.values()), size=count)


def drawn_foyers(draw: np.random.Generator, count: int, day: date) -> Foyers:
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


def drawn_people(draw: np.random.Generator, homes: Foyers) -> People:
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
