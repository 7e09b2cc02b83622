"""A full disk, a kill, a bad delivery: the store stays as it was, the other sources are unharmed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from campaigns.ledger.opening import open_ledger
from data_contracts.errors import StoreError
from data_contracts.known import PersonRecord
from data_contracts.settings import Settings
from pipelines.running import run_month
from pipelines.steps import Workplace
from rehearsal import Territory, rehearse
from tests.pipelines.conftest import SPRING_2014, Run, few_campaigns
from tests.pipelines.test_reproducible import PUBLISHED

CAF = ("caf_dossiers", "caf_persons", "rejected_caf")


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("rehearsed")
    settings = Settings(home=home, campaigns=few_campaigns(home))
    rehearse(Territory(2_000, ("44", "77"), seed=1), str(SPRING_2014), settings.landing_folder, settings.truth_folder)
    return settings


@pytest.fixture
def fresh(rehearsed: Settings, tmp_path: Path) -> Settings:
    """A territory rehearsed, not yet run."""
    shutil.copytree(rehearsed.home, tmp_path, dirs_exist_ok=True)
    return rehearsed.model_copy(update={"home": tmp_path})


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bad_delivery_leaves_the_other_sources_unharmed(fresh: Settings) -> None:
    folder = fresh.landing_folder / "caf" / str(SPRING_2014)
    with (folder / "CAF_PERSONNES_441_201405.csv").open("a") as file:
        file.write("une ligne de trop\n")
    outcome = run_month(fresh, SPRING_2014)
    store = Run(fresh, SPRING_2014, outcome).store
    assert len(outcome.problems) == 1
    assert "L'empreinte du fichier CAF_PERSONNES_441_201405.csv n'est pas celle du bordereau." in outcome.problems[0]
    assert {receipt.source for receipt in outcome.receipts} == {
        "pole_emploi",
        "cnav",
        "cnam",
        "deaths",
        "objections",
        "protected_addresses",
    }
    assert store.has("registrations", SPRING_2014)
    assert store.has("pensions", SPRING_2014)
    assert not any(store.has(table, SPRING_2014) for table in CAF)
    assert not fresh.published_folder.exists()


def test_a_code_nobody_declared_is_not_stored_and_leaves_nothing_behind(fresh: Settings) -> None:
    with Workplace(settings_json=fresh.model_dump_json()).step("assessments", str(SPRING_2014)) as step:
        columns = ", ".join(f"NULL AS {name}" for name in PersonRecord.column_names() if name != "tier")
        rows = step.con.sql(f"SELECT {columns}, 'presque' AS tier FROM range(300000)")
        with pytest.raises(duckdb.ConversionException):
            step.keep({"person_records": rows})
    assert not contents(fresh.store_folder)


def test_a_bad_delivery_sent_again_leaves_the_good_one_in_place(fresh: Settings) -> None:
    run_month(fresh, SPRING_2014)
    before = contents(fresh.store_folder)
    bad = next((fresh.landing_folder / "caf" / str(SPRING_2014)).glob("CAF_DOSSIERS_*"))
    bad.write_text("NUMCAF;autre\n")
    outcome = run_month(fresh, SPRING_2014)
    assert len(outcome.problems) == 1
    after = contents(fresh.store_folder)
    assert {name for name in before if "/caf" in name or "rejected_caf" in name} <= after.keys()
    assert all(after[name] == before[name] for name in before if "caf" in name)


def test_a_source_left_out_is_missing_not_zero(fresh: Settings) -> None:
    shutil.rmtree(fresh.landing_folder / "cnav")
    refused = run_month(fresh, SPRING_2014)
    assert "La source cnav n'a rien livré pour 2014-05." in refused.problems[0]
    accepted = run_month(fresh.model_copy(update={"without": frozenset({"cnav"})}), SPRING_2014)
    assert accepted.problems == []
    run = Run(fresh, SPRING_2014, accepted)
    query = "SELECT count(*), count(pensioner), count(pension_eur_month), count(minimum_kind) FROM person_situations"
    ((people, *known),) = run.rows(query, "person_situations")
    assert people
    assert known == [0, 0, 0]


def test_a_full_disk_is_said_and_changes_nothing(fresh: Settings) -> None:
    run_month(fresh, SPRING_2014)
    before = contents(fresh.store_folder)
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from data_contracts.known import PersonRecord
from data_contracts.settings import Settings
from data_contracts.errors import StoreError
from pipelines.steps import Workplace
from connectors.deliveries import find_delivery
from connectors.receive import receive
place = Workplace(settings_json=Settings(home=Path({str(fresh.home)!r})).model_dump_json())
try:
    with place.step("delivery_caf", "{SPRING_2014}") as step:
        reception = receive(step.con, find_delivery(step.settings.landing_folder, "caf", step.period, step.layouts))
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        step.keep({{**reception.accepted, "rejected_caf": reception.rejected}}, reception.receipt)
except StoreError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ne peut pas être écrit" in done.stdout or "Le disque est plein" in done.stdout
    assert "l'entrepôt est resté comme avant" in done.stdout
    assert contents(fresh.store_folder) == before, "no file may change, and none may be left half-written"


@pytest.mark.parametrize("patience", [1.5])
def test_a_run_killed_half_way_is_mended_by_the_next(fresh: Settings, patience: float) -> None:
    """Killed at some moment after the first table is written: what is there is whole, and a new run completes it."""
    fresh = fresh.model_copy(update={"campaigns": None})  # every campaign, all that a month writes
    environment = {**os.environ, "JUSTEDROIT_HOME": str(fresh.home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines", "run", "--period", str(SPRING_2014)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not any(fresh.store_folder.rglob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(patience)
    process.send_signal(signal.SIGKILL)
    process.wait()
    written = [path for path in fresh.store_folder.rglob("*.parquet") if not path.name.startswith(".")]
    assert written
    run = Run(fresh, SPRING_2014, run_month(fresh, SPRING_2014))
    for path in written:
        assert run.rows(f"SELECT count(*) FROM {path.parent.name}", path.parent.name)
    assert run.outcome.problems == []
    assert {path.name for path in fresh.published_folder.rglob("*") if path.is_file()} == PUBLISHED
    ledger = open_ledger(fresh.ledger_url)
    assert [(each.version, each.state) for each in ledger.releases()] == [(1, "published")] * 4
    assert ledger.verify_audit() == []


def test_another_key_is_told_from_a_broken_file(fresh: Settings, month_2014: Run) -> None:
    shutil.copytree(month_2014.settings.store_folder, fresh.store_folder)
    with pytest.raises(StoreError, match="vérifier les clés"):
        Run(fresh, SPRING_2014, month_2014.outcome).rows("SELECT * FROM targets", "targets")
