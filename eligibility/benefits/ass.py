"""ASS: of jobseekers whose unemployment insurance has run out, after five years of work; a right of a person.

Belongs here: the right, and what counts of either of a couple. Does not: the RSA, which may be added. Articles are the
code du travail's.
"""

from datetime import date

from eligibility.benefits.common import couple, of_age_of_generation, of_partner, younger
from eligibility.bounds import Amount, Truth, least, most
from eligibility.frames.person import Person
from eligibility.frames.quantities import quantity
from eligibility.frames.windows import MONTH, MONTH_BEFORE, Window
from eligibility.rights import UNTOLD, Condition, Right, Shown, rule

YEAR = Window(12, 1)
DAYS_OF_A_MONTH = 30
ARTICLES = "CT L5421-3, L5421-4, L5423-1, L5423-6, L5423-7, R5423-1 à R5423-13"
IGNORES = (
    "l'assurance chômage reçue puis épuisée : elle est supposée, si rien n'en est versé (CT L5423-1)",
    "les années d'activité dont sont dispensés ceux qui ont élevé un enfant (CT R5423-1, 1°)",
    "les durées de cotisation, qui mettent fin au droit dès l'âge légal de la retraite (CT L5421-4, 1°)",
    "les mois d'une reprise d'emploi, où l'allocation et le salaire s'ajoutent (CT R5425-2 à R5425-6)",
    "les artistes et autres professions aux conditions propres (CT L5423-2, L5423-3)",
    "le conjoint qui dirige une micro-entreprise, dont les revenus ne comptent pas ainsi (CT R5423-2)",
    "le nombre de jours du mois : trente sont comptés",
)
YOUNG = 60
"""Before that age nobody wonders whether they could retire."""
LAST_DAY_WITH_AAH = date(2016, 12, 31)


@rule(
    "ass",
    of=Person,
    article=ARTICLES,
    start=date(2009, 1, 1),
    end=LAST_DAY_WITH_AAH,
    ignores=(*IGNORES, "la majoration de certains demandeurs d'emploi âgés, éteinte en 2016"),
)
def ass_beside_aah(person: Person) -> Right:
    return _right(person)


@rule("ass", of=Person, article=ARTICLES, start=date(2017, 1, 1), ignores=IGNORES)
def ass(person: Person) -> Right:
    """No more beside the AAH (CT L5423-7, loi 2016-1917, art. 87)."""
    without = Condition(
        "sans_aah",
        "Ne pas recevoir l'AAH",
        "CT L5423-7",
        person.income("aah", MONTH) <= 0.0,
        "Vous ne recevez pas l'AAH",
        otherwise="Cette aide ne s'ajoute en général pas à l'AAH, que vous recevez",
    )
    return _right(person, without)


def _right(person: Person, *more: Condition) -> Right:
    law = person.law
    daily, years = law["ass/montant_journalier"], law["ass/annees_travaillees"]
    whole = least(daily * DAYS_OF_A_MONTH)
    jobseeker, insured = person.code("work_state").isin("jobseeker"), person.income("unemployment", MONTH) > 0.0
    amount = least(whole, ass_ceiling(person) - ass_resources(person))
    resources = (
        Shown("Plafond de ressources", ass_ceiling(person), article="CT R5423-1, 3°"),
        Shown("Ressources du foyer, moyenne de douze mois", ass_resources(person), article="CT R5423-2 à R5423-5"),
        Shown("dont celles du conjoint", ass_partner_resources(person) / 12),
    )
    return Right(
        (
            Condition(
                "chomage",
                "Chercher un emploi, sans assurance chômage",
                "CT L5423-1, L5421-3",
                jobseeker & (person.income("unemployment", MONTH) <= 0.0),
                "Vous cherchez un emploi et ne touchez plus l'allocation chômage",
                otherwise="Cette aide est pour les personnes inscrites comme demandeurs d'emploi, sans allocation "
                "chômage",
                closer=(
                    (
                        jobseeker & insured,
                        "Vous recevez une allocation chômage. Cette aide peut venir ensuite, quand celle-ci s'arrête",
                    ),
                ),
            ),
            Condition(
                "activite",
                "Avoir travaillé cinq ans sur les dix qui précèdent la fin du dernier contrat",
                "CT R5423-1, 1°",
                person.number("years_worked_of_10") >= years,
                "Vous avez travaillé au moins cinq ans sur les dix années avant la fin de votre dernier emploi",
                (Shown("Années travaillées sur dix ans", person.number("years_worked_of_10"), "ans"),),
                "Il faut avoir travaillé cinq ans sur les dix années avant la fin du dernier emploi, ou moins pour les "
                "personnes qui se sont arrêtées pour élever un enfant",
            ),
            Condition(
                "age",
                "Ne pas avoir l'âge de la retraite à taux plein",
                "CT L5421-4, 2°, CSS L351-8, 1°",
                ~of_age_of_generation(person, "retraite/age_taux_plein"),
                "Vous n'avez pas encore l'âge de la retraite à taux plein",
                otherwise="À l'âge de la retraite à taux plein, la retraite prend la place de cette aide",
                closer=((younger(person, YOUNG), UNTOLD),),
            ),
            *more,
            Condition(
                "ressources",
                "Les ressources de douze mois laissent au moins un jour d'allocation sous le plafond",
                "CT R5423-1, 3°, R5423-2, R5423-13",
                amount.rounded() >= daily,
                "Les ressources de votre foyer sur douze mois sont sous le plafond de l'ASS",
                resources,
                "Les ressources de votre foyer sur douze mois dépassent le plafond de l'ASS, ou presque",
            ),
        ),
        person.received("ass"),
        most(amount, 0.0),
        (Shown("Allocation entière, trente jours", whole), *resources),
    )


@quantity
def ass_ceiling(person: Person) -> Amount:
    """70 daily amounts for one, 110 for a couple, EUR a month (CT R5423-1, 3°)."""
    alone, both = (person.law["ass/plafond", of] * person.law["ass/montant_journalier"] for of in ("seul", "couple"))
    return couple(person).then(both, alone)


@quantity
def ass_replaced(person: Person) -> Truth:
    """Something replaced earnings in the last of the twelve months."""
    kinds = ("unemployment", "sickness", "own_pension", "survivor_pension")
    return person.income(kinds, MONTH_BEFORE) > 0.0


def unless_ended(person: Person, kind: str) -> Amount:
    """Of earnings and allowances that have ended nothing counts, or 70 % if replaced, EUR of the year (CT R5423-5)."""
    law, year = person.law, person.income(kind, YEAR, "taxable")
    left, lost = (1 - law[f"ass/part_revenus_conjoint_{kind_of}"] for kind_of in ("substitues", "non_substitues"))
    ended = person.income(kind, MONTH_BEFORE) <= 0.0
    return ended.then(ass_replaced(person).then(year * left, year * lost), year)


@quantity
def ass_income(person: Person) -> Amount:
    """As declared to the tax, of twelve months, EUR; the AAH too (CT R5423-2)."""
    kinds = (
        "own_pension", "survivor_pension", "invalidity_pension", "sickness", "alimony_received", "capital", "other",
    )  # fmt: skip
    earned = unless_ended(person, "wages") + unless_ended(person, "self_employment")
    return earned + person.income(kinds, YEAR, "taxable") + person.income("aah", YEAR)


@quantity
def ass_own_resources(person: Person) -> Amount:
    """Of the claimant, whose insurance and ASS do not count, EUR of the year (CT R5423-3, R5423-4)."""
    return most(ass_income(person) - person.income("alimony_paid", YEAR), 0.0)


@quantity
def ass_resources_as_partner(person: Person) -> Amount:
    """Of a claimant's partner, with insurance and ASS, EUR of the year (CT R5423-2)."""
    received = ass_income(person) + unless_ended(person, "unemployment") + unless_ended(person, "ass")
    return person.adult.then(most(received - person.income("alimony_paid", YEAR), 0.0))


@quantity
def ass_partner_resources(person: Person) -> Amount:
    """EUR of the year."""
    return of_partner(person, ass_resources_as_partner(person))


@quantity
def ass_resources(person: Person) -> Amount:
    """Mean of twelve months, EUR a month (CT R5423-2)."""
    return (ass_own_resources(person) + ass_partner_resources(person)) / 12
