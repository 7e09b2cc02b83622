"""Keys are the store's own, or nothing is read or written with them."""

import json
import stat
from pathlib import Path

import pytest

from data_contracts.errors import InputError, StoreError
from data_contracts.known import Deceased, PersonIdentity
from data_contracts.settings import Settings
from pipelines.keys import NAMES, Keys, fingerprints, load_keys
from pipelines.rotation import rotate_keys
from pipelines.session import open_session
from pipelines.store import KEYS, Store
from tests.pipelines.conftest import SPRING_2014

VARIABLES = {name: f"JUSTEDROIT_KEY_{name.upper()}" for name in NAMES}
OTHER = "cd" * 32


def write_something(settings: Settings) -> None:
    """A table without a row in each zone."""
    store = Store(settings.store_folder)
    with open_session(settings) as (_, con):
        for model in (Deceased, PersonIdentity):
            columns = ", ".join(f"NULL AS {name}" for name in model.column_names())
            nothing = con.sql(f"SELECT {columns} LIMIT 0")
            store.commit([store.stage(con, model.table_name, SPRING_2014, nothing)])


def open_and_close(settings: Settings) -> None:
    with open_session(settings):
        pass


@pytest.fixture
def written(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", threads=1)
    write_something(settings)
    return settings


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_is_not_the_stores_is_refused(written: Settings, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    open_and_close(written)
    monkeypatch.setenv(VARIABLES[name], OTHER)
    with pytest.raises(InputError, match=f"ne sont pas celles de l'entrepôt : {name}[.]") as refused:
        open_and_close(written)
    assert VARIABLES[name] in str(refused.value)
    assert OTHER not in str(refused.value)
    new = {f"JUSTEDROIT_NEW_KEY_{name.upper()}": "ab" * 32, VARIABLES[name]: OTHER}
    with pytest.raises(InputError, match="ne sont pas celles de l'entrepôt"):
        rotate_keys(written, environment=new)
    monkeypatch.delenv(VARIABLES[name])
    open_and_close(written)


@pytest.mark.parametrize("name", NAMES)
def test_a_lost_key_is_not_replaced_by_another_without_a_word(written: Settings, name: str) -> None:
    (written.keys_folder / f"{name}.key").unlink()
    with pytest.raises(InputError, match=f"ne sont pas celles de l'entrepôt : {name}[.]"):
        open_and_close(written)


def test_a_former_key_left_in_the_environment_is_refused_after_a_rotation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, threads=1)
    for variable in VARIABLES.values():
        monkeypatch.setenv(variable, OTHER)
    write_something(settings)
    monkeypatch.setenv("JUSTEDROIT_NEW_KEY_PSEUDONYM", "ab" * 32)
    rotated = rotate_keys(settings, ["pseudonym"])
    assert rotated
    assert rotated.tables == 2
    with pytest.raises(InputError, match=r"ne sont pas celles de l'entrepôt : pseudonym\."):
        open_and_close(settings)
    monkeypatch.setenv(VARIABLES["pseudonym"], "ab" * 32)
    open_and_close(settings)


def test_no_folder_of_keys_is_needed_where_the_environment_has_them_all(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", threads=1)
    held = dict.fromkeys(VARIABLES.values(), OTHER)
    new = {f"JUSTEDROIT_NEW_KEY_{name.upper()}": "ab" * 32 for name in NAMES}
    assert rotate_keys(settings, environment={**held, **new})
    assert stat.S_IMODE(settings.keys_folder.stat().st_mode) == 0o700
    assert not list(settings.keys_folder.glob("*.key"))


@pytest.mark.parametrize("zone", ["identity", "analysis"])
def test_a_store_that_does_not_know_its_keys_learns_those_that_open_it(
    written: Settings, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    known = written.store_folder / KEYS
    known.unlink()
    monkeypatch.setenv(VARIABLES[zone], OTHER)
    with pytest.raises(StoreError, match="vérifier les clés"):
        open_and_close(written)
    assert not known.exists()
    monkeypatch.delenv(VARIABLES[zone])
    open_and_close(written)
    assert json.loads(known.read_text()) == fingerprints(load_keys(written.keys_folder))


def test_keys_become_the_stores_with_its_first_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path, threads=1)
    monkeypatch.setenv(VARIABLES["pseudonym"], OTHER)
    open_and_close(settings)
    assert not (settings.store_folder / KEYS).exists()
    monkeypatch.delenv(VARIABLES["pseudonym"])
    write_something(settings)
    monkeypatch.setenv(VARIABLES["pseudonym"], OTHER)
    with pytest.raises(InputError):
        open_and_close(settings)


def test_fingerprints_tell_keys_apart_and_do_not_say_them() -> None:
    same = Keys(identity=b"k" * 32, analysis=b"k" * 32, pseudonym=b"k" * 32)
    found = fingerprints(same)
    assert found.keys() == set(NAMES)
    assert len({*found.values(), *fingerprints(Keys(b"l" * 32, b"l" * 32, b"l" * 32)).values()}) == 6
    assert {len(value) for value in found.values()} == {16}
    assert not any(value in (b"k" * 32).hex() for value in found.values())
