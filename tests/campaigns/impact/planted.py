"""Months of a store, written by hand: who is known, where they live, what is received."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import polars as pl

from campaigns.impact.outcomes import Month
from data_contracts.facts import BenefitReceived
from data_contracts.period import Period

MAY = Period(2014, 5)
EVERY_SOURCE = ("caf_persons", "pensions", "health_covers", "registrations")
NOBODY = (999, 999)


def target(household: str, person: str = "", arm: str = "contacted", **said: Any) -> dict[str, Any]:
    """One row of a release; the person bears the household's name unless said otherwise."""
    row = {"household_id": household, "person_id": person or household, "arm": arm, "stratum": "44", "tier": "certain"}
    return {**row, "profile": "other", "department": "44", "territory": "urban", **said}


class Store:
    """A connection, and the months planted in it."""

    def __init__(self) -> None:
        self.con = duckdb.connect()

    def targets(self, *rows: Mapping[str, Any]) -> duckdb.DuckDBPyRelation:
        return self.con.from_arrow(pl.DataFrame(list(rows)))

    def month(
        self,
        after: int,
        people: Mapping[str, tuple[int, int]],
        received: Iterable[tuple[str, int, str, str]] = (),
        sources: tuple[str, ...] = EVERY_SOURCE,
    ) -> Month:
        """`people`: person -> person_no, household_no; `received`: holder, holder_no, benefit, state. Somebody else is
        always known from `sources`, so that these have delivered."""
        known = {**people, "nobody": NOBODY}
        situations = pl.DataFrame(
            [
                {"person_id": name, "person_no": person, "household_no": household, "sources": list(sources)}
                for name, (person, household) in known.items()
            ]
        )
        schema = {"holder": pl.String, "holder_no": pl.Int64, "benefit": pl.String, "state": pl.String}
        benefits = pl.DataFrame(list(received), schema=schema, orient="row")
        typed = ", ".join(f"{name}::{BenefitReceived.written_type(name)} AS {name}" for name in benefits.columns)
        return Month(MAY.shift(after), self.con.from_arrow(situations), self.con.from_arrow(benefits).project(typed))
