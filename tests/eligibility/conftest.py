"""One person in one household, complete, and what the rules say of them: a single jobseeker, a tenant without housing
benefit, whom the CAF does not pay any RSA; or a single pensioner on the ASPA."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from data_contracts.columns import Table
from data_contracts.described import HouseholdSituation, PersonSituation
from eligibility.assess import SEPARATOR, assess
from eligibility.parameters import Parameter

MAY_2014 = date(2014, 5, 31)
PERSON, HOUSEHOLD = "0" * 20, "1" * 20
JOBSEEKER: dict[str, Any] = {
    "person_no": 1, "person_id": PERSON, "household_no": 1, "household_id": HOUSEHOLD, "role": "adult",
    "household_inferred": False, "tier": "certain",
    "birth_month": date(1980, 1, 1), "sex": "2", "profile": "single_no_work", "jobseeker": True,
    "jobseeker_category": "1", "allowance_kind": "ARE", "daily_allowance_eur_day": Decimal(12), "pensioner": False,
    "pension_eur_month": Decimal(0), "minimum_kind": "NONE", "minimum_eur_month": Decimal(0), "health_cover": "NONE",
    "deceased": False, "objected": False, "homonym": False, "sources": [],
    "known_from": "caf", "couple": False, "children": 0, "oldest_adult_birth_month": date(1980, 1, 1),
    "housing_status": "1", "housing_benefit_eur_month": Decimal(0), "earnings_eur_month": Decimal(0),
    "replacement_eur_month": Decimal(360), "pensions_eur_month": Decimal(0), "other_eur_month": Decimal(0),
    "rsa_state": "none", "rsa_eur_month": Decimal(0),
}  # fmt: skip
OWN_ASPA = {2014: Decimal("791.99"), 2026: Decimal("1043.59")}
"""ASPA of a single person, EUR a month: 9 503.89 a year in April 2014, 12 523.14 in 2026."""
PENSIONER: dict[str, Any] = {
    **JOBSEEKER, "jobseeker": False, "jobseeker_category": None, "allowance_kind": "NONE",
    "daily_allowance_eur_day": Decimal(0), "birth_month": date(1940, 1, 1),
    "oldest_adult_birth_month": date(1940, 1, 1), "pensioner": True, "minimum_kind": "ASPA",
    "minimum_eur_month": OWN_ASPA[2014], "replacement_eur_month": Decimal(0), "pensions_eur_month": OWN_ASPA[2014],
}  # fmt: skip
POLARS_TYPES = {
    str: pl.String, int: pl.Int32, bool: pl.Boolean, date: pl.Date, Decimal: pl.Decimal(12, 2),
    list: pl.List(pl.String),
}  # fmt: skip


def money(amount: float) -> Decimal:
    """To the nearest cent, half a cent upwards, as published amounts are."""
    return Decimal(str(round(float(amount), 6))).quantize(Decimal("0.01"), ROUND_HALF_UP)


def law(benefit: str, day: date, situation: dict[str, Any], **said: Any) -> dict[str, Any] | None:
    """What one rule says of one situation, None if it does not look at it."""
    assert set(said) <= set(situation), "a test names a fact that does not exist"
    found = [row for row in assessed([{**situation, **said}], day) if row["benefit"] == benefit]
    assert len(found) <= 1
    return found[0] if found else None


def assessed(
    situations: Sequence[dict[str, Any]],
    day: date,
    engine: str = "polars",
    parameters: Mapping[str, Parameter] | None = None,
) -> list[dict[str, Any]]:
    """Every assessment of some situations, in the order of benefits and people, lists split as the pipeline does."""
    tables = {"polars": _polars, "duckdb": _duckdb}[engine](situations)
    frame = assess(*tables, day, parameters).collect().to_native()
    rows = (frame if isinstance(frame, pl.DataFrame) else pl.from_arrow(frame)).sort("benefit", "person_id").to_dicts()
    for row in rows:
        row.update({name: [part for part in row[name].split(SEPARATOR) if part] for name in ("signals", "missing")})
    return rows


def _polars(situations: Sequence[dict[str, Any]]) -> list[nw.LazyFrame[Any]]:
    return [nw.from_native(_frame(model, situations).lazy()) for model in (PersonSituation, HouseholdSituation)]


def _duckdb(situations: Sequence[dict[str, Any]]) -> list[nw.LazyFrame[Any]]:
    con = duckdb.connect()
    frames = []
    for model in (PersonSituation, HouseholdSituation):
        given = _frame(model, situations)
        con.register(f"given_{model.table_name}", given.to_arrow())
        typed = ", ".join(f"{column.name}::{column.duckdb_type} AS {column.name}" for column in model.columns())
        frames.append(nw.from_native(con.sql(f"SELECT {typed} FROM given_{model.table_name}")))
    return frames


def _frame(model: type[Table], situations: Sequence[dict[str, Any]]) -> pl.DataFrame:
    schema = {column.name: POLARS_TYPES[column.python_type] for column in model.columns()}
    rows = [{name: situation.get(name) for name in schema} for situation in situations]
    for row in rows:
        model.model_validate(row)
    return pl.DataFrame(rows, schema=schema)
