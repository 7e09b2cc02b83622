"""Quantities that several benefits ask for: ages, children, territory.

Belongs here: what is the same in several codes. Does not: what one benefit defines for itself, under whatever name.
"""

import narwhals as nw

from eligibility.bounds import Code, Truth
from eligibility.frames import Foyer, Frame, Person, Window, adult, months_before, quantity, years_before

STATES_BY_WEIGHT = ("live", "suspended", "pending", "refused")


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
def holds(person: Person, benefit: str, state: str) -> Truth:
    """Has a benefit of their own in this state."""
    return person.received(benefit).isin(state)


def state_among_adults(foyer: Foyer, benefit: str) -> Code:
    """The state of what each person holds, as the foyer's: live where it is of one of its adults, and so on down."""
    found = {state: foyer.any(holds, benefit, state, among=adult) for state in STATES_BY_WEIGHT}
    code = nw.lit("none")
    for state in reversed(STATES_BY_WEIGHT):
        code = nw.when(found[state].sure).then(nw.lit(state)).otherwise(code)
    uses = frozenset().union(*(truth.uses for truth in found.values()))
    return Code(uses, found["live"].stage, code, ~found["live"].undecided)
