"""A full disk, a kill, a bad delivery: the store stays as it was, the other sources are unharmed."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from campaigns.ledger.opening import open_ledger
from connectors.deliveries import find_delivery
from connectors.receive import receive
from data_contracts.errors import StoreError
from data_contracts.known import PersonRecord
from data_contracts.settings import Settings
from pipelines.running import run_month
from pipelines.steps import Workplace
from tests.pipelines.conftest import SPRING_2014, Run

CAF = ("caf_dossiers", "caf_persons", "rejected_caf")


@pytest.fixture
def fresh(small_month: Run, tmp_path: Path) -> Settings:
    """A territory rehearsed, not yet run."""
    settings = small_month.settings.model_copy(update={"home": tmp_path})
    shutil.copytree(small_month.settings.landing_folder, settings.landing_folder)
    return settings


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bad_delivery_and_a_missing_one_leave_the_other_sources_unharmed(fresh: Settings) -> None:
    folder = fresh.landing_folder / "caf" / str(SPRING_2014)
    with (folder / "CAF_PERSONNES_441_201405.csv").open("a") as file:
        file.write("une ligne de trop\n")
    shutil.rmtree(fresh.landing_folder / "cnav")
    outcome = run_month(fresh, SPRING_2014)
    store = Run(fresh, SPRING_2014, outcome).store
    bad, missing = sorted(outcome.problems)
    assert "L'empreinte du fichier CAF_PERSONNES_441_201405.csv n'est pas celle du bordereau." in bad
    assert "La source cnav n'a rien livré pour 2014-05." in missing
    assert {receipt.source for receipt in outcome.receipts} == {
        "pole_emploi",
        "cnam",
        "deaths",
        "objections",
        "protected_addresses",
    }
    assert store.has("registrations", SPRING_2014)
    assert store.has("health_covers", SPRING_2014)
    assert not any(store.has(table, SPRING_2014) for table in (*CAF, "pensions"))
    assert not fresh.published_folder.exists()


def test_a_code_nobody_declared_is_not_stored_and_leaves_nothing_behind(fresh: Settings) -> None:
    with Workplace(settings_json=fresh.model_dump_json()).step("assessments", str(SPRING_2014)) as step:
        columns = ", ".join(f"NULL AS {name}" for name in PersonRecord.column_names() if name != "tier")
        rows = step.con.sql(f"SELECT {columns}, 'presque' AS tier FROM range(300000)")
        with pytest.raises(duckdb.ConversionException):
            step.keep({"person_records": rows})
    assert not contents(fresh.store_folder)


def test_a_bad_delivery_sent_again_leaves_the_good_one_in_place(small_copy: Run) -> None:
    settings = small_copy.settings
    before = contents(settings.store_folder)
    bad = next((settings.landing_folder / "caf" / str(SPRING_2014)).glob("CAF_DOSSIERS_*"))
    bad.write_text("NUMCAF;autre\n")
    outcome = run_month(settings, SPRING_2014)
    assert len(outcome.problems) == 1
    after = contents(settings.store_folder)
    assert {name for name in before if "/caf" in name or "rejected_caf" in name} <= after.keys()
    assert all(after[name] == before[name] for name in before if "caf" in name)


def test_a_source_left_out_is_missing_not_zero(fresh: Settings) -> None:
    shutil.rmtree(fresh.landing_folder / "cnav")
    accepted = run_month(fresh.model_copy(update={"without": frozenset({"cnav"})}), SPRING_2014)
    assert accepted.problems == []
    run = Run(fresh, SPRING_2014, accepted)
    query = "SELECT count(*), count(pensioner), count(pension_eur_month), count(minimum_kind) FROM person_situations"
    ((people, *known),) = run.rows(query, "person_situations")
    assert people
    assert known == [0, 0, 0]


def test_a_full_disk_is_said_and_changes_nothing(small_copy: Run) -> None:
    """No file may grow past 20 kB meanwhile, which the system refuses as it does when a disk is full."""
    settings = small_copy.settings
    before = contents(settings.store_folder)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Workplace(settings_json=settings.model_dump_json()).step("delivery_caf", str(SPRING_2014)) as step:
        reception = receive(step.con, find_delivery(settings.landing_folder, "caf", step.period, step.layouts))
        tables = {**reception.accepted, "rejected_caf": reception.rejected}
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
        try:
            with pytest.raises(StoreError, match=r"ne peut pas être écrit|Le disque est plein") as refused:
                step.keep(tables, reception.receipt)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert "l'entrepôt est resté comme avant" in str(refused.value)
    assert contents(settings.store_folder) == before, "no file may change, and none may be left half-written"


@pytest.mark.parametrize("patience", [1.5])
def test_a_run_killed_half_way_is_mended_by_the_next(fresh: Settings, small_month: Run, patience: float) -> None:
    """Killed at some moment after the first table is written: what is there is whole, and a new run completes it."""
    environment = {**os.environ, "JUSTEDROIT_HOME": str(fresh.home), "JUSTEDROIT_CAMPAIGNS": str(fresh.campaigns)}
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
    published = contents(small_month.settings.published_folder)
    assert contents(fresh.published_folder).keys() == published.keys() != set()
    ledger = open_ledger(fresh.ledger_url)
    assert [(each.version, each.state) for each in ledger.releases()] == [(1, "published")]
    assert ledger.verify_audit() == []


def test_another_key_is_told_from_a_broken_file(small_copy: Run) -> None:
    shutil.rmtree(small_copy.settings.keys_folder)
    with pytest.raises(StoreError, match="vérifier les clés"):
        small_copy.rows("SELECT * FROM targets", "targets")
