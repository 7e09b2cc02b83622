"""Small files of accepted records, written as dicts: each is about the same JEANNE DUPONT, except for what a test says.

Every stage runs on a connection of its own, as in the pipeline, and every row it gives is held against its contract.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import duckdb

from data_contracts.columns import Table
from data_contracts.described import HouseholdSituation, PersonSituation
from data_contracts.facts import BenefitReceived, FactConflict, Income
from data_contracts.known import (
    Deceased,
    NormalisedRecord,
    Objector,
    PersonIdentity,
    PersonRecord,
    ProtectedPerson,
    RecordDoubt,
)
from data_contracts.period import Period
from data_contracts.received import DATASETS, SOURCES, record_base
from data_contracts.relations import Relation
from linkage.civil.records import normalise_records
from linkage.doubts import find_doubts
from linkage.flags import find_deceased, find_objectors, find_protected
from linkage.identities import find_identities
from linkage.matching.clusters import match_persons
from linkage.matching.naming import LastMonth
from linkage.situations.people import describe_people

PERIOD = Period(2014, 5)
KEY = b"a key of tests"
NIR = "2800144109001"
BEARERS = ("registrations", "caf_persons", "caf_dossiers", "pensions", "health_covers")
COMMUNES = [("44109", "Nantes", "44000", 300000, 1), ("77186", "Fontainebleau", "77300", 15000, 4)]

JEANNE: dict[str, Any] = {
    "nir": NIR, "last_name": "DUPONT", "used_name": "DUPONT", "first_name": "JEANNE", "birth_date": date(1980, 1, 15),
    "birth_precision": "day", "sex": "2", "commune_code": "44109",
}  # fmt: skip
EURO = Decimal(1)
DEFAULTS: dict[str, dict[str, Any]] = {
    "registrations": {
        "agency_id": "1234567A001", "status_date": date(2014, 5, 31), "status_code": "1", "marital_status": "C",
        "children": 0, "category": "1", "registered_on": date(2013, 6, 1), "street": "1 RUE DES LICES",
        "locality": "44000 NANTES",
    },
    "unemployment_payments": {
        "agency_id": "1234567A001", "right_id": "1", "start_date": date(2014, 1, 1), "end_date": date(2014, 12, 31),
        "daily_gross_eur_day": 12 * EURO, "allowance_code": "01", "payment_code": "1",
    },
    "caf_dossiers": {
        "caf_code": "441", "dossier_number": "00000001", "reference_month": date(2014, 5, 1), "family_situation": "1",
        "children": 0, "housing_status": "1", "apl_state": "0", "alf_state": "0", "als_state": "0",
        "housing_benefit_eur_month": 0 * EURO, "address_4": "2 RUE DE LA CAF", "address_6": "44000 NANTES",
        **{f"{kind}_{ago}_eur_month": 0 * EURO for kind in ("earnings", "unemployment", "total") for ago in (1, 2, 3)},
    },
    "caf_persons": {"caf_code": "441", "dossier_number": "00000001", "role": "DEM", "validated": "1"},
    "pensions": {
        "birth_name": "DUPONT", "own_pension_eur_month": 400 * EURO, "survivor_pension_eur_month": 0 * EURO,
        "supplements_eur_month": 0 * EURO, "minimum_eur_month": 0 * EURO, "effective_date": date(2010, 1, 1),
        "marital_status": "C", "address_4": "3 RUE DE LA CNAV", "address_6": "44000 NANTES",
    },
    "health_covers": {"kind": "ACS", "start_date": date(2014, 1, 1), "end_date": date(2014, 12, 31)},
    "deaths": {
        "names": "DUPONT*JEANNE MARIE/", "death_date": date(2014, 3, 1), "birth_commune_code": "44109",
    },
    "objections": {"objected_on": date(2014, 3, 1)},
    "protected_addresses": {},
}  # fmt: skip


DATABASE = duckdb.connect(config={"threads": 1})
"""One database for speed; each stage has a cursor of its own, whose temporary tables nobody else sees."""


class Place(NamedTuple):
    """Where a record stands; names it in every table of the linkage."""

    dataset: str
    file: str
    line: int


class Files:
    """Deliveries of one period."""

    def __init__(
        self,
        *,
        delivered: Iterable[str] = SOURCES,
        period: Period = PERIOD,
        key: bytes = KEY,
        previous: "Files | None" = None,
    ) -> None:
        self.delivered, self.period, self.key, self.previous = frozenset(delivered), period, key, previous
        self.rows: dict[str, list[dict[str, Any]]] = {dataset: [] for dataset in DATASETS}

    def add(self, dataset: str, **said: Any) -> Place:
        """Write a line at the end of a dataset's file."""
        columns = DATASETS[dataset].column_names()
        line = len(self.rows[dataset]) + 2
        where = {"file": f"{dataset}.csv", "line": line, "record_no": record_base(dataset, 0) + line}
        row = {**where, **JEANNE, **DEFAULTS[dataset], **said}
        assert set(said) <= set(columns), "a test names a column that does not exist"
        kept = {name: row.get(name) for name in columns}
        DATASETS[dataset].model_validate(kept)
        self.rows[dataset].append(kept)
        return Place(dataset, kept["file"], kept["line"])

    @cached_property
    def records(self) -> dict[Place, dict[str, Any]]:
        rows = self._run(NormalisedRecord, lambda con, t: normalise_records(con, **t), *BEARERS)
        return {_place(row): row for row in rows}

    @cached_property
    def person_records(self) -> list[dict[str, Any]]:
        def match(con: duckdb.DuckDBPyConnection, tables: dict[str, Relation]) -> Relation:
            last = self.previous and LastMonth(
                self.previous._table(con, "records", "last"), self.previous._table(con, "person_records", "last")
            )
            return match_persons(con, tables["records"], self.key, previous=last)[0]

        return self._run(PersonRecord, match, "records")

    @cached_property
    def deceased(self) -> list[dict[str, Any]]:
        return self._run(Deceased, lambda con, t: find_deceased(con, **t), "deaths", "records", "person_records")

    @cached_property
    def objectors(self) -> list[dict[str, Any]]:
        return self._run(Objector, lambda con, t: find_objectors(con, **t), "objections", "records", "person_records")

    @cached_property
    def protected_people(self) -> list[dict[str, Any]]:
        tables = ("protected_addresses", "records", "person_records")
        return self._run(ProtectedPerson, lambda con, t: find_protected(con, **t), *tables)

    @cached_property
    def record_doubts(self) -> list[dict[str, Any]]:
        tables = ("records", "person_records", *BEARERS, "unemployment_payments", "deaths", "deceased")
        return self._run(RecordDoubt, lambda con, t: find_doubts(con, **t), *tables)

    @cached_property
    def situations(self) -> tuple[list[dict[str, Any]], ...]:
        """The rows of PersonSituation, HouseholdSituation, Income, BenefitReceived and FactConflict."""
        tables = (
            "records",
            "person_records",
            *BEARERS,
            "unemployment_payments",
            "deceased",
            "objectors",
            "protected_people",
        )
        con = DATABASE.cursor()
        con.execute("CREATE TEMP TABLE given_communes (commune_code VARCHAR, commune_name VARCHAR, postcode VARCHAR, "
                    "population INTEGER, density_level INTEGER)")  # fmt: skip
        con.executemany("INSERT INTO given_communes VALUES (?, ?, ?, ?, ?)", COMMUNES)
        given = {name: self._table(con, name) for name in (*tables, "record_doubts")}
        relations = describe_people(
            con, self.period, self.delivered, self.key, **given, communes=con.table("given_communes")
        )
        models = (PersonSituation, HouseholdSituation, Income, BenefitReceived, FactConflict)
        return tuple(_rows(model, relation) for model, relation in zip(models, relations, strict=True))

    def identities(self, *people: str) -> dict[str, dict[str, Any]]:
        """Identities of some people, by person."""

        def find(con: duckdb.DuckDBPyConnection, tables: dict[str, Relation]) -> Relation:
            wanted = tables["person_records"].filter(f"person_id IN {(*people, '')}").project("person_no")
            return find_identities(con, wanted, **tables)

        rows = self._run(PersonIdentity, find, "records", "person_records", *BEARERS)
        return {row["person_id"]: row for row in rows}

    def person(self, place: Place) -> str:
        """The person a record was given to; fails unless there is exactly one."""
        return str(self._person_record(place)["person_id"])

    def tier(self, place: Place) -> str:
        return str(self._person_record(place)["tier"])

    def together(self) -> set[frozenset[Place]]:
        """The records, person by person."""
        people: dict[str, set[Place]] = {}
        for place in self.records:
            people.setdefault(self.person(place), set()).add(place)
        return {frozenset(places) for places in people.values()}

    def doubts(self, place: Place) -> set[str]:
        return {row["doubt"] for row in self.record_doubts if _place(row) == place}

    def situation(self, place: Place) -> dict[str, Any]:
        """What is known of the person of a record."""
        person_id = self.person(place)
        (row,) = (row for row in self.situations[0] if row["person_id"] == person_id)
        return row

    def household(self, place: Place) -> dict[str, Any]:
        """What is known of the household of the person of a record."""
        household_no = self.situation(place)["household_no"]
        (row,) = (row for row in self.situations[1] if row["household_no"] == household_no)
        return row

    def incomes(self, place: Place) -> dict[tuple[str, str], tuple[Decimal, date]]:
        """(month, kind) -> amount and date of the fact, of the person of a record and of their household."""
        return {(f"{row['month']:%Y-%m}", row["kind"]): (row["amount_eur_month"], row["fact_date"])
                for row in self.held(2, place)}  # fmt: skip

    def benefits(self, place: Place) -> dict[str, tuple[str, Decimal | None, str, date]]:
        """benefit -> state, amount, source and date, of the person of a record and of their household."""
        return {row["benefit"]: (row["state"], row["amount_eur_month"], row["source"], row["fact_date"])
                for row in self.held(3, place)}  # fmt: skip

    def conflicts(self, place: Place) -> set[tuple[str, str, str, str, str]]:
        """fact, source and value kept, source and value set aside, of the person of a record and of their household."""
        return {(row["fact"], row["source_kept"], row["value_kept"], row["source_set_aside"], row["value_set_aside"])
                for row in self.held(4, place)}  # fmt: skip

    def held(self, table: int, place: Place) -> list[dict[str, Any]]:
        """The rows of one of `situations`, of the person of a record and of their household."""
        person = self.situation(place)
        holders = {("person", person["person_no"]), ("household", person["household_no"])}
        return [row for row in self.situations[table] if (row["holder"], row["holder_no"]) in holders]

    def _person_record(self, place: Place) -> dict[str, Any]:
        record_no = self.records[place]["record_no"]
        (row,) = (row for row in self.person_records if row["record_no"] == record_no)
        return row

    def _run(self, model: type[Table], stage: Any, *tables: str) -> list[dict[str, Any]]:
        con = DATABASE.cursor()
        return _rows(model, stage(con, {name: self._table(con, name) for name in tables}))

    def _table(self, con: duckdb.DuckDBPyConnection, name: str, prefix: str = "given") -> Relation:
        model, rows = (DATASETS[name], self.rows[name]) if name in DATASETS else self._known(name)
        columns = list(model.columns())
        declared = ", ".join(f"{column.name} {column.duckdb_type}" for column in columns)
        con.execute(f"CREATE TEMP TABLE {prefix}_{name} ({declared})")
        if rows:
            values = [row[column.name] for row in rows for column in columns]
            line = f"({', '.join('?' * len(columns))})"
            con.execute(f"INSERT INTO {prefix}_{name} VALUES {', '.join([line] * len(rows))}", values)
        return con.table(f"{prefix}_{name}")

    def _known(self, name: str) -> tuple[type[Table], list[dict[str, Any]]]:
        models = (NormalisedRecord, PersonRecord, RecordDoubt, Deceased, Objector, ProtectedPerson)
        rows = self.records.values() if name == "records" else getattr(self, name)
        return {model.table_name: model for model in models}[name], list(rows)


def _rows(model: type[Table], relation: Relation) -> list[dict[str, Any]]:
    """The rows of a relation in the order of the contract's key, each of which keeps the contract."""
    rows = [dict(zip(relation.columns, values, strict=True)) for values in relation.fetchall()]
    for row in rows:
        model.model_validate(row)
    keys = [tuple(row[name] for name in model.key) for row in rows]
    assert len(set(keys)) == len(keys), f"{model.table_name}: a key stands twice"
    return sorted(rows, key=lambda row: [row[name] for name in model.key])


def _place(row: dict[str, Any]) -> Place:
    return Place(row["dataset"], row["file"], row["line"])
