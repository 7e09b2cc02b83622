"""A ledger is made, brought up to date, or refused; and the migrations give the schema, no more and no less."""

import os
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from campaigns.ledger.database import Database
from campaigns.ledger.opening import VERSION_TABLE, open_ledger, read_ledger
from campaigns.ledger.schema import Base
from data_contracts.errors import InputError, StoreError
from data_contracts.settings import read_settings
from tests.campaigns.ledger.conftest import AT, launch


def test_the_migrations_give_exactly_the_schema(url: str) -> None:
    with open_ledger(url).database.read() as connection:
        options: Any = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_changes_nothing(url: str) -> None:
    open_ledger(url).note("agent-12", "opened", "test", {}, AT)
    assert [line.action for line in open_ledger(url).audit()] == ["opened"]


def test_a_ledger_of_the_first_version_is_brought_up_to_date(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = command.upgrade
    with monkeypatch.context() as former:
        former.setattr(command, "upgrade", lambda config, _: upgrade(config, "0001"))
        ledger = open_ledger(url)
        with ledger.database.read() as connection:
            assert not connection.dialect.has_table(connection, "withdrawals")
        ledger.note("agent-12", "opened", "test", {}, AT)
    assert open_ledger(url).verify_audit() == []
    assert [line.action for line in open_ledger(url).audit()] == ["opened"]
    assert open_ledger(url).withdrawn(launch(open_ledger(url))).is_empty()


def test_a_ledger_of_a_later_version_is_refused(url: str) -> None:
    with open_ledger(url).database.write() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    for opened in (open_ledger, read_ledger):
        with pytest.raises(StoreError, match="version plus récente"):
            opened(url)


def test_a_ledger_only_read_is_left_as_it_is(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_ledger(url) is None, "neither a file nor a table"
    assert list(tmp_path.iterdir()) == []
    with Database(url).upgrade() as connection:
        assert connection.dialect.has_table(connection, VERSION_TABLE) is False
    assert read_ledger(url) is None, "an empty base is no ledger yet"
    open_ledger(url).note("agent-12", "opened", "test", {}, AT)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    read = read_ledger(url)
    assert read is not None
    assert [line.action for line in read.audit()] == ["opened"]
    monkeypatch.setattr(ScriptDirectory, "get_current_head", lambda _: "9999")
    with pytest.raises(StoreError, match="version antérieure"):
        read_ledger(url)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_a_migration_that_fails_leaves_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alembic.command.upgrade", _broken_upgrade)
    with pytest.raises(RuntimeError):
        open_ledger(url)
    with Database(url).upgrade() as connection:
        assert connection.dialect.has_table(connection, "halfway") is False
    monkeypatch.undo()
    assert open_ledger(url).audit() == []


def _broken_upgrade(config: Any, _: str) -> None:
    config.attributes["connection"].execute(text("CREATE TABLE halfway (no INTEGER)"))
    raise RuntimeError


def test_a_sqlite_ledger_is_private_and_readers_do_not_wait(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        ledger = open_ledger(f"sqlite:///{tmp_path / 'new' / 'ledger.sqlite'}")
        with ledger.database.write() as connection:
            connection.execute(text("UPDATE audit_head SET lines = 1"))
            assert ledger.audit() == []  # read meanwhile
            files = sorted((tmp_path / "new").iterdir())
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}, files
            assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    finally:
        os.umask(previous)


def _not_a_database(folder: Path) -> str:
    (folder / "notes.txt").write_text("ceci n'est pas une base " * 100)
    return f"sqlite:///{folder / 'notes.txt'}"


def _a_folder(folder: Path) -> str:
    return f"sqlite:///{folder}"


def _below_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return f"sqlite:///{folder / 'file' / 'ledger.sqlite'}"


def _read_only(folder: Path) -> str:
    open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    return f"sqlite:///file:{folder / 'ledger.sqlite'}?mode=ro&uri=true"


def _nobody_answers(folder: Path) -> str:
    return f"postgresql://agent:secret@/ledger?host={folder}"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (_not_a_database, "n'est pas une base SQLite"),
        (_a_folder, "ne peut pas être ouvert"),
        (_below_a_file, "ne peut pas être ouvert"),
        (_read_only, "est en lecture seule"),
        (_nobody_answers, "ne répond pas"),
    ],
)
def test_a_ledger_that_cannot_be_used(address: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=said) as error:
        open_ledger(address(tmp_path))
    assert "secret" not in str(error.value)


def test_a_base_that_does_not_exist(server: str) -> None:
    with pytest.raises(StoreError, match=r"ne répond pas|a refusé"):
        open_ledger(server.replace("/postgres?", "/nowhere?"))


@pytest.mark.parametrize("address", ["", "ledger.sqlite", "mysql://server/base", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(InputError, match="adresse du registre"):
        open_ledger(address)


def test_the_setting(tmp_path: Path) -> None:
    assert read_settings({"JUSTEDROIT_HOME": str(tmp_path)}).ledger_url == f"sqlite:///{tmp_path}/ledger.sqlite"
    server = "postgresql://agent:secret@base.example/ledger"
    settings = read_settings({"JUSTEDROIT_LEDGER": server})
    assert settings.ledger_url == server
    assert "secret" not in repr(settings)
    with pytest.raises(InputError, match="JUSTEDROIT_LEDGER"):
        read_settings({"JUSTEDROIT_LEDGER": "ledger.sqlite"})


def test_a_former_sqlite_file_of_ours_that_was_truncated_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    open_ledger(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StoreError, match=r"abîmé|n.est pas une base"):
        open_ledger(f"sqlite:///{path}")
