"""The shell: the graph, the triggers, the command line, keys and store."""

import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from typer.testing import CliRunner

from campaigns import CAMPAIGN_FILES
from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.received import DATASETS, SOURCES
from data_contracts.settings import Settings
from data_contracts.tables import TABLES
from pipelines.cli import app
from pipelines.definitions import defs
from pipelines.keys import load_keys
from pipelines.triggers import complete_periods, monthly

COMMANDS = (
    "rehearse", "run", "assess", "score", "rejects", "contracts describe", "campaign check", "campaign preview",
    "review export", "review import", "explain match", "parameters check", "parameters compare",
)  # fmt: skip

READY = str(CAMPAIGN_FILES / "aspa-retraites.yaml")


def test_the_graph_holds_every_table_in_its_room() -> None:
    graph = defs.resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert keys == TABLES.keys()
    assert {graph.get(dg.AssetKey(key)).group_name for key in keys} == {
        "connectors",
        "linkage",
        "eligibility",
        "campaigns",
    }
    assert all(graph.get(dg.AssetKey(key)).partitions_def is not None for key in keys)


def test_every_dataset_has_a_blocking_and_a_warning_check() -> None:
    checks = {(key.asset_key.to_user_string(), key.name) for key in defs.resolve_asset_graph().asset_check_keys}
    assert checks == {(dataset, name) for dataset in DATASETS for name in ("population", "drift")}


def test_the_month_is_a_job_with_a_schedule_and_a_sensor() -> None:
    assert defs.resolve_job_def("month").partitions_def is not None
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(2014, 6, 5, 6, tzinfo=ZoneInfo("Europe/Paris"))
    )
    assert monthly(context).partition_key == "2014-05-01"


def test_the_sensor_waits_for_every_expected_manifest(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for source in ("pole_emploi", "caf", "cnav"):
        assert list(complete_periods(settings)) == []
        folder = settings.landing_folder / source / "2014-05"
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
    ((period, first),) = complete_periods(settings)
    assert period == Period(2014, 5)
    (settings.landing_folder / "caf/2014-05/manifest.json").write_text("{ }")
    ((_, second),) = complete_periods(settings)
    assert second != first, "a delivery sent again asks for another run"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_a_french_help_with_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert not command or "Exemple : justedroit" in result.output


def test_help_imports_neither_dagster_nor_great_expectations() -> None:
    code = """
import sys
from typer.testing import CliRunner
from pipelines.cli import app
assert CliRunner().invoke(app, ["--help"]).exit_code == 0
heavy = {"dagster", "great_expectations", "duckdb", "polars", "pandas"} & sys.modules.keys()
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--period", "mai"], "n'est pas un mois"),
        (["run", "--period", "2014-05", "--without", "edf"], "Source inconnue : edf"),
        (["run", "--period", "2008-01"], "Le mois 2008-01 ne peut pas être déroulé."),
        (["rehearse", "--period", "2014-05", "--departments", "2Z"], "2Z"),
        (["rejects", "--period", "2014-05"], "Aucune livraison prise en compte"),
        (["score", "--period", "2014-05"], "n'est pas dans l'entrepôt"),
        (["review", "export", "--period", "2014-05"], "n'est pas dans l'entrepôt"),
        (["review", "import", "absent.xlsx", "--decided-on", "2014-06-03"], "Le fichier n'existe pas."),
        (["explain", "match", "--period", "2014-05", "1", "2"], "n'est pas dans l'entrepôt"),
        (["contracts", "describe", "voisins"], "Table inconnue : voisins"),
        (["campaign", "check", "absente.yaml"], "absente.yaml"),
        (["campaign", "preview", "absente.yaml", "--period", "2014-05"], "absente.yaml"),
        (["campaign", "preview", READY, "--period", "2014-05"], "n'est pas dans l'entrepôt"),
        (["campaign", "preview", READY, "--period", "mai"], "n'est pas un mois"),
    ],
)
def test_a_mistake_is_said_in_four_lines_without_a_stack_trace(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "JUSTEDROIT_HOME": str(tmp_path)},
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert all(part in done.stderr for part in ("Attendu :", "Où      :", "À faire :"))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("asked", "tables"),
    [
        ("situations", ["households", "people", "incomes", "income_coverage", "benefits"]),
        ("person_records", ["person_records"]),
        ("findings", ["findings"]),
    ],
)
def test_tables_are_described_alone_or_by_group(asked: str, tables: list[str]) -> None:
    done = CliRunner().invoke(app, ["contracts", "describe", asked])
    assert done.exit_code == 0
    assert [line[3:] for line in done.output.splitlines() if line.startswith("## ")] == tables


def test_keys_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    first, again = load_keys(tmp_path / "keys", {}), load_keys(tmp_path / "keys", {})
    assert first == again
    assert len({first.identity, first.analysis, first.pseudonym}) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert first.identity.hex() not in repr(first)


def test_keys_of_the_environment_win(tmp_path: Path) -> None:
    assert load_keys(tmp_path, {"JUSTEDROIT_KEY_IDENTITY": "ab" * 32}).identity == bytes.fromhex("ab" * 32)
    with pytest.raises(InputError, match="64 caractères hexadécimaux"):
        load_keys(tmp_path, {"JUSTEDROIT_KEY_ANALYSIS": "abc"})


def test_every_dataset_belongs_to_one_source() -> None:
    assert sorted(dataset for datasets in SOURCES.values() for dataset in datasets) == sorted(DATASETS)
