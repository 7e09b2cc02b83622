"""What random households receive, month by month.

Incomes of a household drawn for an aim add up to about its threshold, in the form (net, taxable, gross) that the
threshold counts. Belongs here: kinds, levels, and how they change. Does not: who people are (`law_household_people`),
rows by month (`law_household_lines`), where thresholds lie (`law_landmarks`).
"""

from datetime import date

import numpy as np
import polars as pl

from benchmarks.law_household_lines import FORMS, Lines
from benchmarks.law_household_people import Array, Foyers, People, choose
from benchmarks.law_landmarks import (
    activity_exit,
    forfait,
    forfait_logement,
    health_ceiling,
    housing_exit,
    landmarks,
)

KINDS_OF_STATE = {
    "working": {"wages": 0.86, "self_employment": 0.14},
    "jobseeker": {"unemployment": 0.75, "alimony_received": 0.08, "wages": 0.12, "capital": 0.05},
    "retired": {"own_pension": 0.80, "survivor_pension": 0.17, "invalidity_pension": 0.03},
    "other": {
        "invalidity_pension": 0.38, "sickness": 0.17, "alimony_received": 0.20, "wages": 0.15, "capital": 0.10,
    },
}  # fmt: skip
KINDS_BESIDE_ASS = {"alimony_received": 0.4, "invalidity_pension": 0.3, "wages": 0.15, "capital": 0.15}
AFTER_A_JOB = {"unemployment": 0.6, "sickness": 0.15, "own_pension": 0.1, "none": 0.15}


def incomes_of(draw: np.random.Generator, homes: Foyers, people: People, day: date) -> tuple[pl.DataFrame, date]:
    """Incomes of everybody from January of the second year before to the month of `day`, and that first month."""
    first = date(day.year - 2, 1, 1)
    lines = Lines(24 + day.month)
    family = _family_benefits(draw, lines, homes, people, day)
    aid = _housing_benefits(draw, lines, homes)
    target = _targets(draw, homes, family, aid, day)
    _main_incomes(draw, lines, homes, people, target)
    _side_incomes(draw, lines, people)
    _minimum_incomes(draw, lines, homes, people, target, day)
    return lines.by_month(draw, first), first


def _family_benefits(draw: np.random.Generator, lines: Lines, homes: Foyers, people: People, day: date) -> Array:
    """Family benefits drawn for each household; what of them counts as resources, EUR a month."""
    bmaf, who, count = landmarks(day).bmaf, np.arange(len(homes)), len(homes)
    child_of, ages = people.home[~people.adult], people.age[~people.adult]
    under_20, over_14, under_3 = (
        np.bincount(child_of, weights=test, minlength=count)
        for test in (ages < 20, (ages >= 14) & (ages < 20), ages < 3)
    )
    modulated = draw.choice([1.0, 1.0, 1.0, 0.5, 0.25], size=count) if day >= date(2015, 7, 1) else np.ones(count)
    gets = draw.random(count) < 0.95
    af = np.where(gets & (under_20 >= 2), bmaf * (0.32 + 0.41 * np.maximum(under_20 - 2, 0)) * modulated, 0)
    drawn = {
        "af": af,
        "af_age": np.where((af > 0) & (over_14 > (under_20 == 2)), bmaf * 0.16 * modulated, 0),
        "cf": np.where((under_20 >= 3) & (under_3 == 0) & (draw.random(count) < 0.7), bmaf * 0.4165, 0),
        "asf": np.where(~homes.couple & (draw.random(count) < 0.5), bmaf * 0.2251 * under_20, 0),
        "paje_base": np.where((under_3 > 0) & (draw.random(count) < 0.75), bmaf * 0.4595 * 0.9, 0),
        "prepare": np.where((under_3 > 0) & (draw.random(count) < 0.1), bmaf * 0.9662, 0),
    }
    if day >= date(2014, 4, 1):
        drawn["cf_increase"] = np.where((drawn["cf"] > 0) & (draw.random(count) < 0.6), bmaf * 0.1, 0)
    for kind, amount in drawn.items():
        lines.add(amount > 0, who, kind, amount.round(2))
    return np.asarray(sum(amount for kind, amount in drawn.items() if kind not in ("af_age", "cf_increase")))


def _housing_benefits(draw: np.random.Generator, lines: Lines, homes: Foyers) -> Array:
    count = len(homes)
    tenant = np.isin(homes.tenure, ["social_tenant", "tenant", "furnished_tenant", "hostel"])
    paid = tenant & (draw.random(count) < 0.55)
    amount = np.where(paid, np.minimum(homes.rent * 0.85, draw.uniform(18, 380, count)).round(0), 0)
    began = np.where(draw.random(count) < 0.2, draw.integers(lines.months - 12, lines.months - 1, count), 0)
    lines.add(amount > 0, np.arange(count), "housing_benefit", amount, start=began)
    return amount


def _targets(draw: np.random.Generator, homes: Foyers, family: Array, aid: Array, day: date) -> Array:
    """What the adults of each household receive together, EUR a month, in the form that their aim counts."""
    marks, couple, children = landmarks(day), homes.couple.astype(float), homes.children.astype(float)
    persons = 1 + couple + children
    owner = np.isin(homes.tenure, ["owner", "free"])
    housed = np.where(owner, forfait_logement(marks.rsa, persons, (0.12, 0.16, 0.165)), 0)
    housed = np.maximum(housed, np.minimum(aid, forfait_logement(marks.rsa, persons, (0.12, 0.16, 0.165))))
    health_housed = np.maximum(housed * 0.9, 0)
    ceiling = health_ceiling(marks, couple, children)
    rent = homes.rent * np.where(homes.tenure == "furnished_tenant", 2 / 3, 1)
    centre = {
        "rsa": forfait(marks.rsa, couple, children) - housed - family,
        "earner": activity_exit(marks, day, couple, children, housed + family),
        "free_cover": ceiling - family - health_housed,
        "paid_cover": 1.35 * ceiling - family - health_housed,
        "aspa": np.where(homes.couple, marks.aspa_couple, marks.aspa_single),
        "ass": np.where(homes.couple, 110, 70) * marks.ass_day,
        "housing": housing_exit(marks, day, couple, children, rent, homes.zone),
    }
    width = {"rsa": 35, "earner": 100, "free_cover": 40, "paid_cover": 45, "aspa": 38, "ass": 25, "housing": 75}
    count = len(homes)
    anywhere = 1250 * np.sqrt(persons) * np.exp(draw.normal(0, 0.7, count)) * (draw.random(count) < 0.9)
    aims = list(centre)
    here = [homes.aim == aim for aim in aims]
    around = np.select(here, [centre[aim] + width[aim] * draw.uniform(-1, 1, count) for aim in aims], anywhere)
    poor = draw.random(count) < 0.12
    return np.maximum(0, np.where(poor, around * draw.uniform(0, 1, count), around))


def _main_incomes(draw: np.random.Generator, lines: Lines, homes: Foyers, people: People, target: Array) -> None:
    """Each adult's part of the target: steady, begun, stopped (and replaced), unsteady, or other a year ago."""
    adults = np.flatnonzero(people.adult)
    home, state, first = people.home[adults], people.work_state[adults], people.first[adults]
    count, aim = len(adults), homes.aim[home]
    share = np.where(draw.random(len(homes)) < 0.45, 1.0, draw.uniform(0, 1, len(homes)))[home]
    share = np.where(aim == "ass", np.where(draw.random(count) < 0.85, 0.0, 0.2), share)
    share = np.where(homes.couple[home], np.where(first, share, 1 - share), 1.0)
    kinds = [choose(draw, shares, count) for shares in KINDS_OF_STATE.values()]
    kind = np.select([state == name for name in KINDS_OF_STATE], kinds, "")
    kind = np.where((aim == "ass") & first, choose(draw, KINDS_BESIDE_ASS, count), kind)
    form = np.select([aim == "aspa", np.isin(aim, ["ass", "housing"])], ["gross", "taxable"], "net")
    level = target[home] * share
    for name, (taxable, gross) in FORMS.items():
        of_kind = kind == name
        level = np.where(of_kind & (form == "taxable"), level / taxable, level)
        level = np.where(of_kind & (form == "gross"), level / gross, level)

    last = lines.months - 1
    steady = np.where(aim == "anyone", 0.35, 0.72)
    roll = draw.random(count)
    turn = (roll - steady) / (1 - steady)
    begun, stopped = (turn > 0) & (turn < 0.3), (turn >= 0.3) & (turn < 0.6)
    since = draw.integers(0, 20, count)
    before = np.where(turn >= 0.6, draw.choice([0.0, 0.6, 0.8, 1.3, 1.7], size=count), 1.0)
    start, end = np.where(begun, last - since, 0), np.where(stopped, last - 1 - since, last)
    unsteady = np.where(turn >= 0.8, 0.35, 0.0)
    lines.add(level >= 1, adults, kind, level, start, end, unsteady, before)

    after = choose(draw, AFTER_A_JOB, count)
    replaced = stopped & np.isin(kind, ["wages", "self_employment"]) & (after != "none")
    lines.add(replaced, adults, after, level * draw.uniform(0.4, 0.9, count), start=end + 1)
    registered = people.jobseeker_days[adults] // 30
    worked = (state == "jobseeker") & (kind != "wages") & (draw.random(count) < 0.55)
    until = np.maximum(0, last - registered)
    lines.add(worked, adults, "wages", draw.uniform(300, 1900, count), end=until)
    drew = (state == "jobseeker") & (aim == "ass") & first & (draw.random(count) < 0.7)
    lines.add(drew, adults, "unemployment", draw.uniform(500, 1200, count), end=last - draw.integers(-1, 20, count))


def _side_incomes(draw: np.random.Generator, lines: Lines, people: People) -> None:
    everyone, count = np.arange(len(people)), len(people)
    sometimes = np.where(draw.random(count) < 0.5, lines.months - 1 - draw.integers(0, 6, count), 0)
    retired = people.work_state == "retired"
    for chosen, kind, low, high in (
        (people.adult & (draw.random(count) < 0.05), "capital", 1, 60),
        (people.adult & ~people.student & (draw.random(count) < 0.03), "alimony_paid", 40, 300),
        (people.adult & (people.home % 7 == 0) & (draw.random(count) < 0.1), "alimony_received", 40, 300),
        (people.adult & (people.work_state != "working") & (draw.random(count) < 0.05), "wages", 80, 600),
        (retired & (draw.random(count) < 0.06), "survivor_pension", 60, 400),
        (~people.adult & (people.age > 16) & (draw.random(count) < 0.15), "wages", 60, 1100),
    ):
        lines.add(chosen, everyone, kind, draw.uniform(low, high, count), start=sometimes)


def _minimum_incomes(
    draw: np.random.Generator, lines: Lines, homes: Foyers, people: People, target: Array, day: date
) -> None:
    """ASS, AAH, ASI, ASPA, RSA and prime d'activité, received for some time by some of those who look like it."""
    marks, everyone, count = landmarks(day), np.arange(len(people)), len(people)
    aim, since = homes.aim[people.home], lines.months - 1 - draw.integers(0, 30, count)
    aimed = np.isin(aim, ["rsa", "earner", "free_cover", "paid_cover", "housing"])
    keen = draw.random(count) < np.where(aimed, 0.25, 0.7)
    seeker = people.adult & (people.work_state == "jobseeker") & (people.years_worked >= 5)
    ass = seeker & (draw.random(count) < np.where(aim == "ass", 0.4, 0.06))
    aah = people.adult & (people.disability_rate >= 50) & (people.age < 62) & keen
    asi = people.adult & (people.work_state == "other") & (people.age < 62) & (draw.random(count) < 0.13) & ~aah
    old = people.first & (people.age >= 65) & (draw.random(count) < 0.35)
    gap = np.where(homes.couple, marks.aspa_couple, marks.aspa_single) - target
    lacking = np.maximum(0, forfait(marks.rsa, homes.couple.astype(float), homes.children.astype(float)) - target)
    rsa = people.first & (lacking[people.home] > 60) & (people.age < 65) & (draw.random(count) < 0.5)
    prime = people.first & (people.work_state == "working") & (day >= date(2016, 1, 1)) & (draw.random(count) < 0.3)
    for chosen, kind, amount in (
        (ass, "ass", np.full(count, 30 * marks.ass_day)),
        (aah, "aah", np.where(draw.random(count) < 0.6, marks.aah, draw.uniform(60, marks.aah, count))),
        (asi, "asi", draw.uniform(30, 400, count)),
        (old & (gap[people.home] > 5), "aspa", gap[people.home]),
        (rsa, "rsa", lacking[people.home]),
        (prime, "prime_activite", draw.uniform(16, 300, count)),
    ):
        lines.add(chosen, everyone, kind, amount.round(2), start=np.maximum(0, since))
