"""What campaigns may ask to find of an adult beside a right: named signals, and the quantities of people behind them.

Belongs here: what several benefits signal. Does not: any condition of a right, nor what a campaign does with a signal.
"""

from eligibility.benefits.common import aged
from eligibility.bounds import Amount, Truth, all_of, any_of
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH

COVERS = ("cmuc", "acs", "css_gratuite", "css_participation")


def low_allowance(foyer: Foyer, montant: Amount) -> Truth:
    """An adult seeking work whose unemployment benefits of the month, none included, are under an amount."""
    return young_jobseeker(foyer.person) & (month_of_allowances(foyer.person) < montant)


def minimum_vieillesse(foyer: Foyer) -> Truth:
    """An adult who is paid a minimum old-age or invalidity benefit."""
    return holder_of_minimum(foyer.person)


@quantity
def young_jobseeker(person: Person) -> Truth:
    """Before the age of the ASPA, which people are sent to first from then on (CASF L262-10)."""
    too_old = aged(person, person.law["minimum_vieillesse/age_minimum"])
    return person.adult & person.code("work_state").isin("jobseeker") & ~too_old


@quantity
def month_of_allowances(person: Person) -> Amount:
    """EUR."""
    return person.income("unemployment", MONTH) + person.income("ass", MONTH)


def without_cover(foyer: Foyer) -> Truth:
    """An adult who is known to hold no complementary health cover."""
    return not_covered(foyer.person)


@quantity
def not_covered(person: Person) -> Truth:
    return all_of(*(person.received(cover).isin("none") for cover in COVERS))


@quantity
def holder_of_minimum(person: Person) -> Truth:
    return any_of(*(person.received(benefit).isin("live") for benefit in ("aspa", "as", "asi")))
