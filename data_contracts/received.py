"""What the connectors hand over: the accepted records of every source, and the rejected lines.

One model a dataset. Names are ours, in English; the producers' column names stay in the layouts. Every record
keeps the file and the line it came from. All of it lives in the identity zone.
Sources: Dares MiDAS dictionaries (FHS, FNA), CNAF ALLSTAT-FR6 and the web-rsa flows, INSEE death files.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, identity

SEX = {"1": "homme", "2": "femme"}
BIRTH_PRECISION = {"day": "jour connu", "month": "jour inconnu", "year": "jour et mois inconnus"}
CATEGORIES = {
    "1": "CDI plein temps", "2": "CDI temps partiel", "3": "CDD", "4": "non disponible", "5": "en emploi",
}  # fmt: skip
EARLIEST_BIRTH, LATEST_BIRTH = date(1890, 1, 1), date(2100, 12, 31)
EARLIEST_EVENT, LATEST_EVENT = date(1950, 1, 1), date(2999, 12, 31)


class Line(Table):
    """What every line of a delivery carries: where it was read."""

    file: str = column("name of the file in the delivery")
    line: int = column("line number in the file, from 1, headings included; row number in a Parquet file", minimum=1)


class Received(Line):
    """What every accepted record carries besides: one number that says dataset, file and line, to join by."""

    comes_in_order: ClassVar[bool] = True
    """The order of its lines."""

    record_no: int = column("number of the record, unique among all datasets of a period (see record_base)", minimum=1)


PROVENANCE = tuple(Received.model_fields)
"""Columns that no producer writes."""

FILES_BASE, DATASETS_BASE = 10**10, 10**13


class Registration(Received):
    """A jobseeker registered at Pôle emploi at the date of the stock (web-rsa flow, with FHS table DE columns)."""

    table_name: ClassVar[str] = "registrations"
    key: ClassVar[tuple[str, ...]] = ("file", "line")
    same: ClassVar[tuple[tuple[str, str], ...]] = (("nir", "nir_repeated"),)

    nir: str | None = identity("NIR as written, 13 characters without key", max_length=15)
    agency_id: str = identity("identifiant Pôle emploi", pattern=r"\d{7}[A-Z0-9]\d{3}")
    last_name: str = identity("used name", max_length=50)
    first_name: str = identity("first name", max_length=50)
    birth_date: date = identity("birth date, unknown parts as 01", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    status_date: date = column("date of the status", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    status_code: str = column("category of the registration", pattern=r"[0-9A-Z]{1,2}")
    nir_repeated: str | None = identity("NIR repeated by the flow (nir2)", max_length=15)
    commune_code: str | None = column(
        "commune of residence, INSEE code", pattern=r"\d[0-9AB]\d{3}", max_null_share=0.05
    )
    locality: str | None = identity("postcode and locality", max_length=38)
    street: str | None = identity("number and street", max_length=38)
    sex: str | None = column("sex (FHS SEXE)", codes=SEX)
    marital_status: str | None = column(
        "marital status (FHS SITMAT)",
        codes={"C": "célibataire", "D": "divorcé ou séparé", "M": "marié ou vie maritale", "V": "veuf"},
        max_null_share=0.2,
    )
    children: int | None = column("dependent children (FHS NENF)", minimum=0, maximum=20, max_null_share=0.2)
    category: str | None = column("category of jobseeker (FHS CATREGR)", codes=CATEGORIES)
    registered_on: date = column("start of the registration (FHS DATINS)", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)


class UnemploymentPayment(Received):
    """One spell of compensation (FNA table PJC): paid on a date d where code is 1 or 4 and start <= d <= end."""

    table_name: ClassVar[str] = "unemployment_payments"
    key: ClassVar[tuple[str, ...]] = ("file", "line")
    not_after: ClassVar[tuple[tuple[str, str], ...]] = (("start_date", "end_date"),)

    agency_id: str = identity("identifiant Pôle emploi", pattern=r"\d{7}[A-Z0-9]\d{3}")
    right_id: str = identity("right opened (KROD3)", pattern=r"[0-9A-Z]{1,15}")
    start_date: date = column("first day (KDDPJ)", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    end_date: date = column("last day (KDFPJ)", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    daily_gross_eur_day: Decimal = column("gross daily amount (KQBPJP)", unit="EUR/day", minimum=0, maximum=300)
    daily_wage_eur_day: Decimal | None = column(
        "daily reference wage (KQRSPP)", unit="EUR/day", minimum=0, maximum=2000
    )
    allowance_code: str = column("allocation (KCALF)", pattern=r"[0-9A-Z]{2}")
    payment_code: str = column(
        "state of the payment (KCPJC)",
        codes={"1": "payé", "2": "non payé, consommé", "3": "non payé, non consommé", "4": "aide"},
    )
    end_reason: str | None = column("reason of the end (KCFPP)", pattern=r"\d{2}")


STATE_OF_PAYMENT = {"0": "pas de droit", "1": "versé", "2": "calculé, sous le minimum de versement"}


class CafDossier(Received):
    """A CAF dossier at a month: the foyer, its rights and its resources (ALLSTAT-FR6 and the département flow)."""

    table_name: ClassVar[str] = "caf_dossiers"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    caf_code: str = column("CAF (NUMCAF)", pattern=r"\d{3}")
    dossier_number: str = identity("dossier (NORDALLC)", pattern=r"\d{8}")
    reference_month: date = column("month of the rights (DTREFFRE)", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    commune_code: str | None = column("commune of residence (numcom)", pattern=r"\d[0-9AB]\d{3}", max_null_share=0.05)
    address_2: str | None = identity("address line 2, inside the building", max_length=38)
    address_3: str | None = identity("address line 3, building, residence", max_length=38)
    address_4: str | None = identity("address line 4, number and street", max_length=38)
    address_5: str | None = identity("address line 5, lieu-dit", max_length=38)
    address_6: str | None = identity("address line 6, postcode and locality", max_length=38)
    family_situation: str = column(
        "SITFAM",
        codes={
            "0": "inconnue", "1": "célibataire", "2": "marié", "3": "vie maritale", "4": "veuf",
            "5": "divorcé", "6": "séparé", "7": "PACS",
        },
    )  # fmt: skip
    children: int = column("dependent children, family benefits (NBENLEFA)", minimum=0, maximum=20)
    housing_status: str | None = column(
        "housing of the foyer (STALOG)", codes={"1": "locataire", "2": "propriétaire", "3": "hébergé gratuitement"}
    )
    apl_state: str = column("APL (APLVERS)", codes=STATE_OF_PAYMENT)
    alf_state: str = column("ALF (ALFVERS)", codes=STATE_OF_PAYMENT)
    als_state: str = column("ALS (ALSVERS)", codes=STATE_OF_PAYMENT)
    housing_benefit_eur_month: Decimal | None = column(
        "housing benefit (MTAIDELO)", unit="EUR/month", minimum=0, maximum=2000
    )
    rsa_dossier_state: str | None = column(
        "state of the RSA dossier (etatdosrsa)",
        codes={
            "0": "en attente", "1": "refusé", "2": "ouvert et versable", "3": "suspendu", "4": "suspendu",
            "5": "clos", "6": "clos",
        },
    )  # fmt: skip
    rsa_benefit: str | None = column(
        "kind of RSA (natpf)",
        codes={
            "RSD": "socle", "RSI": "socle majoré", "RSU": "socle étranger", "RSB": "socle local", "RSJ": "socle jeune",
            "RCD": "activité", "RCI": "activité majoré", "RCU": "activité étranger", "RCB": "activité local",
            "RCJ": "activité jeune",
        },
    )  # fmt: skip
    rsa_state: str | None = column(
        "RSA right (RSAVERS)",
        codes={
            "C": "versé", "E": "versé", "J": "versé", "L": "versé",
            "S": "suspendu", "T": "suspendu", "U": "suspendu",
        },
    )  # fmt: skip
    rsa_eur_month: Decimal | None = column("RSA paid (MTRSAVER)", unit="EUR/month", minimum=0, maximum=5000)
    activity_bonus_state: str | None = column(
        "prime d'activité (PPAVERS)",
        codes={"0": "pas de droit", "1": "versée", "2": "sous le minimum", "3": "suspendue", "4": "en attente"},
    )
    activity_bonus_eur_month: Decimal | None = column("MTPPAVER", unit="EUR/month", minimum=0, maximum=5000)
    aah_state: str | None = column("AAH (AAHVERS)", codes=STATE_OF_PAYMENT)
    aah_eur_month: Decimal | None = column("AAH paid (MTAAHVER)", unit="EUR/month", minimum=0, maximum=5000)
    pension_kind: str | None = column(
        "pension known to the CAF (PENAAHVE)",
        codes={"0": "aucune", "2": "ASI", "3": "vieillesse", "4": "ASPA", "5": "réversion"},
    )
    earnings_1_eur_month: Decimal | None = column(
        "earnings of the foyer, month M-1 (MTACFOY1)", unit="EUR/month", minimum=0, maximum=50000
    )
    earnings_2_eur_month: Decimal | None = column(
        "earnings of the foyer, month M-2 (MTACFOY2)", unit="EUR/month", minimum=0, maximum=50000
    )
    earnings_3_eur_month: Decimal | None = column(
        "earnings of the foyer, month M-3 (MTACFOY3)", unit="EUR/month", minimum=0, maximum=50000
    )
    unemployment_1_eur_month: Decimal | None = column(
        "unemployment benefits, M-1 (MTCHFOY1)", unit="EUR/month", minimum=0, maximum=50000
    )
    unemployment_2_eur_month: Decimal | None = column(
        "unemployment benefits, M-2 (MTCHFOY2)", unit="EUR/month", minimum=0, maximum=50000
    )
    unemployment_3_eur_month: Decimal | None = column(
        "unemployment benefits, M-3 (MTCHFOY3)", unit="EUR/month", minimum=0, maximum=50000
    )
    total_1_eur_month: Decimal | None = column(
        "all resources of the foyer, M-1 (MTOTFOY1)", unit="EUR/month", minimum=0, maximum=50000
    )
    total_2_eur_month: Decimal | None = column(
        "all resources of the foyer, M-2 (MTOTFOY2)", unit="EUR/month", minimum=0, maximum=50000
    )
    total_3_eur_month: Decimal | None = column(
        "all resources of the foyer, M-3 (MTOTFOY3)", unit="EUR/month", minimum=0, maximum=50000
    )


class CafPerson(Received):
    """A person of a CAF dossier (département flow)."""

    table_name: ClassVar[str] = "caf_persons"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    caf_code: str = column("CAF (NUMCAF)", pattern=r"\d{3}")
    dossier_number: str = identity("dossier (NORDALLC)", pattern=r"\d{8}")
    role: str = column("role in the foyer (rolepers)", codes={"DEM": "allocataire", "CJT": "conjoint", "ENF": "enfant"})
    used_name: str = identity("used name (nom)", max_length=50)
    birth_name: str | None = identity("birth name (nomnai)", max_length=50)
    first_name: str = identity("first name (prenom)", max_length=50)
    second_name: str | None = identity("second first name (prenom2)", max_length=50)
    birth_date: date = identity("birth date, unknown parts as 01", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    nir: str | None = identity("NIR with key, as written, 15 characters", max_length=15, max_null_share=0.3)
    validated: str = column("identity validated (topvalec)", codes={"0": "non", "1": "oui"})
    sex: str = column("sex (SEXE)", codes=SEX)
    birth_commune: str | None = identity("name of the commune of birth (nomcomnai)", max_length=26)
    agency_id: str | None = identity("identifiant Pôle emploi (idassedic)", max_length=11)


class Pension(Received):
    """A pensioner of the régime général at a month, one line a person (our own fixed width layout)."""

    table_name: ClassVar[str] = "pensions"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    nir: str | None = identity("NIR with key, as written, 15 characters", max_length=15)
    birth_name: str = identity("birth name", max_length=30)
    used_name: str | None = identity("used name", max_length=30)
    first_name: str = identity("first name", max_length=20)
    sex: str = column("sex", codes=SEX)
    birth_date: date = identity("birth date, unknown parts as 01", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    birth_commune_code: str | None = identity("commune of birth, INSEE code", pattern=r"\d[0-9AB]\d{3}")
    marital_status: str | None = column(
        "marital status",
        codes={"C": "célibataire", "M": "marié, pacsé ou concubin", "D": "divorcé ou séparé", "V": "veuf"},
    )
    own_pension_eur_month: Decimal = column("main direct advantage", unit="EUR/month", minimum=0, maximum=10000)
    survivor_pension_eur_month: Decimal = column("survivor's advantage", unit="EUR/month", minimum=0, maximum=10000)
    supplements_eur_month: Decimal = column("supplements", unit="EUR/month", minimum=0, maximum=10000)
    minimum_kind: str | None = column(
        "minimum old-age benefit paid", codes={"ASPA": "CSS L815-1", "AS": "ancienne L815-2", "ASI": "CSS L815-24"}
    )
    minimum_eur_month: Decimal = column("minimum old-age benefit paid", unit="EUR/month", minimum=0, maximum=5000)
    spouse_resources_eur_month: Decimal | None = column(
        "spouse's resources as declared", unit="EUR/month", minimum=0, maximum=50000
    )
    effective_date: date = column("date of effect", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    commune_code: str | None = column(
        "commune of residence, INSEE code", pattern=r"\d[0-9AB]\d{3}", max_null_share=0.05
    )
    address_2: str | None = identity("address line 2", max_length=38)
    address_3: str | None = identity("address line 3", max_length=38)
    address_4: str | None = identity("address line 4, number and street", max_length=38)
    address_5: str | None = identity("address line 5", max_length=38)
    address_6: str | None = identity("address line 6, postcode and locality", max_length=38)


class HealthCover(Received):
    """A holder of a complementary health right (health insurance, optional source)."""

    table_name: ClassVar[str] = "health_covers"
    key: ClassVar[tuple[str, ...]] = ("file", "line")
    not_after: ClassVar[tuple[tuple[str, str], ...]] = (("start_date", "end_date"),)

    nir: str | None = identity("NIR with key, as written, 15 characters", max_length=15)
    last_name: str = identity("used name", max_length=50)
    first_name: str = identity("first name", max_length=50)
    birth_date: date = identity("birth date", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    kind: str = column(
        "right held",
        codes={"CMUC": "CMU-C", "ACS": "ACS", "CSSG": "CSS gratuite", "CSSP": "CSS avec participation"},
    )
    start_date: date = column("first day", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)
    end_date: date = column("last day", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)


class Death(Received):
    """A death registered by INSEE; files are by month of processing and hold duplicates."""

    table_name: ClassVar[str] = "deaths"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    names: str = identity("NOM*PRENOMS/", max_length=80, pattern=r"[^*]*\*[^/]*/?.*")
    sex: str = column("sex", codes=SEX)
    birth_date: date | None = identity(
        "birth date, unknown parts as 01; missing if the year is unknown",
        minimum=date(1850, 1, 1),
        maximum=LATEST_BIRTH,
    )
    birth_precision: str | None = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    birth_commune_code: str | None = identity("commune of birth, INSEE code", pattern=r"\d[0-9AB]\d{3}")
    death_date: date = identity("date of death", minimum=date(1900, 1, 1), maximum=LATEST_EVENT)


class Objection(Received):
    """Someone who said no to being part of this (CRPA R114-9-7)."""

    table_name: ClassVar[str] = "objections"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    nir: str | None = identity("NIR, 13 or 15 characters", max_length=15)
    last_name: str = identity("used or birth name", max_length=50)
    first_name: str = identity("first name", max_length=50)
    birth_date: date = identity("birth date", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    objected_on: date = column("date of the objection", minimum=EARLIEST_EVENT, maximum=LATEST_EVENT)


class ProtectedAddress(Received):
    """Someone whose address must not be used, as a service that helps victims of violence tells it.

    The register says who, never where: no address is in it (strict necessity).
    """

    table_name: ClassVar[str] = "protected_addresses"
    key: ClassVar[tuple[str, ...]] = ("file", "line")

    nir: str | None = identity("NIR, 13 or 15 characters", max_length=15)
    last_name: str = identity("used or birth name", max_length=50)
    first_name: str = identity("first name", max_length=50)
    birth_date: date = identity("birth date", minimum=EARLIEST_BIRTH, maximum=LATEST_BIRTH)
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)


class RejectedLine(Line):
    """A line the gate refused, with every reason; the raw text lives in the identity zone only."""

    table_name: ClassVar[str] = "rejected_lines"
    key: ClassVar[tuple[str, ...]] = ("dataset", "file", "line")

    dataset: str = column("dataset the line belongs to")
    raw: str | None = identity("the line as it came")
    reasons: list[str] = column("every reason: `field: what was expected`, never the value")


DATASETS: dict[str, type[Received]] = {
    model.table_name: model
    for model in (
        CafPerson, Pension, Registration, HealthCover, CafDossier, UnemploymentPayment, Death, Objection,
        ProtectedAddress,
    )
}  # fmt: skip
"""Every dataset a layout can describe, those that bear people first, in the order they are trusted for who and where:
the CAF has birth names and an address it pays to, then the CNAV, then Pôle emploi."""


def record_base(dataset: str, file_position: int) -> int:
    """What is added to a line number to make a record's number: `dataset` 1-9, `file_position` from 0 to 999."""
    return rank_of(dataset) * DATASETS_BASE + file_position * FILES_BASE


def rank_of(dataset: str) -> int:
    """The rank of a dataset in DATASETS, from 1."""
    return list(DATASETS).index(dataset) + 1


def dataset_rank(record_no: str) -> str:
    """SQL: the rank of the dataset of a record, from its number."""
    return f"({record_no} // {DATASETS_BASE})"


SOURCES: dict[str, tuple[str, ...]] = {
    "pole_emploi": ("registrations", "unemployment_payments"),
    "caf": ("caf_dossiers", "caf_persons"),
    "cnav": ("pensions",),
    "cnam": ("health_covers",),
    "deaths": ("deaths",),
    "objections": ("objections",),
    "protected_addresses": ("protected_addresses",),
}
"""Which datasets a delivery of each source holds."""

OPTIONAL_SOURCES = frozenset({"cnam", "deaths", "objections", "protected_addresses"})

REGISTERS = frozenset({"objections", "protected_addresses"})
"""Sources that send their whole list each month: where nobody joined or left it, the same file comes again."""
