"""Changing keys: the whole store is written again under the new ones, beside the old, and takes its place at once.

A pseudonym made with a former key becomes another, derived from it with the new key: months stay comparable with each
other, and nobody can tell the new names from the old without that key. Belongs here: the order of a rotation, and how
one that was interrupted ends. Does not: how keys are kept (`keys`), how pseudonyms are made (linkage).

Nobody else uses the keys meanwhile (`locks`). A file `rotation` stands beside them from beginning to end: where it
stands and nobody is at work, a rotation was interrupted. Until it says READY, the old store and keys hold, and what was
begun is thrown away; from then on the new ones do, and the rest is renames.
"""

import base64
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from data_contracts.errors import InputError
from data_contracts.relations import Connection, bind, keep
from data_contracts.settings import Settings
from data_contracts.tables import ANALYSIS_ZONE, IDENTITY_ZONE, TABLES
from linkage.pseudonyms import dossier_pseudonym, renamed
from pipelines.engine import connect
from pipelines.keys import NAMES, ROTATION, decoded, load_keys, write_key
from pipelines.locks import changing_keys
from pipelines.store import Store

READY = "ready"


@dataclass(frozen=True)
class Rotated:
    """`tables`: files written again; `elsewhere`: keys that the environment holds, and that must be changed there."""

    tables: int
    elsewhere: tuple[str, ...]


def rotate_keys(
    settings: Settings,
    names: Collection[str] = NAMES,
    *,
    environment: Mapping[str, str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Rotated | None:
    """Change some or all keys; None if an interrupted rotation was ready and only had to be ended.

    A key that comes from the environment is changed for the one in JUSTEDROIT_NEW_KEY_<NAME>. Raises InputError,
    StoreError; whatever happens, the store can be read with the keys that stand beside it.
    """
    with changing_keys(settings.keys_folder):
        return _rotate(settings, names, os.environ if environment is None else environment, tell)


def _rotate(
    settings: Settings, names: Collection[str], environment: Mapping[str, str], tell: Callable[[str], None]
) -> Rotated | None:
    folder, store = settings.keys_folder, settings.store_folder
    mark, aside = folder / ROTATION, store.with_name("store.next")
    if mark.exists():
        if mark.read_text() == READY:
            _take_place(settings)
            return None
        _forget(settings)
    keys = load_keys(folder, environment)
    held = [name for name in NAMES if name in names and f"JUSTEDROIT_KEY_{name.upper()}" in environment]
    changed = {name: _new_key(name, name in held, environment) for name in NAMES if name in names}
    mark.touch(0o600)
    try:
        for name in changed.keys() - set(held):
            write_key(folder / f"{name}.next", changed[name])
        aside.mkdir(parents=True)
        with connect(settings, keys) as con:
            for zone in (IDENTITY_ZONE, ANALYSIS_ZONE):
                key = base64.b64encode(changed.get(zone, getattr(keys, zone))).decode()
                con.execute(f"PRAGMA add_parquet_key('next_{zone}', '{key}')")
            tables = _write_again(con, Store(store), Store(aside, "next_"), changed.get("pseudonym"), tell)
        if (store / "receipts").exists():
            shutil.copytree(store / "receipts", aside / "receipts")
        ready = mark.with_suffix(".ready")
        ready.write_text(READY)
        os.replace(ready, mark)
    except BaseException:
        _forget(settings)
        raise
    _take_place(settings)
    return Rotated(tables, tuple(f"JUSTEDROIT_KEY_{name.upper()}" for name in held))


def _new_key(name: str, held: bool, environment: Mapping[str, str]) -> bytes:
    variable = f"JUSTEDROIT_NEW_KEY_{name.upper()}"
    if variable in environment:
        return decoded(environment[variable], variable)
    if held:
        raise InputError(
            what=f"La clé « {name} » vient de l'environnement, et la nouvelle n'y est pas.",
            expected=f"la nouvelle clé dans {variable}, 64 caractères hexadécimaux",
            where=f"JUSTEDROIT_KEY_{name.upper()}",
            remedy="donner la nouvelle clé et relancer, puis remplacer l'ancienne dans l'environnement",
        )
    return secrets.token_bytes(32)


def _write_again(
    con: Connection, store: Store, new: Store, names_key: bytes | None, tell: Callable[[str], None]
) -> int:
    """Every table of every period, renamed with `names_key` if it changes; the number of tables."""
    found = store.everything()
    if names_key:
        _rename_dossiers(con, store, names_key)
    for number, (table, period) in enumerate(found, 1):
        tell(f"{table}, {period} ({number} sur {len(found)})")
        relation = store.read(con, table, period)
        columns = [column.name for column in TABLES[table].columns() if column.is_pseudonym]
        if columns and names_key:
            bind(con, to_rename=relation)
            relation = con.sql(_renamed(columns, names_key))
        new.commit([new.stage(con, table, period, relation)])
    return len(found)


def _rename_dossiers(con: Connection, store: Store, key: bytes) -> None:
    """Fill `dossier_names`: former, household_id. A dossier is named anew after its number, as coming months will."""
    keep(con, "dossier_names", "SELECT NULL::VARCHAR AS former, NULL::VARCHAR AS household_id LIMIT 0")
    for table, period in store.everything():
        if table == "household_situations" and store.has("caf_dossiers", period):
            bind(con, named=store.read(con, table, period), numbered=store.read(con, "caf_dossiers", period))
            con.execute(f"""
                INSERT INTO dossier_names SELECT DISTINCT household_id, {dossier_pseudonym(key)}
                FROM named JOIN numbered ON household_no = record_no
                WHERE household_id NOT IN (SELECT former FROM dossier_names)
            """)


def _renamed(columns: list[str], key: bytes) -> str:
    names = {column: renamed(f"t.{column}", key) for column in columns}
    if "household_id" in names:
        names["household_id"] = f"coalesce(n.household_id, {names['household_id']})"
    replaced = ", ".join(f"{name} AS {column}" for column, name in names.items())
    joined = "LEFT JOIN dossier_names n ON n.former = t.household_id" if "household_id" in names else ""
    return f"SELECT t.* REPLACE ({replaced}) FROM to_rename t {joined}"


def _take_place(settings: Settings) -> None:
    """Renames only, each of which can have been done already."""
    store, folder = settings.store_folder, settings.keys_folder
    aside, before = store.with_name("store.next"), store.with_name("store.before")
    if aside.exists():
        if store.exists() and not before.exists():
            os.rename(store, before)
        os.rename(aside, store)
    for path in folder.glob("*.next"):
        os.replace(path, path.with_suffix(".key"))
    shutil.rmtree(before, ignore_errors=True)
    (folder / ROTATION).unlink()


def _forget(settings: Settings) -> None:
    """What a rotation had begun to write; the old store and keys were not touched."""
    shutil.rmtree(settings.store_folder.with_name("store.next"), ignore_errors=True)
    for path in settings.keys_folder.glob("*.next"):
        path.unlink()
    (settings.keys_folder / ROTATION).unlink(missing_ok=True)
