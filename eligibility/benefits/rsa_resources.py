"""The *base ressources* of the RSA: all that counts of the adults and of the children who do (CASF R262-6).

Belongs here: the sums of the foyer. Does not: what incomes of a person count for (`rsa_incomes`), the children who
count (`rsa_children`), family benefits (`rsa_family_benefits`).
"""

from eligibility.benefits.rsa_children import rsa_counted
from eligibility.benefits.rsa_family_benefits import prestations_familiales
from eligibility.benefits.rsa_incomes import rsa_earned, rsa_minima, rsa_other_income
from eligibility.bounds import Amount
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity


@quantity
def rsa_counted_earned(person: Person) -> Amount:
    return rsa_counted(person).then(rsa_earned(person))


@quantity
def rsa_counted_other(person: Person) -> Amount:
    return rsa_counted(person).then(rsa_other_income(person))


def rsa_revenus_activite(foyer: Foyer) -> Amount:
    """Earnings of adults and of the children who count, EUR a month."""
    return foyer.sum(rsa_counted_earned)


@quantity
def base_ressources(foyer: Foyer) -> Amount:
    """All that counts, EUR a month (CASF R262-6)."""
    return (
        rsa_revenus_activite(foyer)
        + foyer.sum(rsa_counted_other)
        + foyer.sum(rsa_minima)
        + prestations_familiales(foyer)
    )
