"""One source is enough: the CAF alone, or Pôle emploi alone, gives campaigns on what it knows."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campaigns import CAMPAIGN_FILES
from data_contracts.received import SOURCES
from data_contracts.settings import Settings
from pipelines.cli import app
from pipelines.running import run_month
from rehearsal import Territory, rehearse
from tests.pipelines.conftest import SPRING_2014, Run

REGISTERS = ("deaths", "objections", "protected_addresses")
PERSONS = 2_000


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("rehearsed")
    rehearse(Territory(PERSONS, ("44", "77"), seed=1), str(SPRING_2014), home / "landing", home / "truth")
    return home / "landing"


@pytest.mark.parametrize("source", ["caf", "pole_emploi"])
def test_one_source_is_enough(rehearsed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    others = frozenset(SOURCES) - {source, *REGISTERS}
    settings = Settings(home=tmp_path, without=others)
    shutil.copytree(rehearsed, settings.landing_folder, ignore=shutil.ignore_patterns(*others))
    run = Run(settings, SPRING_2014, run_month(settings, SPRING_2014))
    assert run.outcome.problems == []
    counts = dict(run.rows("SELECT campaign, count(*) FROM targets GROUP BY ALL", "targets"))
    assert counts["rendez-vous-des-droits"] > 0  # type: ignore[operator]
    monkeypatch.setenv("JUSTEDROIT_HOME", str(tmp_path))
    ready = str(CAMPAIGN_FILES / "rendez-vous-des-droits.yaml")
    done = CliRunner().invoke(app, ["campaign", "preview", ready, "--period", str(SPRING_2014)])
    assert done.exit_code == 0, done.output
    assert done.output.count("rien de livré ce mois-ci") == 3
    assert {"caf": "Pôle emploi", "pole_emploi": "CAF"}[source] + " : rien de livré ce mois-ci" in done.output
