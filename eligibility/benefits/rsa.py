"""RSA: the revenue under which a household is brought up to its *montant forfaitaire*.

Belongs here: the right, majoré or not, its conditions, and until 2015 what it adds to earnings (RSA activité). Does
not: who may have it (`rsa_beneficiaries`), the montant (`rsa_montant`), resources (`rsa_resources`), what is left of
the one by the other (`rsa_due`).
"""

from datetime import date

from eligibility.benefits.common import couple, foreigners_wait
from eligibility.benefits.forfait_logement import rsa_forfait_logement
from eligibility.benefits.rsa_beneficiaries import not_student, rsa_of_25, rsa_of_age, rsa_resident, studies_allow
from eligibility.benefits.rsa_children import rsa_enfants, rsa_pregnant
from eligibility.benefits.rsa_due import (
    FIRST_DAY_OF_PRIME,
    LAST_DAY_OF_RSA_ACTIVITE,
    reached,
    reached_with_earnings,
    rsa_left,
    rsa_left_to_all,
    rsa_with_earnings,
)
from eligibility.benefits.rsa_family_benefits import prestations_familiales
from eligibility.benefits.rsa_montant import montant_forfaitaire, rsa_majore
from eligibility.benefits.rsa_resources import base_ressources, rsa_revenus_activite
from eligibility.benefits.signals import low_allowance
from eligibility.bounds import Truth, most
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import adult
from eligibility.rights import Condition, Right, Shown, rule

ARTICLES = "CASF L262-2 à L262-10, R262-1 à R262-26"
IGNORES = (
    "l'âge et le titre de séjour du conjoint, qui décident s'il est compté (CASF L262-5)",
    "le droit de garder ses revenus pendant les premiers mois d'un emploi (CASF R262-12)",
    "les avantages en nature hors logement, l'épargne et le patrimoine sans revenu déclaré (CASF R262-6, R132-1)",
    "les demandes de pension alimentaire à faire d'abord (CASF L262-10)",
    "les réfugiés, apatrides et titulaires d'une carte de résident, dispensés des cinq ans de titre (CASF L262-4, 2°)",
)
EUROPEANS_WAIT = ", ou trois mois de séjour pour les Européens"


@rule("rsa_socle", article=ARTICLES, start=date(2009, 6, 1), end=LAST_DAY_OF_RSA_ACTIVITE, ignores=IGNORES)
def rsa_socle_with_earnings(foyer: Foyer) -> Right:
    """The part of the RSA that does not top up earnings; it is paid with the other, from the least amount of both."""
    return _socle(foyer, reached_with_earnings(foyer, rsa_left_to_all(foyer)))


@rule("rsa_socle", article=ARTICLES, start=FIRST_DAY_OF_PRIME, ignores=IGNORES)
def rsa_socle(foyer: Foyer) -> Right:
    """Socle alone: earnings are topped up by the prime d'activité."""
    return _socle(foyer, reached(foyer, rsa_left_to_all(foyer)))


def _socle(foyer: Foyer, met: Truth) -> Right:
    state = foyer.received("rsa_socle")
    return Right(
        (*_conditions(foyer), _poor(foyer, met)),
        state,
        most(rsa_left(foyer), 0.0),
        signals={
            "allocation_sous_montant_forfaitaire": low_allowance(foyer, montant_forfaitaire(foyer)),
            "rsa_jamais_demande": state.isin("none"),
        },
    )


@rule("rsa_activite", article=ARTICLES, start=date(2009, 6, 1), end=LAST_DAY_OF_RSA_ACTIVITE, ignores=IGNORES)
def rsa_activite(foyer: Foyer) -> Right:
    """What 62 % of earnings add."""
    earned, paid = rsa_revenus_activite(foyer), rsa_with_earnings(foyer)
    works = Condition(
        "activite",
        "Quelqu'un du foyer a des revenus d'activité",
        "CASF L262-2",
        earned > 0.0,
        "Vous avez travaillé ces derniers mois",
        (Shown("Revenus d'activité", earned, article="CASF R262-12"),),
        otherwise="Nous n'avons trouvé aucun revenu du travail ces derniers mois",
    )
    share = foyer.law["rsa/part_revenus_activite_conservee"]
    kept = earned * share
    poor = Condition(
        "ressources",
        "Le montant forfaitaire et la part laissée des revenus d'activité dépassent assez les ressources du foyer",
        "CASF L262-2, R262-39",
        most(rsa_left_to_all(foyer) + kept, 0.0) >= foyer.law["rsa/montant_minimum_verse"],
        "Les revenus de votre foyer sont assez bas pour que le RSA activité les complète",
        (
            *_reckoned(foyer),
            Shown(f"Part laissée des revenus d'activité, {100 * share:.0f} %", kept, article="CASF D262-4"),
        ),
        "Les revenus de votre foyer sont trop élevés pour que le RSA activité les complète",
    )
    socle = most(rsa_left(foyer), 0.0)
    return Right(
        (*_conditions(foyer), works, poor),
        foyer.received("rsa_activite"),
        most(paid - socle, 0.0),
        (
            Shown("RSA socle et activité ensemble", paid, article="CASF L262-2"),
            Shown("dont RSA socle", socle, article="CASF L262-2"),
        ),
    )


def _conditions(foyer: Foyer) -> tuple[Condition, ...]:
    """Whoever has the montant majoré meets them all (CASF L262-4, L262-9)."""
    majore, children, pregnant = rsa_majore(foyer) > 0.0, rsa_enfants(foyer), rsa_pregnant(foyer)
    of_25 = foyer.any(rsa_of_25, among=adult)
    counted = Shown("Enfants à charge au sens du RSA", children, "enfants", "CASF R262-3")
    no_obstacle = studies_allow(foyer)
    return (
        Condition(
            "age",
            "Avoir 25 ans, un enfant à charge ou à naître, ou avoir travaillé deux ans sur les trois derniers",
            "CASF L262-4, L262-7-1",
            majore | foyer.any(rsa_of_age, among=adult) | (children > 0.0),
            "Vous avez 25 ans ou plus, ou un enfant, ou vous avez déjà travaillé deux ans",
            (counted,),
            "Avant 25 ans, il faut avoir un enfant, en attendre un, ou avoir déjà travaillé deux ans",
            (
                (
                    ~couple(foyer) & (children > 0.0),
                    "Vous élevez au moins un enfant, sans vivre en couple",
                ),
                (children > 0.0, "Vous avez au moins un enfant à charge"),
                (~couple(foyer) & of_25, "Vous avez 25 ans ou plus"),
                (of_25, "Au moins l'un de vous deux a 25 ans ou plus"),
                (majore & pregnant, "Vous attendez un enfant"),
                (foyer.any(rsa_of_age, among=adult), "Vous avez travaillé au moins deux ans sur les trois derniers"),
            ),
        ),
        Condition(
            "etudes",
            "Ne pas être élève, étudiant ni stagiaire non rémunéré",
            "CASF L262-4, 3°",
            majore | no_obstacle,
            "Vos études n'empêchent pas d'avoir cette aide",
            otherwise="Cette aide n'est en général pas ouverte pendant les études",
            closer=((foyer.sum(not_student, among=adult) >= foyer.adults, "Vous ne faites pas d'études en ce moment"),),
        ),
        Condition(
            "sejour",
            "Être français, ou vivre en France depuis cinq ans avec un titre qui permet de travailler (trois mois pour "
            "l'Espace économique européen et la Suisse)",
            "CASF L262-4, 2°, L262-6",
            majore | foyer.any(rsa_resident, among=adult),
            "Vous vivez en France de façon stable et régulière",
            otherwise=foreigners_wait(foyer.law["rsa/duree_titre_sejour"], EUROPEANS_WAIT),
        ),
    )


def _poor(foyer: Foyer, met: Truth) -> Condition:
    return Condition(
        "ressources",
        "Les ressources du foyer, forfait logement compris, sont inférieures à son montant forfaitaire, et l'écart "
        "atteint le montant qui est versé",
        "CASF L262-2, R262-39",
        met,
        "Les ressources de votre foyer sont plus basses que ce que le RSA garantit à un foyer comme le vôtre",
        _reckoned(foyer),
        "Les ressources de votre foyer dépassent ce que le RSA garantit à un foyer comme le vôtre, ou presque",
    )


def _reckoned(foyer: Foyer) -> tuple[Shown, ...]:
    resources = "Ressources du foyer, en moyenne sur trois mois, sans les revenus qui ont cessé"
    return (
        Shown("Montant forfaitaire du foyer", montant_forfaitaire(foyer), article="CASF R262-1"),
        Shown("Montant majoré de parent isolé, retenu s'il est plus élevé", rsa_majore(foyer), article="CASF L262-9"),
        Shown(resources, base_ressources(foyer), article="CASF R262-6, R262-13"),
        Shown("dont revenus d'activité", rsa_revenus_activite(foyer), article="CASF R262-12"),
        Shown("dont prestations familiales du mois", prestations_familiales(foyer), article="CASF R262-10"),
        Shown("Forfait logement, compté en plus", rsa_forfait_logement(foyer), article="CASF R262-9"),
    )
