"""What the three housing benefits have in common: conditions on studies and resources, the amount and its steps.

Belongs here: what is made of the barème for a right. Does not: which of the three it is (`logement`), the barème
(`logement_amount`). Homes (*foyers*) and loans have other barèmes, which are not reckoned: such a right is possible, of
any amount up to a bound.
"""

from datetime import date

import narwhals as nw

from eligibility.benefits.logement_amount import (
    FIRST_DAY_OF_CODIFICATION,
    FIRST_DAY_OF_DEGRESSIVITE,
    FIRST_DAY_OF_RLS,
    al_avant_rls,
    al_formule,
    al_part_apres_degressivite,
    al_participation,
    al_r0,
    al_rls,
    al_versee,
)
from eligibility.benefits.logement_rent import al_charges, al_loyer, al_loyer_retenu, al_plafond_loyer
from eligibility.benefits.logement_resources import al_ressources, al_student
from eligibility.bounds import Amount, Truth
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.rights import UNTOLD, Condition, Right, Shown

FIRST_DAY_OF_FOREIGN_STUDENTS = date(2026, 7, 1)
NOT_RECKONED = ("hostel", "owner_with_loan")
HIGHEST_OF_OTHERS = 1.5
"""A bound of the barèmes that are not reckoned, in ceilings of rents: no text says it, it is meant to be wide."""
PERHAPS = Truth(frozenset(), 0, nw.lit(False), nw.lit(True))


def article_of(foyer: Foyer, since: str, before: str) -> str:
    return since if foyer.law.day >= FIRST_DAY_OF_CODIFICATION else before


def right_to(foyer: Foyer, benefit: str, aid: str, *conditions: Condition) -> Right:
    other = foyer.code("tenure").isin(*NOT_RECKONED)
    bound = al_plafond_loyer(foyer) * HIGHEST_OF_OTHERS + al_charges(foyer)
    amount = other.then(PERHAPS.then(bound), al_versee(foyer, aid))
    if foyer.law.day >= FIRST_DAY_OF_FOREIGN_STUDENTS:
        conditions = (*conditions, _student_of_europe(foyer))
    return Right(
        (*conditions, _poor(foyer, amount, conditions[0].met)), foyer.received(benefit), amount, _steps(foyer, aid)
    )


def _student_of_europe(foyer: Foyer) -> Condition:
    """Which foreigners hold a permit as students is not told: those who study may."""
    return Condition(
        "etudes",
        "Ne pas être étudiant étranger hors EEE sans bourse, avec un titre de séjour d'étudiant",
        "CCH L822-2, I, 3° (loi 2026-103, art. 179)",
        foyer.any(al_no_foreign_student, among=adult) | PERHAPS,
        "Vos études n'empêchent pas d'avoir cette aide",
        closer=((foyer.sum(al_student, among=adult) <= 0.0, UNTOLD),),
    )


@quantity
def al_no_foreign_student(person: Person) -> Truth:
    student = person.truth("student") & ~person.truth("scholarship")
    return ~(student & person.code("nationality").isin("OTHER"))


def _poor(foyer: Foyer, amount: Amount, at_home: Truth) -> Condition:
    """`at_home`: the dwelling is one for this right; nothing is said of the rent of another."""
    incomes, formula = _texts(foyer)
    closer = [(~at_home, UNTOLD)]
    if foyer.law.day >= FIRST_DAY_OF_DEGRESSIVITE:
        dear = al_part_apres_degressivite(foyer) <= 0.0
        closer.append((dear, "Le loyer est trop élevé pour cette aide, quelles que soient les ressources"))
    return Condition(
        "ressources",
        "Le loyer retenu dépasse assez la participation du ménage pour que l'aide soit versée",
        formula,
        amount > 0.0,
        "Vos ressources sont assez basses pour que cette aide paie une partie de votre loyer",
        (
            Shown("Ressources retenues", al_ressources(foyer), "EUR/year", incomes),
            Shown("Abattement forfaitaire R0", al_r0(foyer), "EUR/year", formula),
            Shown("Loyer", al_loyer(foyer), article=formula),
            Shown("Plafond de loyer", al_plafond_loyer(foyer), article=formula),
        ),
        "Avec vos ressources et votre loyer, cette aide serait nulle, ou trop petite pour être versée",
        tuple(closer),
    )


def _steps(foyer: Foyer, aid: str) -> tuple[Shown, ...]:
    cut = aid == "apl" and foyer.law.day >= FIRST_DAY_OF_RLS
    _, formula = _texts(foyer)
    return (
        Shown("Loyer retenu L", al_loyer_retenu(foyer), article=formula),
        Shown("Forfait de charges C", al_charges(foyer), article=formula),
        Shown("Participation du ménage Pp", al_participation(foyer), article=formula),
        Shown("Aide résultant de la formule", al_formule(foyer), article=formula),
        Shown("Aide après les minorations", al_avant_rls(foyer), article=formula),
        *((Shown("Réduction de loyer de solidarité", al_rls(foyer), article="CCH L442-2-1"),) if cut else ()),
    )


def _texts(foyer: Foyer) -> tuple[str, str]:
    """Articles of resources, and of the formula."""
    return (
        article_of(foyer, "CCH R822-2 à R822-20", "CCH R351-5 et suivants ; CSS D542-10, R831-6"),
        article_of(foyer, "CCH D823-16, D823-17", "CSS D542-5 ; arrêté du 03/07/1978"),
    )
