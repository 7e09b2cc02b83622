"""Resources of housing benefits until 2020: twelve times the last wages, where the second year before was poor.

Belongs here: the *évaluation forfaitaire* (CCH R351-7, CSS R531-14 and D542-12, then CCH R822-18). Does not: what is
declared (`logement_earnings`), which alone counts since the months are those just past.
"""

from eligibility.benefits.common import couple, younger
from eligibility.benefits.logement_earnings import (
    FIRST_DAY_OF_ROLLING_MONTHS,
    al_alimony_paid,
    al_capital,
    al_chomage,
    al_chomeur_indemnise,
    al_deduction,
    al_independant,
    al_neutralise,
    al_pensions,
    al_ressources_ordinaires,
    al_retire,
    al_salaires,
    deduction,
    kept,
    law_of_reference,
)
from eligibility.bounds import Amount, Truth
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH_BEFORE

YOUNG = 25
"""CCH R351-7, III."""


@quantity
def al_ressources_evaluees(person: Person) -> Amount:
    """What counts of an adult, EUR a year: twelve times the last wages where they must be evaluated."""
    wages = al_dernier_salaire(person) * 12
    net = (wages - deduction(person.law, wages)) * kept(person, al_retire(person) | al_chomeur_indemnise(person))
    evaluated = al_evaluation_due(person) & ~al_neutralise(person) & (wages > 0.0)
    return evaluated.then(net, al_ressources_ordinaires(person))


@al_ressources_evaluees.since(
    FIRST_DAY_OF_ROLLING_MONTHS,
    "Les ressources ne sont plus évaluées d'après le dernier salaire : elles sont celles des douze "
    "derniers mois connus.",
)
def _(person: Person) -> Amount:
    return al_ressources_ordinaires(person)


@quantity
def al_evaluation_due(person: Person) -> Truth:
    """Under 1,015 SMIC in the second year before, with nobody on the AAH, and no young adult of low wages."""
    low = al_ressources_du_foyer(person) <= smic_of_reference(person)
    disabled = person.in_foyer(al_aah_of_adult(person)) > 0.0
    young = (person.in_foyer(al_young_adult(person)) > 0.0) & (
        person.in_foyer(al_salaire_adulte(person)) < al_salaire_jeune(person)
    )
    return person.adult & low & ~disabled & ~young


def smic_of_reference(person: Person) -> float:
    """EUR a year."""
    hours = person.law["logement/evaluation_forfaitaire_smic", "salarie"]
    return hours * law_of_reference(person, 12, 31)["travail/smic_horaire"]


def al_salaire_jeune(person: Person) -> Amount:
    """Monthly wages under which the young are not evaluated, EUR."""
    law = person.law
    return couple(person).then(law["logement/salaire_jeune", "couple"], law["logement/salaire_jeune", "seul"])


@quantity
def al_ressources_du_foyer(person: Person) -> Amount:
    """Resources of the second year before, before abatements for work that stopped, EUR."""
    return person.in_foyer(al_avant_abattement(person)) - person.in_foyer(al_alimony_paid(person))


@quantity
def al_avant_abattement(person: Person) -> Amount:
    earned = al_salaires(person) + al_chomage(person) - al_deduction(person) + al_independant(person)
    return person.adult.then(earned + al_pensions(person)) + al_capital(person)


@quantity
def al_dernier_salaire(person: Person) -> Amount:
    """Taxable wages of the month before, EUR."""
    return person.income("wages", MONTH_BEFORE, "taxable")


@quantity
def al_salaire_adulte(person: Person) -> Amount:
    return person.adult.then(al_dernier_salaire(person))


@quantity
def al_young_adult(person: Person) -> Truth:
    return person.adult & younger(person, YOUNG)


@quantity
def al_aah_of_adult(person: Person) -> Amount:
    return person.adult.then(person.income("aah", MONTH_BEFORE))
