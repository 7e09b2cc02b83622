"""Prime d'activité: what is added to the earnings of a modest household since 2016.

The right is the mean of three primes, one a month of reference, each reckoned of that month's household, resources and
scale (CSS R843-1). Belongs here: the right, its conditions. Does not: the prime of a month (`prime_activite_month`).
"""

from collections.abc import Callable
from datetime import date

from eligibility.benefits.common import aged, foreigners_wait
from eligibility.benefits.prime_activite_month import (
    prime_bonifications,
    prime_earnings,
    prime_forfait,
    prime_forfait_logement,
    prime_left,
    prime_of_month,
    prime_other,
    revenus_professionnels,
)
from eligibility.benefits.rsa import EUROPEANS_WAIT
from eligibility.benefits.rsa_beneficiaries import rsa_resident
from eligibility.benefits.rsa_montant import lone_parent
from eligibility.bounds import Amount, Truth, all_of, any_of, total
from eligibility.earlier import EarlierFoyer, months_ago
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.rights import UNTOLD, Condition, Right, Shown, rule

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
    worked, no_learner = foyer.any(prime_worked, among=adult), ~foyer.any(prime_learner, among=adult)
    enough, left = paid >= law["prime_activite/montant_minimum_verse"], mean(foyer, prime_left)
    earned = mean(foyer, prime_earnings)
    conditions = (
        Condition(
            "age",
            "Avoir 18 ans ou plus",
            "CSS L842-2, 1°",
            foyer.any(prime_of_age, among=adult),
            "Vous avez 18 ans ou plus",
            otherwise=f"Cette prime commence à {law['prime_activite/age_minimum']:.0f} ans",
            closer=((foyer.any(prime_of_age, among=adult), UNTOLD),),
        ),
        Condition(
            "sejour",
            "Être français, ou titulaire depuis assez longtemps d'un titre de séjour qui permet de travailler",
            "CSS L842-2, 2° et 4°",
            alone | foyer.any(rsa_resident, among=adult),
            "Vous vivez en France de façon stable et régulière",
            otherwise=foreigners_wait(law["rsa/duree_titre_sejour"], EUROPEANS_WAIT),
        ),
        Condition(
            "activite",
            "Avoir travaillé pendant les trois mois de référence",
            "CSS L842-1",
            worked,
            "Vous avez travaillé ces derniers mois",
            (Shown("Revenus professionnels du foyer, en moyenne sur trois mois", earned, article="CSS R844-1"),),
            "Nous n'avons pas trouvé de revenus du travail ces derniers mois",
        ),
        Condition(
            "etudes",
            "Ne pas être étudiant, stagiaire ni apprenti, ou gagner plus qu'un plafond chacun des trois mois",
            "CSS L842-2, 3°",
            alone | no_learner | foyer.any(prime_worked_not_learning, among=adult),
            "Vos études ou votre apprentissage n'empêchent pas d'avoir cette prime",
            otherwise="Pendant des études ou un apprentissage, il faut gagner assez chaque mois pour avoir cette prime",
            closer=((no_learner, "Vous n'êtes ni en études ni en apprentissage"),),
        ),
        Condition(
            "montant",
            "La prime atteint le montant à partir duquel elle est versée",
            "CSS L842-3, D843-4",
            enough,
            "Les revenus de votre foyer sont assez bas pour que la prime d'activité les complète",
            _reckoned(foyer, earned),
            "Avec les revenus de votre foyer, la prime serait trop petite pour être versée",
            (
                (~worked, UNTOLD),
                (
                    (left <= 0.0) & ~enough,
                    "Les ressources de votre foyer sont trop élevées pour que la prime d'activité les complète",
                ),
            ),
        ),
    )
    return Right(conditions, foyer.received("prime_activite"), paid)


def _reckoned(foyer: Foyer, earned: Amount) -> tuple[Shown, ...]:
    """How the prime of each month is reckoned, in means of the three months."""
    return (
        Shown("Montant forfaitaire du foyer", mean(foyer, prime_forfait), article="CSS L842-3, D843-1"),
        Shown("Revenus professionnels, dont une part est laissée au foyer", earned, article="CSS D843-3"),
        Shown("Bonifications de ceux qui travaillent", mean(foyer, prime_bonifications), article="CSS D843-2"),
        Shown("Autres ressources", mean(foyer, prime_other), article="CSS R844-2 à R844-5"),
        Shown("Forfait logement", mean(foyer, prime_forfait_logement), article="CSS R844-3"),
        Shown("Ce qui reste du montant forfaitaire, ressources ôtées", mean(foyer, prime_left), article="CSS L842-3"),
        Shown("Prime, en moyenne sur trois mois", mean_prime(foyer), article="CSS R843-1"),
    )


def reference_months(foyer: Foyer) -> list[EarlierFoyer]:
    """The foyer at each of the three months that count (CSS R843-1)."""
    return [months_ago(foyer, month, FIRST_DAY) for month in _months(foyer)]


def mean(foyer: Foyer, of_month: Callable[[Foyer], Amount]) -> Amount:
    """Of the three months, EUR a month."""
    months = reference_months(foyer)
    return total([of_month(month) for month in months]) / len(months)


@quantity
def mean_prime(foyer: Foyer) -> Amount:
    """Mean of the primes of three months, EUR a month."""
    return total([prime_of_month(month) for month in reference_months(foyer)]) / 3


@quantity
def prime_of_age(person: Person) -> Truth:
    return aged(person, person.law["prime_activite/age_minimum"])


@quantity
def prime_worked(person: Person) -> Truth:
    """Earned something in one of the three months (CSS L842-1)."""
    return any_of(*(earned > 0.0 for earned in _earned_by_month(person)))


@quantity
def prime_learner(person: Person) -> Truth:
    return person.truth("student") | person.truth("apprentice")


@quantity
def prime_worked_not_learning(person: Person) -> Truth:
    """Worked; if student or apprentice, earned above a floor each month (CSS L842-2, 3°, R842-2, R512-2)."""
    law = person.law
    hours = law["prime_activite/apprenant_heures_mensuelles"]
    floor = law["travail/smic_horaire"] * hours * law["prestations_familiales/part_smic_enfant"]
    return (prime_worked(person) & ~prime_learner(person)) | all_of(
        *(earned > floor for earned in _earned_by_month(person))
    )


def _earned_by_month(person: Person) -> list[Amount]:
    return [revenus_professionnels(months_ago(person, month, FIRST_DAY)) for month in _months(person)]


def _months(frame: Frame) -> tuple[int, int, int]:
    """The three months that count (CSS R843-1)."""
    first = int(frame.law["prime_activite/premier_mois_de_reference"])
    return first, first - 1, first - 2
