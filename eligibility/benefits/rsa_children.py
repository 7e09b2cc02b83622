"""The children who count in the RSA: born or expected, and worth more to the montant than to resources (CASF R262-3).

Belongs here: *enfants à charge* and who else is counted with the adults. Does not: what they add (`rsa_montant`,
`rsa_resources`).
"""

from datetime import date

from eligibility.benefits.common import financially_independent, recently_alone, younger
from eligibility.benefits.rsa_incomes import rsa_earned, rsa_other_income
from eligibility.bounds import Amount, Truth
from eligibility.earlier import EarlierFoyer, of_today, unborn
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity


@quantity
def could_be_child(person: Person) -> Truth:
    """Children who do not earn their living and are under 25 (CASF R262-3)."""
    return person.child & ~financially_independent(person) & younger(person, person.law["rsa/age_enfant_a_charge"])


@quantity
def rsa_child_resources(person: Person) -> Amount:
    """What a child would add to resources, EUR a month."""
    return rsa_other_income(person) + (1 - person.law["rsa/part_revenus_activite_conservee"]) * rsa_earned(person)


@rsa_child_resources.since(date(2016, 1, 1), "Tous les revenus d'activité d'un enfant comptent, et non plus 38 %.")
def _(person: Person) -> Amount:
    """Of a month before, what a child does not earn is that of the day: it seldom has any, and each month costs."""
    return rsa_other_income(of_today(person)) + rsa_earned(person)


def makes_parent_isolated(person: Person) -> Truth:
    """The only child of a parent who has been alone for a short time: gives right to the montant majoré."""
    return only_child(of_today(person)) & recently_alone(person, person.law["rsa/isolement_delai"])


@quantity
def only_child(person: Person) -> Truth:
    """One child at most, and none expected: looked at on the day, since sums over people of each month are costly."""
    pregnant = person.in_foyer(pregnant_adult(person)) > 0.0
    return ~pregnant & (person.in_foyer(could_be_child(person)) <= 1.0)


@quantity
def rsa_enfant_a_charge(person: Person) -> Truth:
    """A child who adds more to the montant than to resources; the others are left out (CASF R262-3)."""
    law = person.law
    isolated = law["rsa/isolement_montant"] - 1 + law["rsa/isolement_par_enfant"]
    added = makes_parent_isolated(person).then(isolated, law["rsa/majoration_troisieme_enfant"])
    return could_be_child(person) & (rsa_child_resources(person) < added * law["rsa/montant_base"])


@quantity
def pregnant_adult(person: Person) -> Truth:
    return person.adult & (person.number("pregnancy_month") > 0.0)


def rsa_pregnant(foyer: Foyer) -> Truth:
    expecting = foyer.any(pregnant_adult, among=adult)
    return expecting | foyer.any(unborn) if isinstance(foyer, EarlierFoyer) else expecting


def rsa_enfants(foyer: Foyer) -> Amount:
    """Children who count."""
    return foyer.sum(rsa_enfant_a_charge, among=child)


@quantity
def rsa_counted(person: Person) -> Truth:
    return person.adult | rsa_enfant_a_charge(person)
