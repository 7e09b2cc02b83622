"""What the line knows of a few fictitious people, as rows, and what the law says of them.

A row is one person of a household of which no file names anybody else; a test says in what it differs.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb

from data_contracts.columns import Table
from data_contracts.decided import Assessment
from data_contracts.described import HouseholdSituation, PersonSituation
from data_contracts.facts import BenefitReceived
from data_contracts.period import Period
from eligibility.parameters import Parameter
from pipelines.asked import Asked
from pipelines.assessing import assess_month

MAY_2014, MAY_2026 = Period(2014, 5), Period(2026, 5)
EURO = Decimal(1)
OWN_ASPA = {2014: Decimal("791.99"), 2026: Decimal("1043.59")}
"""ASPA of a single person, EUR a month: 9 503.89 a year in April 2014, 12 523.14 in 2026."""

JOBSEEKER: dict[str, Any] = {
    "role": "adult", "household_inferred": False, "tier": "certain", "birth_month": date(1980, 1, 1), "sex": "2",
    "department": "44", "profile": "single_no_work", "jobseeker": True, "jobseeker_category": "1",
    "allowance_kind": "ARE", "daily_allowance_eur_day": 12 * EURO, "pensioner": False, "pension_eur_month": 0 * EURO,
    "minimum_kind": "NONE", "minimum_eur_month": 0 * EURO, "health_cover": "NONE", "deceased": False,
    "objected": False, "protected_address": False, "homonym": False, "sources": [],
    "known_from": "caf", "couple": False, "children": 0, "oldest_adult_birth_month": date(1980, 1, 1),
    "housing_status": "1", "housing_benefit_eur_month": 0 * EURO, "earnings_eur_month": 0 * EURO,
    "replacement_eur_month": 360 * EURO, "pensions_eur_month": 0 * EURO, "other_eur_month": 0 * EURO,
    "rsa_state": "none", "rsa_eur_month": 0 * EURO,
}  # fmt: skip
"""A single jobseeker, a tenant without housing benefit, whom the CAF does not pay any RSA."""
PENSIONER: dict[str, Any] = {
    **JOBSEEKER, "jobseeker": False, "jobseeker_category": None, "allowance_kind": "NONE",
    "daily_allowance_eur_day": 0 * EURO, "birth_month": date(1940, 1, 1),
    "oldest_adult_birth_month": date(1940, 1, 1), "pensioner": True, "minimum_kind": "ASPA",
    "minimum_eur_month": OWN_ASPA[2014], "replacement_eur_month": 0 * EURO, "pensions_eur_month": OWN_ASPA[2014],
}  # fmt: skip
"""A single pensioner on the ASPA."""

COVERS = {"CMUC": "cmuc", "ACS": "acs", "CSSG": "css_gratuite", "CSSP": "css_participation"}
Found = dict[tuple[str, int], dict[str, Any]]


def money(amount: float) -> Decimal:
    """To the nearest cent, half a cent upwards, as published amounts are."""
    return Decimal(str(round(float(amount), 6))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def assessed(
    situations: Sequence[Mapping[str, Any]],
    period: Period,
    benefits: Collection[str] | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    asked: Sequence[Asked] | None = None,
) -> Found:
    """(benefit, place among the situations) -> the assessment; every row keeps its contract.

    `asked`: what is asked of whom; all `benefits` of everybody, unless given.
    """
    con = duckdb.connect()
    known = tables(con, situations)
    everything = [Asked(None if benefits is None else frozenset(benefits), "true")]
    found = assess_month(con, period, known, everything if asked is None else asked, parameters)
    rows = [dict(zip(found.columns, values, strict=True)) for values in found.fetchall()]
    for row in rows:
        Assessment.model_validate(row)
    keyed = {(row["benefit"], row["person_no"] - 1): row for row in rows}
    assert len(keyed) == len(rows)
    return keyed


def tables(con: duckdb.DuckDBPyConnection, situations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    rows = [_numbered(place, said) for place, said in enumerate(situations)]
    benefits = [benefit for row in rows for benefit in _received(row)]
    given = ((PersonSituation, rows), (HouseholdSituation, rows), (BenefitReceived, benefits))
    return {model.table_name: _relation(con, model, of_model) for model, of_model in given}


def _numbered(place: int, said: Mapping[str, Any]) -> dict[str, Any]:
    number = place + 1
    ids = {"person_id": f"{number:020x}", "household_id": f"{number + 2**40:020x}"}
    return {**JOBSEEKER, "person_no": number, "household_no": number, **ids, **said}


def _received(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a file would say that the same facts say."""
    person, held = row["person_no"], []
    if row["health_cover"] in COVERS:
        held.append(("person", COVERS[row["health_cover"]], "live", None, "cnam"))
    if row["minimum_kind"] not in (None, "NONE"):
        held.append(("person", row["minimum_kind"].lower(), "live", row["minimum_eur_month"], "cnav"))
    if row["allowance_kind"] not in (None, "NONE"):
        held.append(
            ("person", row["allowance_kind"].lower(), "live", row["daily_allowance_eur_day"] * 30, "pole_emploi")
        )
    if row["rsa_state"] not in (None, "none"):
        held.append(("household", "rsa_socle", row["rsa_state"], None, "caf"))
    return [
        {"holder": holder, "holder_no": person, "benefit": benefit, "state": state, "amount_eur_month": amount,
         "source": source, "fact_date": date(2014, 5, 1)}
        for holder, benefit, state, amount, source in held
    ]  # fmt: skip


def _relation(con: duckdb.DuckDBPyConnection, model: type[Table], rows: Sequence[Mapping[str, Any]]) -> Any:
    columns = list(model.columns())
    kept = [{column.name: row.get(column.name) for column in columns} for row in rows]
    for row in kept[:50]:
        model.model_validate(row)
    declared = ", ".join(f"{column.name} {column.duckdb_type}" for column in columns)
    con.execute(f"CREATE TABLE given_{model.table_name} ({declared})")
    for first in range(0, len(kept), 200):
        part = kept[first : first + 200]
        line = f"({', '.join('?' * len(columns))})"
        values = [row[column.name] for row in part for column in columns]
        con.execute(f"INSERT INTO given_{model.table_name} VALUES {', '.join([line] * len(part))}", values)
    return con.table(f"given_{model.table_name}")
