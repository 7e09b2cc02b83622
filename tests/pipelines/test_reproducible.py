"""Anything can be run again and gives the same bytes for the same inputs, seed and version."""

from pathlib import Path

import pytest

from data_contracts.period import Period
from data_contracts.settings import Settings
from data_contracts.tables import TABLES
from pipelines.running import run_month
from rehearsal import Territory, rehearse
from tests.pipelines.conftest import SPRING_2014, Run

PUBLISHED = {
    "contact_list.csv", "contact_list.xlsx", "appointments.csv", "appointments.xlsx", "rights_to_open.csv",
    "returns.xlsx", "summary.json",
}  # fmt: skip
KEYS = {f"JUSTEDROIT_KEY_{name}": str(index) * 64 for index, name in enumerate(("IDENTITY", "ANALYSIS", "PSEUDONYM"))}


def run(home: Path, period: Period, threads: int) -> Run:
    settings = Settings(home=home, threads=threads)
    rehearse(Territory(3_000, ("44", "77"), seed=7), str(period), settings.landing_folder, settings.truth_folder)
    return Run(settings, period, run_month(settings, period))


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    """The same month on one and on four threads, with the same keys."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        return tuple(run(tmp_path_factory.mktemp("home"), SPRING_2014, threads) for threads in (1, 4))  # type: ignore[return-value]


def test_published_files_are_the_same_bytes(twice: tuple[Run, Run]) -> None:
    first, second = (run.settings.published_folder for run in twice)
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert {path.name for path in files} == PUBLISHED
    assert len(files) == 4 + 4 + 4 + 3
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize("table", [name for name in TABLES if name != "match_decisions"])  # no run makes those
def test_tables_hold_the_same_rows_in_the_same_order(
    twice: tuple[Run, Run], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    first, second = (run.rows(f"SELECT * FROM {table}", table) for run in twice)
    assert first == second
