"""The family benefits that count as resources of the RSA, mostly those of the month (CASF R262-10 to R262-11).

Belongs here: which count, and how far. Does not: other resources (`rsa_incomes`).
"""

from datetime import date

from eligibility.benefits.common import financially_independent, younger
from eligibility.benefits.rsa_incomes import mean
from eligibility.bounds import Amount, Truth, least, total
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, child
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH


@quantity
def monthly_family_benefit(person: Person, kind: str) -> Amount:
    """Family benefit of the month, EUR."""
    return person.income(kind, MONTH)


@quantity
def asf_child(person: Person) -> Truth:
    """Children of an age for the allocation de soutien familial, due from the month after birth (CSS L552-1)."""
    born = person.date("birth_date").until(person.law.day.replace(day=1))
    young = younger(person, person.law["prestations_familiales/age_enfant_a_charge"])
    return born & young & ~financially_independent(person)


@quantity
def counted_asf(foyer: Foyer) -> Amount:
    """Allocation de soutien familial, up to a rate a child since April 2014, EUR a month (CASF R262-10-1)."""
    rate = foyer.law["rsa/forfait_asf", "un_parent"] * foyer.law["prestations_familiales/bmaf"]
    return least(foyer.sum(monthly_family_benefit, "asf"), foyer.sum(asf_child, among=child) * rate)


@quantity
def prestations_familiales(foyer: Foyer) -> Amount:
    """Family benefits that count, EUR a month: not the increases for age (CASF R262-10, R262-11)."""
    kinds = ("af", "cf", "cf_increase", "asf", "paje_base", "prepare")
    return total([foyer.sum(monthly_family_benefit, kind) for kind in kinds])


@prestations_familiales.since(
    date(2014, 4, 1),
    "La majoration du complément familial ne compte plus, l'allocation de soutien familial ne compte que jusqu'à un "
    "montant par enfant (décrets 2014-370 et 2014-1127) ; la prestation d'éducation de l'enfant compte en moyenne de "
    "trois mois.",
)
def _(foyer: Foyer) -> Amount:
    """Without the increase of the complément familial, the ASF up to a rate (décrets 2014-370 and 2014-1127)."""
    of_the_month = [foyer.sum(monthly_family_benefit, kind) for kind in ("af", "cf", "paje_base")]
    return total([*of_the_month, counted_asf(foyer), foyer.sum(mean_prepare)])


@prestations_familiales.since(date(2017, 1, 1), "Toutes les prestations familiales comptent pour le mois même.")
def _(foyer: Foyer) -> Amount:
    return family_benefits_of_month(foyer)


@quantity
def family_benefits_of_month(foyer: Foyer) -> Amount:
    """All as of the month, EUR."""
    return counted_asf(foyer) + foyer.sum(counted_family_benefits)


@quantity
def counted_family_benefits(person: Person) -> Amount:
    """Family benefits that count whole, but the ASF."""
    return person.income(("af", "cf", "paje_base", "prepare"), MONTH)


@quantity
def mean_prepare(person: Person) -> Amount:
    return mean(person, "prepare")
