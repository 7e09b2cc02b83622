"""A small month, rehearsed and run once for all the tests that only look at it."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.campaign_months import CAMPAIGN, Played, play
from campaigns import CAMPAIGN_FILES
from data_contracts.period import Period
from data_contracts.settings import Settings
from pipelines.engine import connect
from pipelines.keys import load_keys, write_key
from pipelines.running import Outcome, run_month
from pipelines.store import Store
from rehearsal import FaultRates, Territory, rehearse
from tests.conftest import Once

PERSONS = 20_000
SMALL = "aspa-retraites"
SPRING_2014, SPRING_2026 = Period(2014, 5), Period(2026, 5)


@dataclass(frozen=True)
class Run:
    """A month that has been run: where, and what came of it."""

    settings: Settings
    period: Period
    outcome: Outcome

    @property
    def store(self) -> Store:
        return Store(self.settings.store_folder)

    @property
    def truth(self) -> Path:
        return self.settings.truth_folder / str(self.period)

    def connect(self) -> duckdb.DuckDBPyConnection:
        return connect(self.settings, load_keys(self.settings.keys_folder))

    def rows(self, query: str, *tables: str) -> list[tuple[object, ...]]:
        """Rows of a query over tables of the store and, as `true_<name>`, of the truth."""
        with self.connect() as con:
            for table in tables:
                if table.startswith("true_"):
                    con.read_parquet(str(self.truth / f"{table.removeprefix('true_')}.parquet")).create_view(table)
                else:
                    self.store.read(con, table, self.period).create_view(table)
            return con.sql(query).fetchall()


def rehearse_and_run(
    home: Path,
    period: Period,
    faults: FaultRates | None = None,
    persons: int = PERSONS,
    campaigns: Path | None = None,
    on: date | None = None,
) -> Run:
    settings = Settings(home=home, campaigns=campaigns)
    territory = Territory(persons, ("44", "77"), seed=1)
    rehearse(
        territory, str(period), settings.landing_folder, settings.truth_folder, faults=faults or FaultRates.default()
    )
    return Run(settings, period, run_month(settings, period, on))


PLAYED_PERSONS, EFFECT, MONTHS_PLAYED = 5_000, 30.0, 2
PLAYED_BY = ("--persons", str(PLAYED_PERSONS), "--departments", "44,77", "--seed", "1")
WIDE = {
    **CAMPAIGN,
    "benefits": ["rsa_socle", "rsa_activite", "cmuc", "acs"],
    "verdicts": ["likely"],
    "signals": [],
    "jobseekers_only": False,
    "outcome": {"within_months": MONTHS_PLAYED},
}


def play_wide(home: Path) -> Played:
    """The months of a campaign with an effect that is set.

    Under a key of its own each time, chance would draw other arms, whose interval one time in twenty leaves out the
    truth.
    """
    write_key(home / "keys" / "pseudonym.key", bytes(32))
    return play(home, Territory(PLAYED_PERSONS, ("44", "77"), 1), EFFECT, campaign=WIDE)


@pytest.fixture(scope="session")
def played(once: Once[Played]) -> Played:
    return once("months", play_wide)[1]


def few_campaigns(home: Path, *names: str) -> Path:
    """A folder of some of the ready-made campaigns: preparing the law of all of them is half of a small month."""
    folder = home / "campaigns"
    folder.mkdir()
    for name in names:
        shutil.copy(CAMPAIGN_FILES / f"{name}.yaml", folder)
    return folder


def copied(run: Run, home: Path) -> Run:
    shutil.copytree(run.settings.home, home)
    return replace(run, settings=run.settings.model_copy(update={"home": home}))


@pytest.fixture(scope="session")
def small_month(once: Once[Outcome]) -> Run:
    """A month of 2,000 persons and one campaign of one benefit, for tests to copy where rights do not matter."""

    def make(home: Path) -> Outcome:
        return rehearse_and_run(home, SPRING_2014, persons=2_000, campaigns=few_campaigns(home, SMALL)).outcome

    home, outcome = once("small", make)
    assert outcome.problems == []
    return Run(Settings(home=home, campaigns=home / "campaigns"), SPRING_2014, outcome)


@pytest.fixture
def small_copy(small_month: Run, tmp_path: Path) -> Run:
    """The small month in a home of its own, for one test to spoil."""
    return copied(small_month, tmp_path / "home")


@pytest.fixture(autouse=True)
def own_dagster_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run keeps its Dagster instance in its own home."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture(scope="session")
def month_2014(once: Once[Outcome]) -> Run:
    """Harsh faults, so that every kind is there in numbers."""
    home, outcome = once("2014", lambda home: rehearse_and_run(home, SPRING_2014, FaultRates.harsh()).outcome)
    return Run(Settings(home=home), SPRING_2014, outcome)


@pytest.fixture(scope="session")
def month_2026(once: Once[Outcome]) -> Run:
    home, outcome = once("2026", lambda home: rehearse_and_run(home, SPRING_2026).outcome)
    return Run(Settings(home=home), SPRING_2026, outcome)
