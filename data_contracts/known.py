"""What the linkage hands over: who is who, and what the files together say of each.

`records`, `identities` live in the identity zone; everything else is pseudonymous. A missing fact is missing,
never zero: every nullable column below means "the files do not say".
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, identity, pseudonym
from data_contracts.places import TERRITORIES
from data_contracts.received import BIRTH_PRECISION, CATEGORIES, SEX

PROFILES = {
    "working_poor_children": "travailleurs pauvres avec enfants",
    "working_poor": "travailleurs pauvres sans enfant",
    "single_no_work": "personnes seules sans activité, en âge de travailler",
    "single_poor_pensioner": "retraités isolés et pauvres",
    "other": "autres situations",
}
"""The four profiles of the pilots (mission.md), and the rest."""

TIERS = {
    "certain": "NIR et naissance concordants",
    "probable": "nom, prénom et naissance concordants",
    "alone": "un seul fichier connaît la personne",
}

DOUBTS = {
    "nir_absent": "NIR absent",
    "nir_malforme": "NIR mal formé",
    "nir_cle_fausse": "clé du NIR fausse",
    "nir_incoherent": "NIR incohérent avec le sexe ou la naissance",
    "nir_partage": "NIR porté par des personnes différentes",
    "naissance_incomplete": "jour ou mois de naissance inconnu",
    "naissance_divergente": "naissance différente d'un fichier à l'autre",
    "nom_graphie": "nom écrit hors de la norme (accents, traits d'union, minuscules)",
    "nom_divergent": "nom ou prénom différent d'un fichier à l'autre",
    "nom_prenom_inverses": "nom et prénom inversés",
    "adresse_divergente": "commune différente d'un fichier à l'autre",
    "doublon": "ligne répétée dans le fichier",
    "homonyme": "même nom et même naissance, NIR différents",
    "jumeaux": "même naissance dans le même foyer",
    "decede": "figure au fichier des décès",
}


NIR_STATES = {
    "usable": "bien formé, clé juste, cohérent avec le sexe et la naissance",
    "absent": "absent",
    "malformed": "mal formé",
    "wrong_key": "clé fausse",
    "provisional": "numéro provisoire",
    "incoherent": "incohérent avec le sexe ou la naissance",
}

NIR_PARTS = {
    "sex": "sexe",
    "birth_year": "année de naissance",
    "birth_month": "mois de naissance",
    "birthplace": "lieu de naissance",
}
"""Parts of a NIR that another column of the record can contradict; the place is soft, it changes no state."""


class NormalisedRecord(Table):
    """A record that bears a person, in the form all sources share; names are upper case, without accents or signs."""

    table_name: ClassVar[str] = "records"
    key: ClassVar[tuple[str, ...]] = ("record_no",)

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    file: str = column("file of the record")
    line: int = column("line of the record", minimum=1)
    nir: str | None = identity("NIR, 13 characters, upper case, whatever its state")
    nir_state: str = column("what the NIR is worth", codes=NIR_STATES)
    nir_disagreements: list[str] = column(
        f"parts of a well-formed NIR that the record contradicts, among {', '.join(NIR_PARTS)}"
    )
    used_name: str = identity("used name")
    birth_name: str | None = identity("birth name")
    first_name: str = identity("first name")
    unusual_spelling: bool = column("a name is not written as producers do")
    birth_date: date = identity("birth date, unknown parts as 01")
    birth_precision: str = column("which parts of the birth date are known", codes=BIRTH_PRECISION)
    birth_place_code: str | None = identity("place of birth, INSEE code, where the source has it")
    sex: str | None = column("sex", codes=SEX)
    commune_code: str | None = column("commune of residence, INSEE code")
    local_id: str = identity("the producer's own number: agency identifier, dossier and rank")


class PersonRecord(Table):
    """Which person a record was given to, and how surely; the file and the line are in `records`."""

    table_name: ClassVar[str] = "person_records"
    key: ClassVar[tuple[str, ...]] = ("record_no",)

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    person_no: int = column("the person within the month: the least number of the person's records", minimum=1)
    person_id: str = pseudonym("pseudonym of the person, 20 hexadecimal characters")
    tier: str = column("how sure the match is", codes=TIERS)


class RecordDoubt(Table):
    """A record that was accepted, but of which something must be known before trusting it."""

    table_name: ClassVar[str] = "record_doubts"
    key: ClassVar[tuple[str, ...]] = ("record_no", "doubt")

    record_no: int = column("number of the record, see Received", minimum=1)
    dataset: str = column("dataset of the record")
    file: str = column("file of the record")
    line: int = column("line of the record", minimum=1)
    doubt: str = column("what is doubtful", codes=DOUBTS)


class PersonIdentity(Table):
    """The identity to write to: the best known name and address of a person."""

    table_name: ClassVar[str] = "identities"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
    nir: str | None = identity("NIR, 13 characters, where valid and coherent")
    last_name: str = identity("used name")
    birth_name: str | None = identity("birth name")
    first_name: str = identity("first name")
    birth_date: date = identity("birth date, unknown parts as 01")
    sex: str | None = column("sex", codes=SEX)
    address_2: str | None = identity("address line 2, inside the building", max_length=38)
    address_3: str | None = identity("address line 3, building", max_length=38)
    address_4: str | None = identity("address line 4, number and street", max_length=38)
    address_5: str | None = identity("address line 5, lieu-dit", max_length=38)
    address_6: str | None = identity("address line 6, postcode and locality", max_length=38)


class PersonSituation(Table):
    """What the files together say of a person at a period."""

    table_name: ClassVar[str] = "person_situations"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
    household_no: int = column("the household the law counts, see HouseholdSituation", minimum=1)
    role: str = column("place in the household", codes={"adult": "adulte", "child": "enfant à charge"})
    household_inferred: bool = column(
        "the household was put together from two people's own files (`two_files`): nothing of one of them may be "
        "shown to the other"
    )
    tier: str = column("weakest match among the person's records", codes=TIERS)
    birth_month: date = column("first day of the month of birth")
    sex: str | None = column("sex", codes=SEX)
    commune_code: str | None = column("commune of residence, INSEE code")
    department: str | None = column("département of residence")
    density_level: int | None = column(
        "density grid, 1 (grand centre urbain) to 7 (très dispersé)", minimum=1, maximum=7
    )
    territory: str | None = column(
        "density grid in 3 levels", codes={code: label for code, (label, _) in TERRITORIES.items()}
    )
    profile: str = column("profile of the pilots", codes=PROFILES)
    jobseeker: bool | None = column("registered at Pôle emploi; missing without that source")
    jobseeker_category: str | None = column("category of jobseeker; 5: in employment", codes=CATEGORIES)
    allowance_kind: str | None = column(
        "unemployment benefit paid at the end of the period; NONE: registered, nothing paid",
        codes={"ARE": "assurance", "ASS": "solidarité", "OTHER": "autre", "NONE": "aucune"},
    )
    daily_allowance_eur_day: Decimal | None = column("gross daily amount paid, 0 if none", unit="EUR/day", minimum=0)
    pensioner: bool | None = column("receives a pension of the régime général; missing without that source")
    pension_eur_month: Decimal | None = column(
        "own and survivor's pensions and supplements", unit="EUR/month", minimum=0
    )
    minimum_kind: str | None = column(
        "minimum old-age benefit paid", codes={"ASPA": "ASPA", "AS": "AS", "ASI": "ASI", "NONE": "aucun"}
    )
    minimum_eur_month: Decimal | None = column("minimum old-age benefit paid", unit="EUR/month", minimum=0)
    health_cover: str | None = column(
        "complementary health right held at the end of the period; missing without that source",
        codes={
            "CMUC": "CMU-C",
            "ACS": "ACS",
            "CSSG": "CSS gratuite",
            "CSSP": "CSS avec participation",
            "NONE": "aucune",
        },
    )
    deceased: bool = column("found in the file of deaths")
    objected: bool = column("found among the objections")
    homonym: bool = column("someone else bears the same name and birth date")
    sources: list[str] = column("datasets the person is known from")


class HouseholdSituation(Table):
    """What the files together say of a household at a period; `known_from` says which file it is built on."""

    table_name: ClassVar[str] = "household_situations"
    key: ClassVar[tuple[str, ...]] = ("household_no",)

    household_no: int = column(
        "the household within the month: the number of its dossier's record, or the least of its known persons'",
        minimum=1,
    )
    household_id: str = pseudonym("pseudonym of the household")
    known_from: str = column(
        "source of the composition",
        codes={
            "caf": "dossier CAF",
            "two_files": "deux fiches (Pôle emploi, CNAV) d'un même couple",
            "pole_emploi": "fiche Pôle emploi",
            "cnav": "fiche CNAV",
            "cnam": "assurance maladie seule",
        },
    )
    couple: bool | None = column("two adults")
    children: int | None = column("dependent children", minimum=0)
    oldest_adult_birth_month: date | None = column("month of birth of the oldest adult known")
    housing_status: str | None = column(
        "housing", codes={"1": "locataire", "2": "propriétaire", "3": "hébergé gratuitement"}
    )
    housing_benefit_eur_month: Decimal | None = column("housing benefit paid, 0 if none", unit="EUR/month", minimum=0)
    earnings_eur_month: Decimal | None = column("earnings, mean of the last 3 months", unit="EUR/month", minimum=0)
    replacement_eur_month: Decimal | None = column(
        "unemployment benefits: mean of the last 3 months in a CAF dossier, elsewhere 30 days of what is paid now",
        unit="EUR/month", minimum=0,
    )  # fmt: skip
    pensions_eur_month: Decimal | None = column("pensions and minimum old-age benefits", unit="EUR/month", minimum=0)
    other_eur_month: Decimal | None = column(
        "other resources: mean of the last 3 months in a CAF dossier; in a couple of two files, what one declares of "
        "the other's beyond what the files say",
        unit="EUR/month", minimum=0,
    )  # fmt: skip
    rsa_state: str | None = column(
        "RSA socle at the period; missing where the CAF does not know the household and did not deliver",
        codes={"live": "versé", "suspended": "suspendu", "pending": "en attente", "refused": "refusé", "none": "aucun"},
    )
    rsa_eur_month: Decimal | None = column("RSA paid", unit="EUR/month", minimum=0)


class Deceased(Table):
    """A known person found in the file of deaths."""

    table_name: ClassVar[str] = "deceased"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")


class Objector(Table):
    """A known person who said no."""

    table_name: ClassVar[str] = "objectors"
    key: ClassVar[tuple[str, ...]] = ("person_no",)

    person_no: int = column("the person within the month, see PersonRecord", minimum=1)
    person_id: str = pseudonym("pseudonym of the person")
