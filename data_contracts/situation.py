"""What `justedroit assess` reads: situations as five tables, from anywhere, one row a household, a person or an amount.

Belongs here: the facts that the law asks for, at a day. Does not: what the line itself keeps of a period (`known`,
`facts`), which is turned into these tables, nor any threshold of the law. A household is the *foyer* that the law
counts: one adult or a couple, and their dependent children. An empty cell means "not known", never zero and never no;
of incomes and benefits, what has no row is not known either, unless a row says that there is nothing else.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, identity
from data_contracts.facts import BENEFIT_STATES, BENEFITS_RECEIVED
from data_contracts.received import EARLIEST_BIRTH, EARLIEST_EVENT, LATEST_BIRTH, LATEST_EVENT, SEX

ROLES = {"adult": "adulte : la personne ou son conjoint, deux au plus par foyer", "child": "enfant ou autre à charge"}

TERRITORIES_OF_LAW = {
    "metropole": "France métropolitaine, hors Alsace-Moselle",
    "alsace_moselle": "Bas-Rhin, Haut-Rhin, Moselle",
    "drom": "Guadeloupe, Guyane, Martinique, La Réunion",
    "mayotte": "Mayotte",
    "com": "Saint-Barthélemy, Saint-Martin, Saint-Pierre-et-Miquelon",
}

TENURES = {
    "owner": "propriétaire, sans emprunt en cours",
    "owner_with_loan": "propriétaire qui rembourse un emprunt (accédant)",
    "social_tenant": "locataire d'un logement conventionné (HLM), vide",
    "tenant": "locataire d'un logement vide, non conventionné",
    "furnished_tenant": "locataire d'un meublé, non conventionné",
    "hostel": "résident d'un foyer ou d'une résidence (étudiants, jeunes travailleurs, personnes âgées)",
    "free": "logé gratuitement",
    "none": "sans domicile stable",
}

VAGUE_TENURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "some_tenant": ("locataire, on ne sait de quoi", ("social_tenant", "tenant", "furnished_tenant", "hostel")),
    "some_owner": ("propriétaire, avec ou sans emprunt en cours", ("owner", "owner_with_loan")),
}
"""Codes of who knows less: the label, and the tenures that it may be."""

NATIONALITIES = {"FR": "française", "EEA": "Espace économique européen ou Suisse", "OTHER": "autre"}

MARITAL_STATES = {
    "single": "célibataire",
    "married": "marié",
    "pacs": "pacsé",
    "widowed": "veuf",
    "divorced": "divorcé",
}

WORK_STATES = {
    "working": "en emploi, salarié ou à son compte",
    "jobseeker": "demandeur d'emploi, disponible",
    "retired": "retraité",
    "other": "autre : études, foyer, invalidité…",
}

KINDS_OF_INCOME = {
    "wages": "salaires, rémunération d'apprenti comprise",
    "self_employment": "bénéfice d'une activité à son compte, après abattement ou frais",
    "unemployment": "allocation d'assurance chômage (ARE et assimilées)",
    "sickness": "indemnités journalières de maladie",
    "own_pension": "pensions de retraite de droit direct",
    "survivor_pension": "pensions de réversion",
    "invalidity_pension": "pensions d'invalidité",
    "alimony_received": "pensions alimentaires reçues",
    "alimony_paid": "pensions alimentaires versées",
    "capital": "revenus de capitaux et loyers perçus",
    "other": "autres ressources, de nature inconnue",
    "ass": "allocation de solidarité spécifique (ASS)",
    "aah": "AAH",
    "aspa": "ASPA, ou allocation supplémentaire (ancien L815-2)",
    "asi": "ASI",
    "rsa": "RSA, socle et activité",
    "prime_activite": "prime d'activité",
    "housing_benefit": "aide au logement (APL, ALF, ALS)",
    "af": "allocations familiales, sans majoration pour âge",
    "af_age": "majoration des allocations familiales pour âge",
    "cf": "complément familial, sans majoration",
    "cf_increase": "majoration du complément familial",
    "asf": "allocation de soutien familial",
    "paje_base": "allocation de base de la PAJE",
    "prepare": "prestation partagée d'éducation de l'enfant, ou complément de libre choix d'activité",
}
"""Benefits of a whole household (RSA, housing, family) stand under any one of its people, once."""

EVERY_KIND = {"every": "tous les revenus"}
EVERY_OTHER = {"every_other": "toutes les autres prestations"}
HOLDERS_OF_BENEFITS = {"person": "une personne (person_id)", "household": "un foyer (household_id)"}
NOT_RECEIVED = {"none": "pas de droit ouvert ni de demande"}


class Household(Table):
    """A foyer at the day asked for, and where it lives."""

    table_name: ClassVar[str] = "households"
    key: ClassVar[tuple[str, ...]] = ("household_id",)

    household_id: str = column("your own name of the household")
    couple: bool | None = column("two adults live as a couple: married, pacsés or not")
    isolated_since: date | None = column(
        "of a lone adult: alone since that day (separation, widowhood, birth or first charge of a child, majority)",
        minimum=EARLIEST_EVENT, maximum=LATEST_EVENT,
    )  # fmt: skip
    territory: str | None = column("territory whose law applies", codes=TERRITORIES_OF_LAW)
    housing_zone: int | None = column("zone of housing benefits: 1, 2 or 3", minimum=1, maximum=3)
    tenure: str | None = column(
        "how the dwelling is held", codes={**TENURES, **{code: label for code, (label, _) in VAGUE_TENURES.items()}}
    )
    rent_eur_month: Decimal | None = column("rent without charges, 0 if none", unit="EUR/month", minimum=0)
    flat_share: bool | None = column("the dwelling is shared with others (colocation)")


class Member(Table):
    """A person of a household at the day asked for; adults are at most two, and a couple where two."""

    table_name: ClassVar[str] = "people"
    key: ClassVar[tuple[str, ...]] = ("person_id",)

    person_id: str = column("your own name of the person")
    household_id: str = column("household, see households")
    role: str = column("place in the household", codes=ROLES)
    birth_date: date | None = identity("birth date", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    sex: str | None = column("sex", codes=SEX)
    nationality: str | None = column("group of nationality", codes=NATIONALITIES)
    permit_since: date | None = column(
        "of foreigners: first day of the unbroken stay with a permit allowing work; of EEA nationals: of the residence",
        minimum=EARLIEST_EVENT, maximum=LATEST_EVENT,
    )  # fmt: skip
    student: bool | None = column("studies or unpaid training; not apprentices")
    scholarship: bool | None = column("holds a scholarship (bourse)")
    apprentice: bool | None = column("apprentice")
    independent: bool | None = column(
        "neither lives with their parents nor stands on their tax return: counts under 25; false of children"
    )
    pregnancy_month: int | None = column("month of pregnancy, 0 if none", unit="months", minimum=0, maximum=9)
    disability_rate: int | None = column("recognised rate of disability, 0 if none", unit="%", minimum=0, maximum=100)
    unfit_for_work: bool | None = column("recognised as unfit for work (inapte)")
    marital_state: str | None = column("marital state", codes=MARITAL_STATES)
    alternating_custody: bool | None = column("child who lives in turn with each parent; false of adults")
    work_state: str | None = column("what the person does", codes=WORK_STATES)
    jobseeker_since: date | None = column(
        "of jobseekers: first day of the current registration", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT
    )
    years_worked_of_10: int | None = column(
        "whole years worked in the 10 before the last job ended (ASS)", unit="years", minimum=0, maximum=10
    )
    hours_worked_of_3_years: int | None = column(
        "hours worked in the last 3 years (RSA of the under 25)", unit="hours", minimum=0
    )


class MonthlyIncome(Table):
    """An amount of a person and a month, in the forms in which the law may count it.

    Months go from January of the second year before (housing benefits until 2020) to the month asked for: a yearly
    amount is given as twelve twelfths. `net` is what is received; `taxable` what is declared to the tax, 0 if exempt;
    `gross` what is owed before contributions (old-age minimum). A form that is empty is not known.
    """

    table_name: ClassVar[str] = "incomes"
    key: ClassVar[tuple[str, ...]] = ("person_id", "month", "kind")
    months: ClassVar[tuple[str, ...]] = ("month",)

    person_id: str = column("person, see people")
    month: date = column("first day of the month it is the income of", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    kind: str = column("kind of income", codes=KINDS_OF_INCOME)
    net_eur_month: Decimal | None = column("received", unit="EUR/month", minimum=0)
    taxable_eur_month: Decimal | None = column("declared to the tax", unit="EUR/month", minimum=0)
    gross_eur_month: Decimal | None = column("before contributions", unit="EUR/month", minimum=0)


class IncomeCoverage(Table):
    """Months in which everything is known of a person's income of a kind: without a row in `incomes`, it is zero."""

    table_name: ClassVar[str] = "income_coverage"
    key: ClassVar[tuple[str, ...]] = ("person_id", "kind", "first_month")
    not_after: ClassVar[tuple[tuple[str, str], ...]] = (("first_month", "last_month"),)
    months: ClassVar[tuple[str, ...]] = ("first_month", "last_month")

    person_id: str = column("person, see people")
    kind: str = column("kind of income", codes={**KINDS_OF_INCOME, **EVERY_KIND})
    first_month: date = column("first day of the first month", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    last_month: date = column("first day of the last month", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)


class BenefitState(Table):
    """A benefit of a person or a household and its state at the day asked for.

    A row `every_other` with the state `none` says that the holder has no other than those with a row.
    """

    table_name: ClassVar[str] = "benefits"
    key: ClassVar[tuple[str, ...]] = ("holder", "holder_id", "benefit")

    holder: str = column("who holds it", codes=HOLDERS_OF_BENEFITS)
    holder_id: str = column("person_id or household_id")
    benefit: str = column("benefit", codes={**BENEFITS_RECEIVED, **EVERY_OTHER})
    state: str = column("state", codes={**BENEFIT_STATES, **NOT_RECEIVED})
    amount_eur_month: Decimal | None = column("amount paid", unit="EUR/month", minimum=0)
    since: date | None = column("first day of the right", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)


SITUATIONS: dict[str, type[Table]] = {
    model.table_name: model for model in (Household, Member, MonthlyIncome, IncomeCoverage, BenefitState)
}
"""The files of a folder of situations (`households.csv` or `.parquet`…); none is a table of the store."""
