"""Situations: what the files together say of each person and household at a period, one row each.

Pseudonymous: they live in the analysis zone. A missing fact is missing, never zero: every nullable column means "the
files do not say". Belongs here: the two wide tables. Does not: single facts by month and kind (`facts`), who is who
(`known`).
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from data_contracts.columns import Table, column, pseudonym
from data_contracts.known import TIERS
from data_contracts.places import TERRITORIES
from data_contracts.received import CATEGORIES, SEX

PROFILES = {
    "working_poor_children": "travailleurs pauvres avec enfants",
    "working_poor": "travailleurs pauvres sans enfant",
    "single_no_work": "personnes seules sans activité, en âge de travailler",
    "single_poor_pensioner": "retraités isolés et pauvres",
    "other": "autres situations",
}
"""The four profiles of the pilots (mission.md), and the rest."""


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
        "unemployment benefit paid at the end of the period; NONE: nothing paid; missing without that source, or where "
        "it is paid under a number that two people bear",
        codes={"ARE": "assurance", "ASS": "solidarité", "OTHER": "autre", "NONE": "aucune"},
    )
    daily_allowance_eur_day: Decimal | None = column(
        "gross daily amount paid, 0 if none; missing as `allowance_kind` is", unit="EUR/day", minimum=0
    )
    pensioner: bool | None = column(
        "receives a pension of the régime général, begun by the end of the period; missing without that source"
    )
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
    protected_address: bool = column("found among the protected addresses: nothing may be sent there")
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
