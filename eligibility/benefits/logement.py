"""Housing benefits of tenants: APL in a *logement conventionné*, else ALF with somebody at charge, ALS without.

Belongs here: the three rights, which exclude each other (CCH L841-2): dwelling and family. Does not: what they share
(`logement_conditions`), the barème (`logement_amount`), resources (`logement_resources`).
"""

from datetime import date, timedelta

from eligibility.benefits.common import couple
from eligibility.benefits.logement_amount import FIRST_DAY_OF_CODIFICATION
from eligibility.benefits.logement_conditions import NOT_RECKONED, PERHAPS, article_of, right_to
from eligibility.benefits.logement_family import al_expecting, al_personnes_a_charge
from eligibility.bounds import Truth
from eligibility.frames.foyer import Foyer
from eligibility.rights import Condition, Right, Shown, rule

START = date(2011, 1, 1)
BEFORE_CODIFICATION = FIRST_DAY_OF_CODIFICATION - timedelta(days=1)
BEFORE = "R351-1 et suivants ; CSS D542-1 et suivants, R831-1 et suivants ; arrêtés des 03/07/1978 et 26/12/2000"
SINCE = "D823-16 à D823-19, R822-2 à R822-22 ; arrêté du 27/09/2019"
IGNORES = (
    "le barème des foyers et résidences, et celui des propriétaires qui remboursent un prêt (CCH D832-10 à D832-28)",
    "la décence et la surface du logement, la location à un parent (CCH L822-2, L822-3, R822-24, R822-25)",
    "le patrimoine de plus de 30 000 € qui ne rapporte rien (CCH L822-5, R822-22)",
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


@rule("apl", article=f"CCH L351-1 et suivants, {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("apl", article=f"CCH L831-1, {SINCE}", start=FIRST_DAY_OF_CODIFICATION, ignores=IGNORES)
def apl(foyer: Foyer) -> Right:
    """Aide personnalisée au logement."""
    home = _home(
        foyer,
        "Louer un logement conventionné",
        article_of(foyer, "CCH L831-1", "CCH L351-2"),
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
    return right_to(foyer, "apl", "apl", home)


@rule("alf", article=f"CSS L542-1 et suivants, CCH {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("alf", article=f"CCH L841-1, {SINCE}", start=FIRST_DAY_OF_CODIFICATION, ignores=IGNORES)
def alf(foyer: Foyer) -> Right:
    """Allocation de logement familiale."""
    article = article_of(foyer, "CCH L841-1, R823-4", "CSS L542-1")
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
    return right_to(foyer, "alf", "al", _ordinary_home(foyer), family)


@rule("als", article=f"CSS L831-1 et suivants, CCH {BEFORE}", start=START, end=BEFORE_CODIFICATION, ignores=IGNORES)
@rule("als", article=f"CCH L841-2, {SINCE}", start=FIRST_DAY_OF_CODIFICATION, ignores=IGNORES)
def als(foyer: Foyer) -> Right:
    """Allocation de logement sociale."""
    article = article_of(foyer, "CCH L841-2", "CSS L831-1")
    family = Condition(
        "sans_famille",
        "N'avoir pas droit à l'allocation de logement familiale",
        article,
        ~_family(foyer),
        "Vous n'avez ni enfant ni proche à charge",
        (Shown("Personnes à charge", al_personnes_a_charge(foyer), "personnes", article),),
        "Avec un enfant ou un proche à charge, ou bientôt un enfant, il existe une autre aide au logement : l'ALF",
    )
    return right_to(foyer, "als", "al", _ordinary_home(foyer), family)


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
    article = article_of(foyer, "CCH L841-1, L841-2", "CSS L542-2, L831-1")
    return _home(foyer, label, article, "Vous êtes locataire", *ORDINARY, others=others)


def _home(
    foyer: Foyer, label: str, article: str, plain: str, *tenures: str, others: tuple[tuple[Truth, str], ...]
) -> Condition:
    """`others` is said of tenants whose right is another."""
    tenure = foyer.code("tenure")
    met = tenure.isin(*tenures) | (tenure.isin(*NOT_RECKONED) & PERHAPS)
    otherwise = "Cette aide est pour les personnes qui louent leur logement"
    return Condition("logement", label, article, met, plain, otherwise=otherwise, closer=others)
