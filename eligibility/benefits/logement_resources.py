"""The resources R of a foyer that housing benefits count, EUR a year.

Belongs here: adding up what people have, what two earners, students and children at charge change (CCH R822-2 to
R822-7, R822-20, D823-17). Does not: what counts of a person (`logement_earnings`), the evaluation of incomes too low to
be believed (`logement_evaluation`), what R pays of the rent (`logement_amount`).
"""

from eligibility.benefits.common import younger
from eligibility.benefits.logement_earnings import (
    CEILING_OF_OTHERS,
    FIRST_DAY_OF_ROLLING_MONTHS,
    al_alimony_paid,
    al_capital,
    al_ressources_ordinaires,
    last_months,
    law_of_reference,
    rolling,
)
from eligibility.benefits.logement_evaluation import al_ressources_evaluees
from eligibility.bounds import Amount, Truth, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity


@quantity
def al_ressources_personne(person: Person) -> Amount:
    """Of an adult, or of somebody at charge what passes 1.25 times the ceiling of the ASPA (CCH R822-6)."""
    ceiling = law_of_reference(person, 12, 31)["minimum_vieillesse/plafond_seul"]
    above = most(al_ressources_ordinaires(person) - CEILING_OF_OTHERS * ceiling, 0.0)
    return person.adult.then(al_ressources_evaluees(person), above)


@quantity
def al_two_earners(foyer: Foyer) -> Truth:
    """Both of a couple earned twelve times the BMAF (CCH R822-7)."""
    return foyer.sum(al_earned_enough, among=adult) >= 2.0


@quantity
def al_earned_enough(person: Person) -> Truth:
    earned = person.income(("wages", "self_employment"), last_months(person), "taxable")
    law = person.law if rolling(person) else law_of_reference(person, 12, 31)
    return earned >= 12 * law["prestations_familiales/bmaf"]


@quantity
def al_student(person: Person) -> Truth:
    return person.truth("student")


@al_student.since(
    FIRST_DAY_OF_ROLLING_MONTHS,
    "Ne sont comptés comme étudiants que ceux qui ont l'âge d'une bourse (CCH R822-20).",
)
def _(person: Person) -> Truth:
    """Of an age for scholarships (CCH R822-20)."""
    return person.truth("student") & younger(person, person.law["logement/etudiant_age_maximum"])


@quantity
def al_scholar(person: Person) -> Truth:
    return person.truth("scholarship")


@quantity
def al_students(foyer: Foyer) -> Truth:
    """The claimant studies. In a couple either may claim: one who does not study is taken to."""
    return foyer.sum(al_student, among=adult) >= foyer.adults


@quantity
def al_forfait_etudiant(foyer: Foyer) -> Amount:
    """Resources that students are taken to have, EUR a year (CCH R822-20; CSS D542-11, CCH R351-7-2)."""
    law, scholars = foyer.law, foyer.sum(al_scholar, among=adult) >= foyer.adults
    return law["logement/etudiant_ressources"] - scholars.then(law["logement/etudiant_boursier_minoration"])


@quantity
def al_ressources_declarees(foyer: Foyer) -> Amount:
    """Before what students are taken to have, EUR a year (CCH R822-2, R822-7)."""
    both = al_two_earners(foyer).then(foyer.law["logement/abattement_double_activite"])
    paid = foyer.sum(al_alimony_paid)
    return most(foyer.sum(al_ressources_personne) + foyer.sum(al_capital) - paid - both, 0.0)


@quantity
def al_ressources(foyer: Foyer) -> Amount:
    """R, EUR a year, to the hundred above (CCH D823-17, 4°). Students are taken to have a minimum."""
    own = al_ressources_declarees(foyer)
    return hundreds(most(own, al_students(foyer).then(al_forfait_etudiant(foyer))))


@al_ressources.since(
    FIRST_DAY_OF_ROLLING_MONTHS,
    "Les étudiants ont des ressources forfaitaires, quels que soient leurs revenus ; c'était un minimum.",
)
def _(foyer: Foyer) -> Amount:
    """Students are taken to have that, whatever they have."""
    return hundreds(al_students(foyer).then(al_forfait_etudiant(foyer), al_ressources_declarees(foyer)))


def hundreds(amount: Amount) -> Amount:
    """To the hundred above."""
    return (amount.rounded() * -0.01).floor() * -100.0
