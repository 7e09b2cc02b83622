"""A territory of a few planted people: each is a sound candidate except for what a test says of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import campaigns
from campaigns.already_known import KNOWN
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
    "objected": False, "protected_address": False, "homonym": False, "sources": ["registrations", "caf_dossiers"],
    "nir": "2800144109001", "last_name": "DUPONT", "birth_name": "MARTIN", "first_name": "JEANNE",
    "birth_date": date(1980, 1, 15), "address_4": "5 bis, rue de l'Église", "address_6": "44000 Nantes",
}  # fmt: skip


def person_id(number: int) -> str:
    return f"{number:020x}"


class Territory:
    """People, in the tables that a campaign reads."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 1})  # few people: others only cost
        self.people: list[dict[str, Any]] = []
        self.known: list[dict[str, Any]] = []

    def add(self, number: int, **said: Any) -> None:
        """Plant a person, or another right of theirs; a household of their own unless said otherwise."""
        ids = {"person_id": person_id(number), "household_id": f"{number + 4096:020x}", "person_no": number + 1}
        person = {**SOUND, **ids, **said}
        self.people.append({"household_no": int(person["household_id"], 16), **person})

    def know(self, number: int, fact: str, **said: Any) -> None:
        """Have the ledger know a fact of a person; of any benefit, for ever, unless said otherwise."""
        person = {"person_id": person_id(number), "household_id": f"{number + 4096:020x}"}
        self.known.append({**person, "benefit": None, "fact": fact, "campaign": "une-autre", "until": None, **said})

    def target(self, campaign: Campaign, period: Period = PERIOD) -> Targeting:
        return target(
            self.con, campaign, period, known=self.ledger(), household_situations=self.households(), **self.tables()
        )

    def ledger(self) -> pl.DataFrame:
        """What the ledger knows."""
        return pl.DataFrame(self.known, schema=KNOWN)

    def households(self) -> duckdb.DuckDBPyRelation:
        """The households of the people planted."""
        columns = {"household_no": "BIGINT", "oldest_adult_birth_month": "DATE"}
        homes = {person["household_no"]: person for person in self.people}
        rows = [{"oldest_adult_birth_month": person["birth_month"], **person} for person in homes.values()]
        return self._filled("given_household_situations", columns, rows)

    def tables(self) -> dict[str, duckdb.DuckDBPyRelation]:
        """What a campaign reads, by name."""
        models: dict[str, type[Table]] = {
            "assessments": Assessment, "person_situations": PersonSituation, "identities": PersonIdentity,
        }  # fmt: skip
        return {name: self._relation(model) for name, model in models.items()}

    def _relation(self, table: type[Table]) -> duckdb.DuckDBPyRelation:
        columns = {column.name: column.duckdb_type for column in table.columns()}
        rows = {tuple(person[name] for name in table.key): person for person in self.people}
        return self._filled(f"given_{table.table_name}", columns, list(rows.values()))

    def _filled(self, name: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> duckdb.DuckDBPyRelation:
        declared = ", ".join(f"{column} {type_}" for column, type_ in columns.items())
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({declared})")
        if rows:
            places = ", ".join([f"({', '.join('?' * len(columns))})"] * len(rows))
            self.con.execute(f"INSERT INTO {name} VALUES {places}", [row.get(c) for row in rows for c in columns])
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
