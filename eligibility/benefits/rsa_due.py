"""What resources leave of the montant forfaitaire of the RSA, and whether it is enough to be paid.

Belongs here: the socle that is due, which other rights follow from, with or without what it adds to earnings. Does not:
the montant (`rsa_montant`), resources (`rsa_resources`), the right as it is told (`rsa`).
"""

from datetime import date

from eligibility.benefits.forfait_logement import rsa_forfait_logement
from eligibility.benefits.rsa_beneficiaries import rsa_ordinary
from eligibility.benefits.rsa_montant import montant_forfaitaire, rsa_majore
from eligibility.benefits.rsa_resources import base_ressources, rsa_revenus_activite
from eligibility.bounds import Amount, Truth, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.quantities import quantity

LAST_DAY_OF_RSA_ACTIVITE, FIRST_DAY_OF_PRIME = date(2015, 12, 31), date(2016, 1, 1)


@quantity
def rsa_socle_due(foyer: Foyer) -> Truth:
    """Entitled to the RSA socle, until 2015 with what it adds to earnings: what other rights follow from."""
    return reached_with_earnings(foyer, rsa_left(foyer))


@rsa_socle_due.since(FIRST_DAY_OF_PRIME, "Le complément d'activité n'y entre plus : la prime d'activité le remplace.")
def _(foyer: Foyer) -> Truth:
    return reached(foyer, rsa_left(foyer))


def reached_with_earnings(foyer: Foyer, left: Amount) -> Truth:
    """Something is left to pay, and with what it adds to earnings it is enough to be paid (CASF R262-39)."""
    kept = foyer.law["rsa/part_revenus_activite_conservee"] * rsa_revenus_activite(foyer)
    return (left > 0.0) & (most(left + kept, 0.0) >= foyer.law["rsa/montant_minimum_verse"])


def reached(foyer: Foyer, left: Amount) -> Truth:
    """What is left is enough to be paid (CASF R262-39)."""
    return left >= foyer.law["rsa/montant_minimum_verse"]


@quantity
def rsa_left(foyer: Foyer) -> Amount:
    """What resources and the forfait logement leave of the greater of the two montants forfaitaires, EUR a month."""
    granted = most(montant_forfaitaire(foyer) * rsa_ordinary(foyer).counted, rsa_majore(foyer))
    return granted - rsa_forfait_logement(foyer) - base_ressources(foyer)


@quantity
def rsa_left_to_all(foyer: Foyer) -> Amount:
    """The same, whoever meets the other conditions: what resources decide, apart from these, EUR a month."""
    return most(montant_forfaitaire(foyer), rsa_majore(foyer)) - rsa_forfait_logement(foyer) - base_ressources(foyer)


@quantity
def rsa_with_earnings(foyer: Foyer) -> Amount:
    """RSA socle and activité together, EUR a month: 62 % of earnings are added (CASF D262-4, until 2015)."""
    kept = foyer.law["rsa/part_revenus_activite_conservee"]
    return most(rsa_left(foyer) + kept * rsa_revenus_activite(foyer), 0.0)
