"""Whom housing benefits count in a foyer, and how a table of theirs is read by family and zone.

Belongs here: people at charge (CCH R823-4), couples, tables by size of the family. Does not: the tables' numbers
(`parameters/logement`), what is made of them (`logement_amount`).
"""

from collections.abc import Callable

from eligibility.benefits.common import couple, financially_independent, younger
from eligibility.benefits.logement_earnings import CEILING_OF_OTHERS, al_ressources_ordinaires, law_of_reference
from eligibility.bounds import Amount, Truth, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity

INCAPACITY = 80
MONTHS_OF_PREGNANCY = 4.0
FAMILIES = ("seul", "couple", "1", "2", "3", "4", "5", "6")


@quantity
def al_enfant(person: Person) -> Truth:
    """Under 21 and not earning a living (CCH R823-4, 1°; CSS R512-2)."""
    return younger(person, person.law["logement/age_enfant_a_charge"]) & ~financially_independent(person)


@quantity
def al_infirme(person: Person) -> Truth:
    """Older, disabled at 80 % or unfit for work, and with low resources (CCH R823-4, 3°)."""
    ceiling = law_of_reference(person, 12, 31)["minimum_vieillesse/plafond_seul"]
    disabled = (person.number("disability_rate") >= INCAPACITY) | person.truth("unfit_for_work")
    poor = al_ressources_ordinaires(person) <= CEILING_OF_OTHERS * ceiling
    return ~younger(person, person.law["logement/age_enfant_a_charge"]) & disabled & poor


@quantity
def al_a_charge(person: Person) -> Truth:
    return al_enfant(person) | al_infirme(person)


def al_personnes_a_charge(foyer: Foyer) -> Amount:
    return foyer.sum(al_a_charge, among=child)


@quantity
def al_pregnant(person: Person) -> Truth:
    """Past the fourth month (CCH L841-1, 6°)."""
    return person.number("pregnancy_month") > MONTHS_OF_PREGNANCY


def al_expecting(foyer: Foyer) -> Truth:
    return foyer.any(al_pregnant, among=adult)


@quantity
def al_menage(foyer: Foyer) -> Truth:
    """Counted as a couple: two adults, or a woman alone who expects a child (CCH R841-2)."""
    return couple(foyer) | al_expecting(foyer)


def by_zone(foyer: Foyer, value: Callable[[str], Amount]) -> Amount:
    zone = foyer.number("housing_zone")
    return (zone >= 3.0).then(value("3"), (zone >= 2.0).then(value("2"), value("1")))


def by_family(foyer: Foyer, name: str, *zone: str) -> Amount:
    """A table by size of the family up to six people at charge, and so much for each further one."""
    table, count = foyer.law.table(name), al_personnes_a_charge(foyer)
    alone, two, *others = (table[*zone, family] for family in FAMILIES)
    value = al_menage(foyer).then(two, alone)
    for number, amount in enumerate(others, 1):
        value = (count >= float(number)).then(amount, value)
    return value + most(count - 6.0, 0.0) * table[*zone, "personne_suivante"]


def by_short_family(foyer: Foyer, name: str, zone: str) -> Amount:
    """A table for one, two, one person at charge, and so much for each further one."""
    law, count = foyer.law, al_personnes_a_charge(foyer)
    alone, two, first, further = (
        law[name, zone, family] for family in ("seul", "couple", "une_personne_a_charge", "personne_suivante")
    )
    return (count >= 1.0).then(most(count - 1.0, 0.0) * further + first, al_menage(foyer).then(two, alone))
