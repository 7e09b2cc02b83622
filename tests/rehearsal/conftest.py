"""One small territory, rehearsed for a few months, that the tests of this folder read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from rehearsal import FaultRates, Summary, Territory, rehearse

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
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Rehearsed]:
    """Rehearse a month once a session, whatever the number of tests that ask for it."""
    made: dict[tuple[object, ...], Rehearsed] = {}

    def make(period: str, territory: Territory = SMALL, faults: FaultRates | None = None) -> Rehearsed:
        key = (period, territory, faults)
        if key not in made:
            folder = tmp_path_factory.mktemp("territory")
            landing, truth = folder / "landing", folder / "truth"
            rates = faults or FaultRates.default()
            made[key] = Rehearsed(landing, truth, rehearse(territory, period, landing, truth, faults=rates))
        return made[key]

    return make


@pytest.fixture(scope="session")
def may_2014(rehearsed: Callable[..., Rehearsed]) -> Rehearsed:
    return rehearsed("2014-05")
