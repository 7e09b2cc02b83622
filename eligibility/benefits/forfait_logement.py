"""The *forfait logement*: what free housing or a housing benefit counts for in the RSA and the prime d'activité.

Belongs here: that flat rate (CASF R262-9, R262-10, CSS R844-3). Does not: that of the complementary health cover, which
is another (`sante_resources`).
"""

from eligibility.benefits.rsa_montant import rsa_personnes
from eligibility.bounds import Amount, least
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH


@quantity
def forfait_logement_entier(foyer: Foyer, code: str = "rsa") -> Amount:
    """A share of the montant forfaitaire of 1, 2, 3 or more persons, EUR a month (CASF R262-9, CSS R844-3)."""
    law, persons = foyer.law, rsa_personnes(foyer)
    two = 1 + law[f"{code}/majoration_deuxieme_personne"]
    shares = {"1": 1.0, "2": two, "3": two + law[f"{code}/majoration_personne_suivante"]}
    one, two, three = (
        law[f"{code}/montant_base"] * size * law[f"{code}/forfait_logement", count] for count, size in shares.items()
    )
    return (persons >= 3).then(three, (persons >= 2).then(two, one))


@quantity
def rsa_forfait_logement(foyer: Foyer) -> Amount:
    return housing_counted(foyer, forfait_logement_entier(foyer))


def housing_counted(foyer: Foyer, whole: Amount) -> Amount:
    """What free housing or a housing benefit counts for, EUR a month (CASF R262-9, R262-10, CSS R844-3)."""
    at_home = foyer.code("tenure").isin("owner", "free")
    return at_home.then(whole, least(foyer.sum(housing_benefit), whole))


@quantity
def housing_benefit(person: Person) -> Amount:
    """Housing benefit of the month, EUR."""
    return person.income("housing_benefit", MONTH)
