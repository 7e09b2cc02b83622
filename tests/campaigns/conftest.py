"""A territory of a few planted people: each is a sound candidate except for what a test says of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import campaigns
from campaigns.targeting import Targeting, target
from data_contracts.campaign import Campaign
from data_contracts.campaign_file import load_campaign
from data_contracts.columns import Table
from data_contracts.decided import Assessment
from data_contracts.described import PersonSituation
from data_contracts.known import PersonIdentity
from data_contracts.period import Period

FILES = Path(campaigns.__file__).parent / "files"
PERIOD = Period(2014, 5)

SOUND: dict[str, Any] = {
    "benefit": "rsa_socle", "verdict": "likely", "amount_min_eur_month": Decimal("120.50"),
    "amount_max_eur_month": Decimal("240.00"), "signals": ["allocation_sous_montant_forfaitaire", "minimum_vieillesse"],
    "missing": ["logement", "résidence stable"], "presumed": [], "unmet": [], "undecided": [],
    "why": "Allocation de 12,00 EUR par jour ; CASF, article L262-2.",
    "role": "adult", "household_inferred": False,
    "tier": "certain", "birth_month": date(1980, 1, 1), "sex": "2", "commune_code": "44109",
    "department": "44", "density_level": 1, "territory": "urban",
    "profile": "single_no_work", "jobseeker": True, "deceased": False,
    "objected": False, "homonym": False, "sources": ["registrations", "caf_dossiers"],
    "nir": "2800144109001", "last_name": "DUPONT", "birth_name": "MARTIN", "first_name": "JEANNE",
    "birth_date": date(1980, 1, 15), "address_4": "5 bis, rue de l'Église", "address_6": "44000 Nantes",
}  # fmt: skip


def person_id(number: int) -> str:
    return f"{number:020x}"


class Territory:
    """People, in the tables that a campaign reads."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.people: list[dict[str, Any]] = []

    def add(self, number: int, **said: Any) -> None:
        """Plant a person; a household of their own unless said otherwise."""
        ids = {"person_id": person_id(number), "household_id": f"{number + 4096:020x}", "person_no": number + 1}
        self.people.append({**SOUND, **ids, **said})

    def target(self, campaign: Campaign, period: Period = PERIOD) -> Targeting:
        return target(self.con, campaign, period, **self.tables())

    def tables(self) -> dict[str, duckdb.DuckDBPyRelation]:
        """What a campaign reads, by name."""
        models: dict[str, type[Table]] = {
            "assessments": Assessment, "person_situations": PersonSituation, "identities": PersonIdentity,
        }  # fmt: skip
        return {name: self._relation(model) for name, model in models.items()}

    def _relation(self, table: type[Table]) -> duckdb.DuckDBPyRelation:
        columns = list(table.columns())
        name = f"given_{table.table_name}"
        declared = ", ".join(f"{column.name} {column.duckdb_type}" for column in columns)
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
        values = [[person.get(column.name) for column in columns] for person in self.people]
        if values:
            self.con.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", values)
        return self.con.table(name)


def edited(campaign: Campaign, **changes: Any) -> Campaign:
    """The campaign with some keys changed, checked again."""
    return Campaign.model_validate({**campaign.model_dump(), **changes})


@pytest.fixture
def territory() -> Territory:
    return Territory()


@pytest.fixture
def inform() -> Campaign:
    campaign = load_campaign(FILES / "rsa-socle-demandeurs-emploi.yaml")
    return edited(campaign, signals=["allocation_sous_montant_forfaitaire"])


@pytest.fixture
def simplify() -> Campaign:
    campaign = load_campaign(FILES / "complementaire-sante-minimum-vieillesse.yaml")
    return edited(campaign, signals=["minimum_vieillesse"])
