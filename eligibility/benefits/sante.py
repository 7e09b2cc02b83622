"""Complementary health cover: CMU-C and ACS until October 2019, then the CSS, free or with participation.

Belongs here: the rights and their conditions. Does not: the foyer and its ceilings (`sante_foyer`), what counts as
resources (`sante_resources`), whose are not looked at (`sante_deemed`). All are rights of a foyer, held by each of its
people.
"""

from datetime import date

from eligibility.benefits.sante_deemed import sante_deemed, sante_free
from eligibility.benefits.sante_foyer import (
    acs_of_person,
    participation_of_person,
    sante_ceiling,
    sante_high_ceiling,
    sante_of_age,
    sante_own_foyer,
    sante_persons,
)
from eligibility.benefits.sante_resources import (
    sante_alimony_paid,
    sante_earned,
    sante_family,
    sante_forfait_logement,
    sante_minima,
    sante_other_income,
    sante_resources,
)
from eligibility.benefits.signals import minimum_vieillesse, without_cover
from eligibility.bounds import Truth
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import adult
from eligibility.rights import UNTOLD, Condition, Right, Shown, rule

FIRST_DAY, LAST_DAY_OF_CMUC, FIRST_DAY_OF_CSS = date(2009, 6, 1), date(2019, 10, 31), date(2019, 11, 1)
IGNORES = (
    "la résidence stable et régulière, de trois mois pour qui ne travaille pas (CSS L160-1, D160-2)",
    "qui verse la pension alimentaire d'un adulte de moins de 25 ans (CSS R861-2, 3°)",
    "les droits propres des mineurs en rupture familiale et des étudiants aidés d'urgence (CSS L861-1)",
    "les revenus des indépendants tels que l'impôt les connaît : ils comptent comme reçus (CSS R861-14, R861-15)",
    "le forfait logement de l'accédant qui ne reçoit pas d'aide (CSS R861-5)",
    "les règles de 2023 sur les pensions alimentaires versées (décrets 2021-1642 et 2023-671)",
    "l'abattement sur l'ASPA, l'ASI et l'AAH versées d'avril 2018 à mars 2020 (arrêté du 20 avril 2018)",
    "les prestations familiales qui ne comptent qu'en partie (CSS R861-10)",
)
ARTICLES_OF_CMUC = "CSS L861-1, L861-2, R861-2 à R861-16 (rédactions antérieures à novembre 2019)"
ARTICLES_OF_ACS = "CSS L863-1, L861-2, R861-2 à R861-16 (rédactions antérieures à novembre 2019)"
ARTICLES_OF_CSS = "CSS L861-1 à L861-3, R861-2 à R861-16"
ARTICLES_OF_PARTICIPATION = "CSS L861-1, L861-2, L861-11, R861-2 à R861-16"


@rule("cmuc", article=ARTICLES_OF_CMUC, start=FIRST_DAY, end=LAST_DAY_OF_CMUC, ignores=IGNORES)
def cmuc(foyer: Foyer) -> Right:
    return Right(
        (
            _own_foyer(foyer),
            _poor(foyer, "de la CMU-C", "un chèque qui paie une partie de la complémentaire santé (l'ACS)"),
        ),
        foyer.received("cmuc"),
        signals=_signals(foyer),
    )


@rule("css_gratuite", article=ARTICLES_OF_CSS, start=FIRST_DAY_OF_CSS, ignores=IGNORES)
def css_gratuite(foyer: Foyer) -> Right:
    return Right(
        (_own_foyer(foyer), _poor(foyer, "de la CSS gratuite", "la même aide, avec une petite participation")),
        foyer.received("css_gratuite"),
        signals=_signals(foyer),
    )


@rule("acs", article=ARTICLES_OF_ACS, start=FIRST_DAY, end=LAST_DAY_OF_CMUC, ignores=IGNORES)
def acs(foyer: Foyer) -> Right:
    """A cheque towards an insurance, given in yearly amounts by age."""
    amount = foyer.sum(acs_of_person) / 12
    return Right(
        (
            _own_foyer(foyer),
            _above(foyer, "à la CMU-C", "la complémentaire santé gratuite (CMU-C)"),
            _modest(foyer, "CSS L863-1"),
        ),
        foyer.received("acs"),
        amount,
        (Shown("Aide de toutes les personnes du foyer, selon leur âge au 1er janvier", amount, article="CSS L863-1"),),
        _signals(foyer),
    )


@rule(
    "css_participation",
    article=ARTICLES_OF_PARTICIPATION,
    start=FIRST_DAY_OF_CSS,
    ignores=(*IGNORES, "le prix plus bas du régime local d'Alsace-Moselle, où ce droit n'est pas calculé"),
    territories=("metropole",),
)
def css_participation(foyer: Foyer) -> Right:
    """The amount is what the foyer pays."""
    amount = foyer.sum(participation_of_person)
    return Right(
        (
            _own_foyer(foyer),
            _above(foyer, "à la CSS gratuite", "la formule gratuite"),
            _modest(foyer, "CSS L861-1, 2°, L861-2"),
        ),
        foyer.received("css_participation"),
        amount,
        (Shown("Participation à payer, selon l'âge de chacun au 1er janvier", amount, article="CSS L861-11"),),
        _signals(foyer),
    )


def _signals(foyer: Foyer) -> dict[str, Truth]:
    return {"minimum_vieillesse": minimum_vieillesse(foyer), "sans_complementaire_sante": without_cover(foyer)}


def _own_foyer(foyer: Foyer) -> Condition:
    return Condition(
        "foyer",
        "Avoir 25 ans ou un enfant, ou n'être ni à la charge de ses parents ni aidé d'une pension alimentaire",
        "CSS R861-2",
        sante_own_foyer(foyer),
        "Vous n'êtes pas à la charge de vos parents",
        (Shown("Personnes du foyer", sante_persons(foyer), "personnes", "CSS R861-2"),),
        "Avant 25 ans, quand on est à la charge de ses parents, c'est avec eux que l'on peut avoir cette aide",
        ((foyer.any(sante_of_age, among=adult), UNTOLD),),
    )


def _poor(foyer: Foyer, cover: str, other: str) -> Condition:
    """`other` is what the cover above that ceiling is called to the person."""
    low = sante_resources(foyer) <= sante_ceiling(foyer)
    return Condition(
        "ressources",
        f"Les ressources du foyer ne dépassent pas le plafond {cover}, ou il a droit au RSA socle",
        "CSS L861-1, L861-2, R861-3",
        sante_free(foyer),
        "Les ressources de votre foyer sur douze mois sont sous le plafond, ou vous avez droit au RSA",
        (Shown("Plafond du foyer", sante_ceiling(foyer), "EUR/year", "CSS R861-3"), *_reckoned(foyer)),
        "Les ressources de votre foyer sur douze mois dépassent le plafond de cette aide",
        (
            (low, "Les ressources de votre foyer sur douze mois sont sous le plafond de cette aide"),
            (foyer.received("rsa_socle").isin("live"), "Vous recevez le RSA, qui donne droit à cette aide"),
            (sante_free(foyer), "Vous avez probablement droit au RSA, qui donne droit à cette aide"),
            (
                sante_own_foyer(foyer) & ((sante_resources(foyer) <= sante_high_ceiling(foyer)) | sante_deemed(foyer)),
                "Les ressources de votre foyer sur douze mois dépassent le plafond de cette aide. Mais vous avez "
                f"peut-être droit à {other}",
            ),
        ),
    )


def _above(foyer: Foyer, cover: str, free: str) -> Condition:
    """`free` is what the free cover is called to the person."""
    return Condition(
        "pas_de_droit_gratuit",
        f"Ne pas avoir droit {cover}",
        "CSS L861-1",
        ~sante_free(foyer),
        f"Les ressources de votre foyer dépassent le plafond de {free}",
        (Shown("Plafond sans participation", sante_ceiling(foyer), "EUR/year", "CSS R861-3"),),
        f"Vous avez probablement droit à {free} : c'est mieux pour vous",
        ((~sante_own_foyer(foyer), UNTOLD),),
    )


def _modest(foyer: Foyer, article: str) -> Condition:
    high = sante_high_ceiling(foyer)
    return Condition(
        "ressources",
        "Les ressources du foyer ne dépassent pas le plafond majoré, ou la loi les en dispense",
        article,
        (sante_resources(foyer) <= high) | sante_deemed(foyer),
        "Les ressources de votre foyer sur douze mois sont sous le plafond de cette aide",
        (Shown("Plafond majoré du foyer", high, "EUR/year", article), *_reckoned(foyer)),
        "Les ressources de votre foyer sur douze mois dépassent le plafond de cette aide",
        ((sante_deemed(foyer), "Votre foyer reçoit une allocation qui donne accès à cette aide"),),
    )


def _reckoned(foyer: Foyer) -> tuple[Shown, ...]:
    return tuple(
        Shown(label, value, "EUR/year", article)
        for label, value, article in (
            ("Ressources du foyer sur douze mois", sante_resources(foyer), "CSS R861-8"),
            ("dont revenus d'activité, après abattement", foyer.sum(sante_earned), "CSS R861-8"),
            ("dont chômage, pensions et autres revenus", foyer.sum(sante_other_income), "CSS R861-4"),
            ("dont AAH, ASI et ASPA, après abattement", sante_minima(foyer), "CSS L861-2"),
            ("dont prestations familiales", foyer.sum(sante_family), "CSS R861-10"),
            ("dont forfait logement", sante_forfait_logement(foyer), "CSS R861-5, R861-7"),
            ("Pensions alimentaires versées, déduites", foyer.sum(sante_alimony_paid), "CSS L861-2"),
        )
    )
