"""The *montant forfaitaire* of the RSA, by the persons of the foyer, and the *montant majoré* of a lone parent.

Belongs here: both montants, and who is a lone parent; the prime d'activité has them in its own numbers. Does not: which
children count (`rsa_children`), the forfait logement that is taken off (`forfait_logement`).
"""

from eligibility.benefits.common import couple, financially_independent, recently_alone, younger
from eligibility.benefits.rsa_children import rsa_enfants, rsa_pregnant
from eligibility.bounds import Amount, Truth, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity


@quantity
def rsa_majore(foyer: Foyer) -> Amount:
    """Montant majoré of a lone parent or pregnant woman, 0 if not one, EUR a month (CASF L262-9, R262-1, R262-2)."""
    return lone_parent(foyer).then(majore(foyer, "rsa"))


def majore(foyer: Foyer, code: str) -> Amount:
    """What a lone parent's montant would be, EUR a month."""
    law = foyer.law
    share = rsa_enfants(foyer) * law[f"{code}/isolement_par_enfant"] + law[f"{code}/isolement_montant"]
    return share * law[f"{code}/montant_base"]


@quantity
def lone_parent(foyer: Foyer) -> Truth:
    """Pregnant, with a child under 3, or with a child and alone for a short time (CASF L262-9, R262-2)."""
    children, pregnant = rsa_enfants(foyer), rsa_pregnant(foyer)
    recent = recently_alone(foyer, foyer.law["rsa/isolement_delai"])
    in_time = foyer.any(under_3, among=child) | recent | pregnant
    return ~couple(foyer) & (pregnant | (children > 0)) & in_time & foyer.any(of_own_tax_return, among=adult)


@quantity
def under_3(person: Person) -> Truth:
    return younger(person, person.law["rsa/isolement_age_enfant"]) & ~financially_independent(person)


@quantity
def of_own_tax_return(person: Person) -> Truth:
    """Stands on nobody else's tax return."""
    return person.truth("independent")


@quantity
def rsa_personnes(foyer: Foyer) -> Amount:
    """Adults and children counted."""
    return foyer.adults + rsa_enfants(foyer)


@quantity
def montant_forfaitaire(foyer: Foyer) -> Amount:
    """Montant forfaitaire of the foyer, EUR a month (CASF R262-1)."""
    return foyer.law["rsa/montant_base"] * scale(foyer, rsa_personnes(foyer), "rsa")


def scale(foyer: Foyer, persons: Amount, code: str) -> Amount:
    """Multiple of the base: half more for the second person, 30 % for the next, 40 % from the third child on."""
    law = foyer.law
    second, following, third_child = (
        law[f"{code}/majoration_{of}"] for of in ("deuxieme_personne", "personne_suivante", "troisieme_enfant")
    )
    fourth = (persons >= 4).then(couple(foyer).then(following, third_child))
    return (
        1.0 + (persons >= 2).then(second) + (persons >= 3).then(following) + fourth
        + most(persons - 4.0, 0.0) * third_child
    )  # fmt: skip
