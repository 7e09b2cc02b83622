"""Quantities that several benefits ask for: ages, children, territory.

Belongs here: what is the same in several codes. Does not: what one benefit defines for itself, under whatever name.
"""

import narwhals as nw

from eligibility.bounds import Amount, Code, Truth, always
from eligibility.frames import Foyer, Frame, Person, Window, adult, months_before, quantity, years_before

WEIGHT_OF_STATES = {"live": 27.0, "suspended": 9.0, "pending": 3.0, "refused": 1.0}


def aged(person: Person, years: float) -> Truth:
    """At least so many years on the day."""
    return person.date("birth_date").until(years_before(person.law.day, years))


def younger(person: Person, years: float) -> Truth:
    return ~aged(person, years)


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
    return ~couple(frame) & frame.date("isolated_since").after(months_before(frame.law.day.replace(day=1), months))


@quantity
def weight_of_state(person: Person, benefit: str) -> Amount:
    """The state of a benefit of their own as a number, such that of two the greater is still told from their sum."""
    state, weight = person.received(benefit), always(False).then(0.0)
    for name, number in reversed(WEIGHT_OF_STATES.items()):
        weight = state.isin(name).then(number, weight)
    return weight


def state_among_adults(foyer: Foyer, benefit: str) -> Code:
    """The state of what each person holds, as the foyer's: live where it is of one of its adults, and so on down."""
    weight, code = foyer.sum(weight_of_state, benefit, among=adult), nw.lit("none")
    for name, number in reversed(WEIGHT_OF_STATES.items()):
        code = nw.when(weight.low >= number).then(nw.lit(name)).otherwise(code)
    live = weight.low >= WEIGHT_OF_STATES["live"]
    return Code(weight.uses, weight.stage, code, live | ~weight.undecided)
