"""Housing benefits of tenants: APL in a *logement conventionné*, else ALF with somebody at charge, ALS without.

Belongs here: the three rights, which exclude each other (CCH L841-2). Does not: the barème they share
(`logement_amount`), resources (`logement_resources`). Homes (*foyers*) and loans have other barèmes, which are not
reckoned: such a right is possible, of any amount up to a bound.
"""

from datetime import date, timedelta

import narwhals as nw

from eligibility.benefits.common import couple
from eligibility.benefits.logement_amount import (
    FIRST_DAY_OF_DEGRESSIVITE,
    FIRST_DAY_OF_RLS,
    al_avant_rls,
    al_charges,
    al_formule,
    al_loyer,
    al_loyer_retenu,
    al_part_apres_degressivite,
    al_participation,
    al_plafond_loyer,
    al_r0,
    al_rls,
    al_versee,
)
from eligibility.benefits.logement_family import al_expecting, al_personnes_a_charge
from eligibility.benefits.logement_resources import al_ressources, al_student
from eligibility.bounds import Amount, Truth
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult
from eligibility.frames.quantities import quantity
from eligibility.rights import UNTOLD, Condition, Right, Shown, rule

START, CODIFICATION = date(2011, 1, 1), date(2019, 9, 1)
BEFORE_CODIFICATION = CODIFICATION - timedelta(days=1)
FIRST_DAY_OF_FOREIGN_STUDENTS = date(2026, 7, 1)
BEFORE = "R351-1 et suivants ; CSS D542-1 et suivants, R831-1 et suivants ; arrêtés des 03/07/1978 et 26/12/2000"
SINCE = "D823-16 à D823-19, R822-2 à R822-22 ; arrêté du 27/09/2019"
IGNORES = (
    "le barème des foyers et résidences, et celui des propriétaires qui remboursent un prêt (CCH D832-10 à D832-28)",
    "la décence et la surface du logement, la location à un parent (CCH L822-2, L822-3, R822-24, R822-25)",
    "le patrimoine de plus de 30 000 EUR qui ne rapporte rien (CCH L822-5, R822-22)",
    "l'ALF des jeunes mariés et de qui loge un ascendant : ici une ALS, de même barème (CCH L841-1, 3° et 4°)",
    "la part d'année où vit au foyer un enfant en résidence alternée : il compte en entier (CCH L823-2, R823-5)",
    "six mois d'arrêt maladie, la détention, l'arrêt de travail pour élever un enfant (CCH R822-11, R822-16)",
    "les frais réels, la double résidence, l'abattement des plus âgés et des invalides (CCH R822-4, R822-8)",
    "l'évaluation forfaitaire des indépendants ; que le droit soit nouveau, pour tous, jusqu'en 2020 (CCH R351-7)",
    "dans un couple dont l'un étudie, on suppose que l'autre fait la demande (CCH R822-20)",
    "les chambres, l'accueil chez un particulier et la sous-location (arrêté du 27/09/2019, art. 8)",
    "la régularité du séjour, hors étudiants (CCH L822-2, CSS D512-1)",
)
ORDINARY = ("tenant", "furnished_tenant")
NOT_RECKONED = ("hostel", "owner_with_loan")
HIGHEST_OF_OTHERS = 1.5
"""A bound of the barèmes that are not reckoned, in ceilings of rents: no text says it, it is meant to be wide."""
PERHAPS = Truth(frozenset(), 0, nw.lit(False), nw.lit(True))


@rule("apl", article=f"CCH L351-1 et suivants, {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("apl", article=f"CCH L831-1, {SINCE}", start=CODIFICATION, ignores=IGNORES)
def apl(foyer: Foyer) -> Right:
    """Aide personnalisée au logement."""
    home = _home(
        foyer,
        "Louer un logement conventionné",
        _article(foyer, "CCH L831-1", "CCH L351-2"),
        "Vous louez un logement social ou conventionné",
        "social_tenant",
        others=(
            (
                foyer.code("tenure").isin(*ORDINARY),
                "L'APL est pour les logements sociaux ou conventionnés. Pour le "
                "vôtre, il existe une autre aide au logement",
            ),
        ),
    )
    return _right(foyer, "apl", "apl", home)


@rule("alf", article=f"CSS L542-1 et suivants, CCH {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("alf", article=f"CCH L841-1, {SINCE}", start=CODIFICATION, ignores=IGNORES)
def alf(foyer: Foyer) -> Right:
    """Allocation de logement familiale."""
    article = _article(foyer, "CCH L841-1, R823-4", "CSS L542-1")
    family = Condition(
        "famille",
        "Avoir quelqu'un à charge, ou attendre un enfant depuis plus de quatre mois, seule",
        article,
        _family(foyer),
        "Vous avez un enfant ou un proche à charge, ou vous attendez un enfant",
        (Shown("Personnes à charge", al_personnes_a_charge(foyer), "personnes", article),),
        "Cette aide est pour les foyers qui ont un enfant ou un proche à charge. Pour les autres, il existe l'ALS",
        (
            (al_personnes_a_charge(foyer) > 0.0, "Vous avez au moins un enfant ou un proche à charge"),
            (_family(foyer), "Vous attendez un enfant"),
        ),
    )
    return _right(foyer, "alf", "al", _ordinary_home(foyer), family)


@rule("als", article=f"CSS L831-1 et suivants, CCH {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("als", article=f"CCH L841-2, {SINCE}", start=CODIFICATION, ignores=IGNORES)
def als(foyer: Foyer) -> Right:
    """Allocation de logement sociale."""
    article = _article(foyer, "CCH L841-2", "CSS L831-1")
    family = Condition(
        "sans_famille",
        "N'avoir pas droit à l'allocation de logement familiale",
        article,
        ~_family(foyer),
        "Vous n'avez ni enfant ni proche à charge",
        (Shown("Personnes à charge", al_personnes_a_charge(foyer), "personnes", article),),
        "Avec un enfant ou un proche à charge, ou bientôt un enfant, il existe une autre aide au logement : l'ALF",
    )
    return _right(foyer, "als", "al", _ordinary_home(foyer), family)


def _article(foyer: Foyer, since: str, before: str) -> str:
    return since if foyer.law.day >= CODIFICATION else before


def _family(foyer: Foyer) -> Truth:
    return (al_personnes_a_charge(foyer) > 0.0) | (~couple(foyer) & al_expecting(foyer))


def _ordinary_home(foyer: Foyer) -> Condition:
    label = "Louer un logement non conventionné, vide ou meublé"
    others = (
        (
            foyer.code("tenure").isin("social_tenant"),
            "Pour un logement social ou conventionné, il existe une autre aide au logement : l'APL",
        ),
    )
    article = _article(foyer, "CCH L841-1, L841-2", "CSS L542-2, L831-1")
    return _home(foyer, label, article, "Vous êtes locataire", *ORDINARY, others=others)


def _home(
    foyer: Foyer, label: str, article: str, plain: str, *tenures: str, others: tuple[tuple[Truth, str], ...]
) -> Condition:
    """`others` is said of tenants whose right is another."""
    tenure = foyer.code("tenure")
    met = tenure.isin(*tenures) | (tenure.isin(*NOT_RECKONED) & PERHAPS)
    otherwise = "Cette aide est pour les personnes qui louent leur logement"
    return Condition("logement", label, article, met, plain, otherwise=otherwise, closer=others)


def _right(foyer: Foyer, benefit: str, aid: str, *conditions: Condition) -> Right:
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
        _article(foyer, "CCH R822-2 à R822-20", "CCH R351-5 et suivants ; CSS D542-10, R831-6"),
        _article(foyer, "CCH D823-16, D823-17", "CSS D542-5 ; arrêté du 03/07/1978"),
    )
