"""Quantities that several benefits ask for: ages, children, territory.

Belongs here: what is the same in several codes. Does not: what one benefit defines for itself, under whatever name.
"""

from datetime import date, timedelta

from eligibility.bounds import Amount, Truth
from eligibility.dates import month_back, months_before, years_before
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window


def aged(person: Person, years: float) -> Truth:
    """At least so many years on the day."""
    return person.date("birth_date").until(years_before(person.law.day, years))


def younger(person: Person, years: float) -> Truth:
    return ~aged(person, years)


def of_age_of_generation(person: Person, scale: str) -> Truth:
    """At least the age, in months, that a scale by date of birth gives; it must rise less than time passes."""
    day = person.law.day
    steps = [(start, months) for start, months in person.law.scale(scale) if isinstance(start, date)]
    ends = [start - timedelta(days=1) for start, _ in steps[1:]] + [date.max]
    latest = [(start, min(end, months_before(day, months))) for (start, months), end in zip(steps, ends, strict=True)]
    return person.date("birth_date").until(max(born for start, born in latest if born >= start))


def couple(frame: Frame) -> Truth:
    return frame.truth("couple")


@quantity
def financially_independent(person: Person) -> Truth:
    """Children whose wages of six months reach 55 % of 169 hours at the SMIC: no longer at charge (CSS R512-2)."""
    law = person.law
    smic = law["travail/smic_horaire"] * 169
    return person.income("wages", Window(6, 1)) / 6 >= law["prestations_familiales/part_smic_enfant"] * smic


def recently_alone(frame: Frame, months: float) -> Truth:
    """Alone for less than so many months."""
    return ~couple(frame) & frame.date("isolated_since").after(month_back(frame.law.day, months))


def foreigners_wait(years: float, but: str = "") -> str:
    """To the person, where the residence that is asked of foreigners is not reached."""
    written = {5: "cinq", 10: "dix"}.get(int(years), f"{years:.0f}")
    return (
        f"Pour les personnes étrangères, il faut en général {written} ans de séjour avec un titre qui permet de "
        f"travailler{but}. D'après nos informations, ce délai n'est pas passé. Les personnes réfugiées n'ont pas à "
        "attendre"
    )


def of_partner(person: Person, amount: Amount) -> Amount:
    """What the other adult of the foyer has of an amount that is nobody's but adults'; 0 of who lives alone.

    Not a difference of amounts known within bounds: what one does not know of the person says nothing of the partner.
    """
    everyone = person.in_foyer(amount)
    low = everyone.low - amount.low
    others = Amount(everyone.uses, everyone.stage, low, low if everyone.exact else everyone.high - amount.high)
    return couple(person).then(others)
