"""Prime d'activité: what is added to the earnings of a modest household since 2016.

The prime is the mean of three, one a month of reference, each reckoned of that month's household, resources and scale
(CSS R843-1). Who is counted, isolation and family benefits are those of the RSA, of each month. Belongs here: the
right, and the prime of a month. Does not: resources that the RSA counts alike (`rsa_resources`).
"""

from collections.abc import Callable
from datetime import date

from eligibility.benefits.common import aged
from eligibility.benefits.rsa import (
    forfait_logement_entier,
    housing_counted,
    lone_parent,
    majore,
    rsa_personnes,
    rsa_resident,
    scale,
)
from eligibility.benefits.rsa_resources import (
    MONTH,
    family_benefits_of_month,
    rsa_counted,
    sickness_as_earnings,
)
from eligibility.bounds import Amount, Truth, all_of, any_of, least, most, total
from eligibility.earlier import EarlierFoyer, months_ago, of_today
from eligibility.frames import Foyer, Frame, Person, Window, adult, quantity
from eligibility.rights import Condition, Right, Shown, rule

FIRST_DAY = date(2016, 1, 1)
IGNORES = (
    "l'âge, le titre de séjour et les études du conjoint, qui décident s'il est compté (CSS R842-2)",
    "les études ou l'apprentissage qui ont commencé ou fini pendant le trimestre (CSS R842-2)",
    "un nouveau logement, une séparation ou une nouvelle vie de couple pendant le trimestre (CSS R843-1)",
    "en début d'année, les revenus de capitaux d'une année plus tôt pour les mois de l'année d'avant (CSS R843-1)",
    "l'allocation de base des trois premiers mois de l'enfant d'un parent isolé, qui ne compte pas (CSS R844-5, 2°)",
    "les travailleurs détachés, et le plafond de chiffre d'affaires des indépendants (CSS L842-2, R842-5)",
    "la CRDS, retenue sur la prime",
)


@rule("prime_activite", article="CSS L841-1 à L844-5, R842-1 à R846-8", start=FIRST_DAY, ignores=IGNORES)
def prime_activite(foyer: Foyer) -> Right:
    """Mean of the primes of three months, paid from a least amount on."""
    law, paid, alone = foyer.law, mean_prime(foyer), lone_parent(foyer)
    months = reference_months(foyer)
    earned = total([prime_earnings(month) for month in months]) / len(months)
    conditions = (
        Condition(
            "age",
            "Avoir 18 ans ou plus",
            "CSS L842-2, 1°",
            foyer.any(prime_of_age, among=adult),
            "Vous avez 18 ans ou plus",
        ),
        Condition(
            "sejour",
            "Être français, ou titulaire depuis assez longtemps d'un titre de séjour qui permet de travailler",
            "CSS L842-2, 2° et 4°",
            alone | foyer.any(rsa_resident, among=adult),
            "Vous vivez en France de façon stable et régulière",
        ),
        Condition(
            "activite",
            "Avoir travaillé pendant les trois mois de référence",
            "CSS L842-1",
            foyer.any(prime_worked, among=adult),
            "Vous avez travaillé ces derniers mois",
            (Shown("Revenus professionnels du foyer, moyenne de trois mois", earned, article="CSS R844-1"),),
        ),
        Condition(
            "etudes",
            "Ne pas être étudiant, stagiaire ni apprenti, ou gagner plus qu'un plafond chacun des trois mois",
            "CSS L842-2, 3°",
            alone | foyer.any(prime_worked_not_learning, among=adult),
            "Vous n'êtes ni étudiant ni apprenti, ou vous gagnez assez chaque mois",
        ),
        Condition(
            "montant",
            "La prime atteint le montant à partir duquel elle est versée",
            "CSS L842-3, D843-4",
            paid >= law["prime_activite/montant_minimum_verse"],
            "Les ressources de votre foyer donnent droit à un montant qui peut être versé",
            _reckoned(foyer, earned),
        ),
    )
    return Right(conditions, foyer.received("prime_activite"), paid)


def _reckoned(foyer: Foyer, earned: Amount) -> tuple[Shown, ...]:
    """How the prime of each month is reckoned, in means of the three months."""
    months = reference_months(foyer)

    def mean(of_month: Callable[[Foyer], Amount]) -> Amount:
        return total([of_month(month) for month in months]) / len(months)

    return (
        Shown("Montant forfaitaire du foyer", mean(prime_forfait), article="CSS L842-3, D843-1"),
        Shown("Revenus professionnels, dont une part est laissée au foyer", earned, article="CSS D843-3"),
        Shown("Bonifications de ceux qui travaillent", mean(prime_bonifications), article="CSS D843-2"),
        Shown("Autres ressources", mean(prime_other), article="CSS R844-2 à R844-5"),
        Shown("Forfait logement", mean(prime_forfait_logement), article="CSS R844-3"),
        Shown("Prime, moyenne de trois mois", mean_prime(foyer), article="CSS R843-1"),
    )


def reference_months(foyer: Foyer) -> list[EarlierFoyer]:
    """The foyer at each of the three months that count (CSS R843-1)."""
    return [months_ago(foyer, month, FIRST_DAY) for month in _months(foyer)]


@quantity
def mean_prime(foyer: Foyer) -> Amount:
    """Mean of the primes of three months, EUR a month."""
    return total([prime_of_month(month) for month in reference_months(foyer)]) / 3


@quantity
def prime_of_month(foyer: Foyer) -> Amount:
    """Forfait, bonifications and a share of earnings, less resources deemed at least the forfait (CSS L842-3), EUR."""
    kept, earned = foyer.law["prime_activite/part_revenus_activite_conservee"], prime_earnings(foyer)
    resources_left = prime_forfait(foyer) - prime_other(foyer) - prime_forfait_logement(foyer)
    return most(least(resources_left - (1 - kept) * earned, kept * earned) + prime_bonifications(foyer), 0.0)


@quantity
def prime_forfait(foyer: Foyer) -> Amount:
    """By the number of persons, or a lone parent's (CSS L842-7, D843-1), EUR a month."""
    ordinary = foyer.law["prime_activite/montant_base"] * scale(foyer, rsa_personnes(foyer), "prime_activite")
    return lone_parent(foyer).then(majore(foyer, "prime_activite"), ordinary)


@quantity
def prime_forfait_logement(foyer: Foyer) -> Amount:
    return housing_counted(foyer, forfait_logement_entier(foyer, "prime_activite"))


@quantity
def prime_earnings(foyer: Foyer) -> Amount:
    """Revenus professionnels of adults and of the children who count, of the month, EUR."""
    return foyer.sum(prime_counted_earnings)


@quantity
def prime_bonifications(foyer: Foyer) -> Amount:
    return foyer.sum(prime_bonification)


@quantity
def prime_other(foyer: Foyer) -> Amount:
    """All that counts but earnings and housing, of the month, EUR."""
    return foyer.sum(prime_counted_other) + family_benefits_of_month(foyer)


@quantity
def prime_counted_earnings(person: Person) -> Amount:
    return rsa_counted(person).then(revenus_professionnels(person))


@quantity
def prime_counted_other(person: Person) -> Amount:
    return rsa_counted(person).then(autres_ressources(person)) + person.income("aspa", MONTH)


@quantity
def earned_of_work(person: Person) -> Amount:
    """Wages, self-employment and sickness benefits of the first three months, of the month, EUR (CSS R844-1)."""
    return total(
        [person.income("wages", MONTH), person.income("self_employment", MONTH), sickness_as_earnings(person, 0)]
    )


@quantity
def aah_as_earnings(person: Person) -> Truth:
    """The AAH counts as earnings from so many hours of SMIC earned on (CSS R844-2)."""
    law = person.law
    return earned_of_work(person) >= law["prime_activite/aah_heures_minimum"] * law["travail/smic_horaire"]


@quantity
def revenus_professionnels(person: Person) -> Amount:
    """Earnings and what counts as such, of the month, EUR (CSS R844-1, R844-2)."""
    return earned_of_work(person) + aah_as_earnings(person).then(person.income("aah", MONTH))


@quantity
def autres_ressources(person: Person) -> Amount:
    """Replacements of earnings and other resources, of the month, EUR (CSS L842-4, R844-2 to R844-5)."""
    kinds = (
        "unemployment", "own_pension", "survivor_pension", "invalidity_pension", "alimony_received", "ass", "asi",
    )  # fmt: skip
    other_sickness = most(person.income("sickness", MONTH) - sickness_as_earnings(person, 0), 0.0)
    aah = aah_as_earnings(person).then(0.0, person.income("aah", MONTH))
    return total(
        [*(person.income(kind, MONTH) for kind in kinds), other_sickness, aah, capital_of_year(of_today(person))]
    )


@quantity
def capital_of_year(person: Person) -> Amount:
    """A twelfth of the income of capital of the second year before, EUR a month (CSS R843-1, III)."""
    month = person.law.day.month
    return person.income("capital", Window(month + 23, month + 12)) / 12


@quantity
def prime_bonification(person: Person) -> Amount:
    """Of each who works, from so many hours of SMIC earned to a greatest amount (CSS D843-2), EUR a month."""
    law = person.law
    first, last = (
        law["travail/smic_horaire"] * law[f"prime_activite/bonification_heures_{of}"] for of in ("minimum", "maximum")
    )
    greatest = round(law["prime_activite/bonification_maximum"] * law["prime_activite/montant_base"], 2)
    return least(most(prime_counted_earnings(person) - first, 0.0) * (greatest / (last - first)), greatest)


@quantity
def prime_of_age(person: Person) -> Truth:
    return aged(person, person.law["prime_activite/age_minimum"])


@quantity
def prime_worked(person: Person) -> Truth:
    """Earned something in one of the three months (CSS L842-1)."""
    return any_of(*(earned > 0.0 for earned in _earned_by_month(person)))


@quantity
def prime_worked_not_learning(person: Person) -> Truth:
    """Worked; if student or apprentice, earned above a floor each month (CSS L842-2, 3°, R842-2, R512-2)."""
    law, learns = person.law, person.truth("student") | person.truth("apprentice")
    hours = law["prime_activite/apprenant_heures_mensuelles"]
    floor = law["travail/smic_horaire"] * hours * law["prestations_familiales/part_smic_enfant"]
    return (prime_worked(person) & ~learns) | all_of(*(earned > floor for earned in _earned_by_month(person)))


def _earned_by_month(person: Person) -> list[Amount]:
    return [revenus_professionnels(months_ago(person, month, FIRST_DAY)) for month in _months(person)]


def _months(frame: Frame) -> tuple[int, int, int]:
    """The three months that count (CSS R843-1)."""
    first = int(frame.law["prime_activite/premier_mois_de_reference"])
    return first, first - 1, first - 2
