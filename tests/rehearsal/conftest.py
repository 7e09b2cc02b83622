"""One small territory, rehearsed for a few months, that the tests of this folder read."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest

from data_contracts.period import Period
from rehearsal import Action, FaultRates, Summary, Territory, plan, rehearse
from tests.conftest import Once

MAY = Period(2014, 5)
EFFECT, MONTHS = 12, 5
SMALL = Territory(persons=20_000, departments=("44", "77"), seed=1)


@dataclass(frozen=True)
class Rehearsed:
    """Where a month was written, and SQL over its truth: people, households, records, incomes, rights, faults."""

    landing: Path
    truth: Path
    summary: Summary

    @property
    def period(self) -> str:
        return self.summary.period

    def sql(self, query: str) -> list[tuple]:  # type: ignore[type-arg]
        with duckdb.connect() as con:
            for file in (self.truth / self.period).glob("*.parquet"):
                con.execute(f"CREATE VIEW {file.stem} AS FROM '{file}'")
            return con.execute(query).fetchall()

    def one(self, query: str) -> float:
        return float(self.sql(query)[0][0])

    def delivered(self, source: str) -> Path:
        return self.landing / source / self.period


@pytest.fixture(scope="session")
def rehearsed(once: Once[Summary]) -> Callable[..., Rehearsed]:
    """Rehearse a month once a session, whatever the number of tests that ask for it."""

    def make(period: str, territory: Territory = SMALL, faults: FaultRates | None = None) -> Rehearsed:
        rates = faults or FaultRates.default()
        key = sha256(repr((period, territory, rates)).encode()).hexdigest()[:16]
        folder, summary = once(
            f"territory-{key}",
            lambda folder: rehearse(territory, period, folder / "landing", folder / "truth", faults=rates),
        )
        return Rehearsed(folder / "landing", folder / "truth", summary)

    return make


@pytest.fixture(scope="session")
def may_2014(rehearsed: Callable[..., Rehearsed]) -> Rehearsed:
    return rehearsed("2014-05")


def drawn(month: Rehearsed, households: int = 2_400) -> pl.DataFrame:
    """Households without a right that they may have: half of them rightly, half wrongly; a fifth are controls."""
    return pl.DataFrame(
        month.sql(f"""
            WITH candidates AS (
                SELECT DISTINCT household_no, benefit, entitled FROM rights
                WHERE NOT received AND benefit <> 'housing' AND application IS NULL
                QUALIFY row_number() OVER (
                    PARTITION BY household_no ORDER BY NOT entitled, hash(benefit || household_no)) = 1
            ), ranked AS (
                SELECT *, row_number() OVER (PARTITION BY entitled ORDER BY hash(household_no), household_no) AS place
                FROM candidates
            )
            SELECT household_no, benefit, if(hash(household_no + 5) % 5 = 0, 'control', 'contacted') AS arm
            FROM ranked WHERE place <= {households // 2} ORDER BY household_no"""),
        schema=["household_no", "benefit", "arm"],
        orient="row",
    )


@dataclass(frozen=True)
class Followed:
    """A month, the households drawn in it, the plan, and the months after."""

    month: Rehearsed
    reached: pl.DataFrame
    plan: Path
    window: list[Period]
    drawn_in: Path
    """The truth of the month of the draw."""

    def sql(self, query: str) -> list[tuple]:  # type: ignore[type-arg]
        """Over `plan`, `reached`, and the `rights` and `records` of the months of the window, with their `month`."""
        with duckdb.connect() as con:
            con.execute(f"CREATE VIEW plan AS FROM '{self.plan}'")
            con.register("reached", self.reached)
            for table in ("rights", "records"):
                months = " UNION ALL ".join(
                    f"SELECT *, DATE '{period.first_day}' AS month FROM '{self.month.truth}/{period}/{table}.parquet'"
                    for period in self.window
                )
                con.execute(f"CREATE VIEW {table} AS {months}")
            return con.execute(query).fetchall()


@pytest.fixture(scope="session")
def followed(rehearsed: Callable[..., Rehearsed], once: Once[Path]) -> Followed:
    month = rehearsed("2014-05")
    action = Action("essai", MAY, EFFECT, MONTHS)
    reached = drawn(month)

    def months_after(folder: Path) -> Path:
        made = plan(SMALL, action, reached, month.truth)
        for period in action.window:
            rehearse(SMALL, str(period), folder / "landing", folder / "truth", after=[made])
        return made

    # the months after are written beside, for tests of the month look at its folder
    folder, made = once("after", months_after)
    return Followed(
        Rehearsed(folder / "landing", folder / "truth", month.summary),
        reached,
        made,
        action.window,
        month.truth / month.period,
    )
