"""RSA: the revenue under which a household is brought up to its *montant forfaitaire*.

Belongs here: the right, majoré or not, and until 2015 what it adds to earnings (RSA activité). Does not: what counts as
resources (`rsa_resources`).
"""

from datetime import date

from eligibility.benefits.common import (
    aged,
    couple,
    financially_independent,
    foreigners_wait,
    recently_alone,
    younger,
)
from eligibility.benefits.rsa_resources import (
    base_ressources,
    prestations_familiales,
    rsa_enfants,
    rsa_pregnant,
    rsa_revenus_activite,
)
from eligibility.benefits.signals import low_allowance
from eligibility.bounds import Amount, Truth, any_of, least, most
from eligibility.dates import years_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person, adult, child
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import Window
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
LAST_DAY_OF_RSA_ACTIVITE, FIRST_DAY_OF_PRIME = date(2015, 12, 31), date(2016, 1, 1)


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
        (*_reckoned(foyer), Shown(f"Part laissée des revenus d'activité, {share:.0%}", kept, article="CASF D262-4")),
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
    no_student = foyer.any(rsa_of_age_not_student, among=adult) | (
        (children > 0.0) & foyer.any(not_student, among=adult)
    )
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
            majore | no_student,
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
    resources = "Ressources du foyer sur trois mois, sans les revenus interrompus"
    return (
        Shown("Montant forfaitaire du foyer", montant_forfaitaire(foyer), article="CASF R262-1"),
        Shown("Montant majoré de parent isolé, retenu s'il est plus élevé", rsa_majore(foyer), article="CASF L262-9"),
        Shown(resources, base_ressources(foyer), article="CASF R262-6, R262-13"),
        Shown("dont revenus d'activité", rsa_revenus_activite(foyer), article="CASF R262-12"),
        Shown("dont prestations familiales du mois", prestations_familiales(foyer), article="CASF R262-10"),
        Shown("Forfait logement, compté en plus", rsa_forfait_logement(foyer), article="CASF R262-9"),
    )


@quantity
def rsa_socle_due(foyer: Foyer) -> Truth:
    """Entitled to the RSA socle, until 2015 with what it adds to earnings: what other rights follow from."""
    return reached_with_earnings(foyer, rsa_left(foyer))


@rsa_socle_due.since(FIRST_DAY_OF_PRIME, "Le complément d'activité n'y entre plus : la prime d'activité le remplace.")
def _(foyer: Foyer) -> Truth:
    return reached(foyer, rsa_left(foyer))


def reached_with_earnings(foyer: Foyer, left: Amount) -> Truth:
    """Something is left to pay, and with what it adds to earnings it is enough to be paid (CASF R262-39)."""
    kept = foyer.law["rsa/part_revenus_activite_conservee"] * rsa_revenus_activite(foyer)
    return (left > 0.0) & (most(left + kept, 0.0) >= foyer.law["rsa/montant_minimum_verse"])


def reached(foyer: Foyer, left: Amount) -> Truth:
    """What is left is enough to be paid (CASF R262-39)."""
    return left >= foyer.law["rsa/montant_minimum_verse"]


@quantity
def rsa_left(foyer: Foyer) -> Amount:
    """What resources and the forfait logement leave of the greater of the two montants forfaitaires, EUR a month."""
    granted = most(montant_forfaitaire(foyer) * rsa_ordinary(foyer).counted, rsa_majore(foyer))
    return granted - rsa_forfait_logement(foyer) - base_ressources(foyer)


@quantity
def rsa_left_to_all(foyer: Foyer) -> Amount:
    """The same, whoever meets the other conditions: what resources decide, apart from these, EUR a month."""
    return most(montant_forfaitaire(foyer), rsa_majore(foyer)) - rsa_forfait_logement(foyer) - base_ressources(foyer)


@quantity
def rsa_with_earnings(foyer: Foyer) -> Amount:
    """RSA socle and activité together, EUR a month: 62 % of earnings are added (CASF D262-4, until 2015)."""
    kept = foyer.law["rsa/part_revenus_activite_conservee"]
    return most(rsa_left(foyer) + kept * rsa_revenus_activite(foyer), 0.0)


@quantity
def rsa_ordinary(foyer: Foyer) -> Truth:
    """The right without majoration: of age or with a child, no student, resident (CASF L262-4)."""
    children = rsa_enfants(foyer) > 0
    studies = foyer.any(rsa_of_age_not_student, among=adult) | (children & foyer.any(not_student, among=adult))
    return studies & foyer.any(rsa_resident, among=adult)


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


@quantity
def rsa_majore(foyer: Foyer) -> Amount:
    """Montant majoré of a lone parent or pregnant woman, 0 if not one, EUR a month (CASF L262-9, R262-1, R262-2)."""
    return lone_parent(foyer).then(majore(foyer, "rsa"))


def majore(foyer: Foyer, code: str) -> Amount:
    """What a lone parent's montant would be, EUR a month."""
    law = foyer.law
    share = rsa_enfants(foyer) * law[f"{code}/isolement_par_enfant"] + law[f"{code}/isolement_montant"]
    return share * law[f"{code}/montant_base"]


@quantity
def lone_parent(foyer: Foyer) -> Truth:
    """Pregnant, with a child under 3, or with a child and alone for a short time (CASF L262-9, R262-2)."""
    children, pregnant = rsa_enfants(foyer), rsa_pregnant(foyer)
    recent = recently_alone(foyer, foyer.law["rsa/isolement_delai"])
    in_time = foyer.any(under_3, among=child) | recent | pregnant
    return ~couple(foyer) & (pregnant | (children > 0)) & in_time & foyer.any(of_own_tax_return, among=adult)


@quantity
def under_3(person: Person) -> Truth:
    return younger(person, person.law["rsa/isolement_age_enfant"]) & ~financially_independent(person)


@quantity
def of_own_tax_return(person: Person) -> Truth:
    """Stands on nobody else's tax return."""
    return person.truth("independent")


@quantity
def rsa_personnes(foyer: Foyer) -> Amount:
    """Adults and children counted."""
    return foyer.adults + rsa_enfants(foyer)


@quantity
def montant_forfaitaire(foyer: Foyer) -> Amount:
    """Montant forfaitaire of the foyer, EUR a month (CASF R262-1)."""
    return foyer.law["rsa/montant_base"] * scale(foyer, rsa_personnes(foyer), "rsa")


def scale(foyer: Foyer, persons: Amount, code: str) -> Amount:
    """Multiple of the base: half more for the second person, 30 % for the next, 40 % from the third child on."""
    law = foyer.law
    second, following, third_child = (
        law[f"{code}/majoration_{of}"] for of in ("deuxieme_personne", "personne_suivante", "troisieme_enfant")
    )
    fourth = (persons >= 4).then(couple(foyer).then(following, third_child))
    return (
        1.0 + (persons >= 2).then(second) + (persons >= 3).then(following) + fourth
        + most(persons - 4.0, 0.0) * third_child
    )  # fmt: skip


@quantity
def forfait_logement_entier(foyer: Foyer, code: str = "rsa") -> Amount:
    """A share of the montant forfaitaire of 1, 2, 3 or more persons, EUR a month (CASF R262-9, CSS R844-3)."""
    law, persons = foyer.law, rsa_personnes(foyer)
    two = 1 + law[f"{code}/majoration_deuxieme_personne"]
    shares = {"1": 1.0, "2": two, "3": two + law[f"{code}/majoration_personne_suivante"]}
    one, two, three = (
        law[f"{code}/montant_base"] * size * law[f"{code}/forfait_logement", count] for count, size in shares.items()
    )
    return (persons >= 3).then(three, (persons >= 2).then(two, one))


@quantity
def rsa_forfait_logement(foyer: Foyer) -> Amount:
    return housing_counted(foyer, forfait_logement_entier(foyer))


def housing_counted(foyer: Foyer, whole: Amount) -> Amount:
    """What free housing or a housing benefit counts for, EUR a month (CASF R262-9, R262-10, CSS R844-3)."""
    at_home = foyer.code("tenure").isin("owner", "free")
    return at_home.then(whole, least(foyer.sum(housing_benefit), whole))


@quantity
def housing_benefit(person: Person) -> Amount:
    """Housing benefit of the month, EUR."""
    return person.income("housing_benefit", Window(0, 0))
