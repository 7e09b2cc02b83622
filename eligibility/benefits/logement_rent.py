"""The rent and charges that housing benefits look at: L, the rent up to its ceiling, and C, a flat rate.

Belongs here: what depends on the dwelling, its zone and the size of the household. Does not: what the household pays of
it (`logement_amount`). Amounts are EUR a month.
"""

from datetime import date

from eligibility.benefits.logement_family import al_menage, al_personnes_a_charge, by_short_family, by_zone
from eligibility.bounds import Amount, least
from eligibility.frames.foyer import Foyer
from eligibility.frames.quantities import quantity

FURNISHED = 2 / 3
"""What counts of the rent of a furnished dwelling (CCH D842-2; CSS D542-21)."""
FIRST_DAY_OF_RENTS_IN_CENTS = date(2020, 1, 11)


@quantity
def al_loyer(foyer: Foyer) -> Amount:
    """Rent that is looked at, to the euro until 2020."""
    return _rent(foyer).rounded(0)


@al_loyer.since(
    FIRST_DAY_OF_RENTS_IN_CENTS, "Le loyer compte avec ses centimes ; il était arrondi à l'euro (décret 2020-17)."
)
def _(foyer: Foyer) -> Amount:
    """Décret 2020-17."""
    return _rent(foyer)


def _rent(foyer: Foyer) -> Amount:
    return foyer.number("rent_eur_month") * foyer.code("tenure").isin("furnished_tenant").then(FURNISHED, 1.0)


@quantity
def al_plafond_loyer(foyer: Foyer) -> Amount:
    """Ceiling of the rent, lower where the dwelling is shared (CCH D823-16, 2°; arrêté du 27/09/2019, art. 7, 16)."""
    whole = by_zone(foyer, lambda zone: by_short_family(foyer, "logement/plafond_loyer", zone))
    shared = foyer.truth("flat_share").then(foyer.law["logement/part_plafond_chambre", "colocation"], 1.0)
    return (whole * shared).rounded()


@quantity
def al_loyer_retenu(foyer: Foyer) -> Amount:
    """L."""
    return least(al_loyer(foyer), al_plafond_loyer(foyer))


@quantity
def al_charges(foyer: Foyer) -> Amount:
    """C (CCH D823-16, 3°; arrêté, art. 9, 16)."""
    law, count = foyer.law, al_personnes_a_charge(foyer)
    shared = al_menage(foyer).then(
        law["logement/forfait_charges_colocation", "couple"], law["logement/forfait_charges_colocation", "seul"]
    )
    return foyer.truth("flat_share").then(
        count * law["logement/forfait_charges_colocation", "personne_a_charge"] + shared,
        count * law["logement/forfait_charges", "personne_a_charge"] + law["logement/forfait_charges", "base"],
    )
