"""Who may have the RSA, whatever their resources: age, studies, residence (CASF L262-4 to L262-7-1).

Belongs here: those conditions, without the majoration. Does not: the lone parent, of whom they are not asked
(`rsa_montant`), how conditions are told (`rsa`).
"""

from datetime import date

from eligibility.benefits.common import aged, younger
from eligibility.benefits.rsa_children import rsa_enfants
from eligibility.bounds import Truth, any_of
from eligibility.dates import years_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity


@quantity
def rsa_ordinary(foyer: Foyer) -> Truth:
    """The right without majoration: of age or with a child, no student, resident (CASF L262-4)."""
    return studies_allow(foyer) & foyer.any(rsa_resident, among=adult)


def studies_allow(foyer: Foyer) -> Truth:
    """Somebody of age is no student, or with a child somebody of any age (CASF L262-4, 3°)."""
    children = rsa_enfants(foyer) > 0
    return foyer.any(rsa_of_age_not_student, among=adult) | (children & foyer.any(not_student, among=adult))


@quantity
def rsa_of_25(person: Person) -> Truth:
    return aged(person, person.law["rsa/age_minimum"])


@quantity
def rsa_of_age(person: Person) -> Truth:
    """25 (CASF L262-4)."""
    return rsa_of_25(person)


@rsa_of_age.since(
    date(2010, 9, 1), "Avant 25 ans aussi, avec deux ans de travail sur trois (RSA jeune, CASF L262-7-1)."
)
def _(person: Person) -> Truth:
    """25, or younger with two years of work in the last three (CASF L262-4, L262-7-1)."""
    law = person.law
    young = aged(person, law["rsa/jeune_age_minimum"]) & younger(person, law["rsa/jeune_age_maximum"])
    worked = person.number("hours_worked_of_3_years") >= law["rsa/jeune_heures_activite"]
    return rsa_of_25(person) | (young & worked)


@quantity
def not_student(person: Person) -> Truth:
    return ~person.truth("student")


@quantity
def rsa_of_age_not_student(person: Person) -> Truth:
    return rsa_of_age(person) & not_student(person)


@quantity
def rsa_resident(person: Person) -> Truth:
    """French; EEA after 3 months; others after 5 years of permit (CASF L262-4, 2°, L262-6)."""
    since, law, nationality = person.date("permit_since"), person.law, person.code("nationality")
    return any_of(
        nationality.isin("FR"),
        nationality.isin("EEA") & since.until(years_before(law.day, law["rsa/duree_sejour_eee"])),
        nationality.isin("OTHER") & since.until(years_before(law.day, law["rsa/duree_titre_sejour"])),
    )
