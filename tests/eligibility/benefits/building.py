"""Small complete situations for tests of the law: `told(day, foyer(adult(30, wages=600), child(4), rent=400))`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from data_contracts.situation import SITUATIONS
from eligibility.assessing import assess
from eligibility.dates import months_before
from eligibility.engines import OnDuckDB
from eligibility.parameters import Law
from eligibility.situations.tables import Situations

TYPES = {"VARCHAR": pl.String, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean, "DATE": pl.Date}
MONTHS = 37
Found = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Somebody:
    """`incomes`: kind -> EUR a month, or {months back: EUR}; net, taxable and gross alike unless `forms` says more."""

    age: float
    role: str
    incomes: Mapping[str, float | Mapping[int, float]]
    facts: Mapping[str, Any]
    benefits: Mapping[str, str] = field(default_factory=dict)


def adult(
    age: float, *, benefits: Mapping[str, str] | None = None, facts: Mapping[str, Any] | None = None, **incomes: Any
) -> Somebody:
    """A French adult at work, with everything else at "no"; incomes by kind."""
    usual = {
        "sex": "2", "nationality": "FR", "student": False, "scholarship": False, "apprentice": False,
        "independent": True, "pregnancy_month": 0, "disability_rate": 0, "unfit_for_work": False,
        "marital_state": "single", "alternating_custody": False, "work_state": "working", "years_worked_of_10": 0,
        "hours_worked_of_3_years": 0,
    }  # fmt: skip
    return Somebody(age, "adult", incomes, usual | dict(facts or {}), benefits or {})


def child(age: float, *, facts: Mapping[str, Any] | None = None, **incomes: Any) -> Somebody:
    grown = adult(age, facts={"independent": False, "work_state": "other"} | dict(facts or {}), **incomes)
    return Somebody(age, "child", grown.incomes, grown.facts)


def foyer(*people: Somebody, benefits: Mapping[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    """Housed for free in zone 2, in the metropole, unless `facts` says otherwise; alone for long if not a couple."""
    couple = sum(somebody.role == "adult" for somebody in people) == 2
    usual = {
        "couple": couple, "isolated_since": None if couple else date(2000, 1, 1), "territory": "metropole",
        "housing_zone": 2, "tenure": "free", "rent_eur_month": 0, "flat_share": False,
    }  # fmt: skip
    return {"people": people, "facts": usual | facts, "benefits": benefits or {}}


def tables(day: date, *foyers: dict[str, Any]) -> dict[str, pl.DataFrame]:
    """The five tables; household n is `hN`, its people `hN-1`, `hN-2`…; all incomes of 37 months are known."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SITUATIONS}
    for n, home in enumerate(foyers, 1):
        name = f"h{n}"
        rows["households"].append({"household_id": name, **home["facts"]})
        rows["benefits"] += _states("household", name, home["benefits"])
        for rank, somebody in enumerate(home["people"], 1):
            person = f"{name}-{rank}"
            born = months_before(day, round(12 * somebody.age))
            rows["people"].append(
                {"person_id": person, "household_id": name, "role": somebody.role, "birth_date": born, **somebody.facts}
            )
            rows["benefits"] += _states("person", person, somebody.benefits)
            rows["incomes"] += _incomes(person, somebody.incomes, day)
            first, last = months_before(day.replace(day=1), MONTHS), day.replace(day=1)
            rows["income_coverage"].append(
                {"person_id": person, "kind": "every", "first_month": first, "last_month": last}
            )
    return {name: _table(name, of_table) for name, of_table in rows.items()}


def told(day: date, *foyers: dict[str, Any], benefits: list[str] | None = None) -> Found:
    """(household or person, benefit) -> the row of `assess`."""
    return assessed(tables(day, *foyers), day, benefits)


def told_together(cases: Mapping[Any, tuple[date, dict[str, Any]]], benefits: list[str]) -> dict[Any, Found]:
    """What `told` says of each case, a day and a foyer, by its name; far sooner, for a day is assessed once."""
    found: dict[Any, Found] = {name: {} for name in cases}
    for day in sorted({day for day, _ in cases.values()}):
        names = [name for name, (of, _) in cases.items() if of == day]
        for (holder, benefit), row in told(day, *(cases[name][1] for name in names), benefits=benefits).items():
            household, dash, rank = holder.partition("-")
            found[names[int(household[1:]) - 1]][f"h1{dash}{rank}", benefit] = row
    return found


def assessed(given: Mapping[str, pl.DataFrame], day: date, benefits: list[str] | None = None) -> Found:
    con = duckdb.connect()
    relations = {name: con.from_arrow(table.to_arrow()) for name, table in given.items()}
    found = assess(Situations.of(relations), Law(day), keep=OnDuckDB(con), benefits=benefits)
    return {
        (row["person_id"] or row["household_id"], row["benefit"]): row
        for row in found.collect(backend="polars").to_native().iter_rows(named=True)
    }


def _states(holder: str, name: str, states: Mapping[str, str]) -> list[dict[str, Any]]:
    said = [{"benefit": benefit, "state": state} for benefit, state in states.items()]
    return [
        {"holder": holder, "holder_id": name, **row} for row in [*said, {"benefit": "every_other", "state": "none"}]
    ]


def _incomes(person: str, incomes: Mapping[str, Any], day: date) -> list[dict[str, Any]]:
    rows = []
    for kind, amounts in incomes.items():
        by_month = amounts if isinstance(amounts, Mapping) else dict.fromkeys(range(MONTHS + 1), amounts)
        for back, amount in by_month.items():
            if amount:
                forms = {f"{form}_eur_month": Decimal(str(amount)) for form in ("net", "taxable", "gross")}
                month = months_before(day.replace(day=1), back)
                rows.append({"person_id": person, "month": month, "kind": kind, **forms})
    return rows


def _table(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = {c.name: TYPES.get(c.duckdb_type, pl.Decimal(12, 2)) for c in SITUATIONS[name].columns()}
    return pl.DataFrame([{column: row.get(column) for column in columns} for row in rows], schema=columns)
