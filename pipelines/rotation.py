"""Changing keys: the whole store is written again under the new ones, beside the old, and takes its place at once.

A pseudonym made with a former key becomes another, derived from it with the new key: months stay comparable with each
other, and nobody can tell the new names from the old without that key. Belongs here: the order of a rotation, and how
one that was interrupted ends. Does not: how keys are kept (`keys`), how tables are written again (`rewriting`).

Nobody else uses the keys meanwhile (`locks`). A file `rotation` stands beside them from beginning to end: where it
stands and nobody is at work, a rotation was interrupted. Until it says READY, the old store and keys hold, and what was
begun is thrown away; from then on the new ones do, and the rest is renames. The ledger of campaigns is a database of
its own: its new names are put beside the former ones before that moment, and taken after it, so that it goes the way of
the store.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from campaigns.ledger.book import Ledger
from campaigns.ledger.opening import open_ledger
from data_contracts.errors import InputError, StoreError
from data_contracts.relations import Connection
from data_contracts.settings import Settings
from pipelines.engine import connect, name_zone_keys
from pipelines.keys import NAMES, ROTATION, decoded, fingerprints, load_keys, write_key
from pipelines.locks import changing_keys
from pipelines.rewriting import check_written, new_names, write_again
from pipelines.session import check_keys
from pipelines.store import Store

READY = "ready"
NEXT = "next_"
"""Begins the names of the new keys, as long as the former ones are known too."""

SHOWN_FILES = 5


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
    if mark.exists() and mark.read_text() == READY:
        _take_place(settings)
        return None
    _forget(settings)
    _check_ground(settings)
    keys = load_keys(folder, environment)
    held = [name for name in NAMES if name in names and f"JUSTEDROIT_KEY_{name.upper()}" in environment]
    changed = {name: _new_key(name, name in held, environment) for name in NAMES if name in names}
    mark.touch(0o600)
    try:
        for name in changed.keys() - set(held):
            write_key(folder / f"{name}.next", changed[name])
        aside.mkdir(parents=True)
        new_keys = replace(keys, **changed)
        with connect(settings, keys) as con:
            check_keys(con, settings, keys)
            name_zone_keys(con, new_keys, NEXT)
            rows = write_again(con, Store(store), Store(aside, NEXT), changed.get("pseudonym"), tell)
            _stage_names(con, settings, changed.get("pseudonym"))
        tell("vérification des tables réécrites")
        with connect(settings, new_keys) as con:
            check_written(con, Store(aside), rows)
        Store(aside).keep_key_fingerprints(fingerprints(new_keys))
        if (store / "receipts").exists():
            shutil.copytree(store / "receipts", aside / "receipts")
        _to_disk(*aside.rglob("*"), aside, *folder.iterdir(), store.parent)
        _ready(mark).write_text(READY)
        _to_disk(_ready(mark))
        os.replace(_ready(mark), mark)
        _to_disk(folder)
    except BaseException:
        _forget(settings)
        raise
    _take_place(settings)
    return Rotated(len(rows), tuple(f"JUSTEDROIT_KEY_{name.upper()}" for name in held))


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
    _to_disk(folder, store.parent)  # the former store goes only when the new one can no longer be lost
    shutil.rmtree(before, ignore_errors=True)
    if ledger := _ledger(settings):
        ledger.take_names()
    (folder / ROTATION).unlink()


def _ledger(settings: Settings) -> Ledger | None:
    """The ledger, unless there is none yet: changing keys makes none."""
    if settings.ledger is None and not (settings.home / "ledger.sqlite").exists():
        return None
    return open_ledger(settings.ledger_url)


def _stage_names(con: Connection, settings: Settings, names_key: bytes | None) -> None:
    """What the ledger will take is what this rotation made, whatever one before may have left there."""
    if ledger := _ledger(settings):
        if names_key:
            ledger.stage_names(*new_names(con, *ledger.names(), names_key))
        else:
            ledger.drop_names()


def _forget(settings: Settings) -> None:
    """What a rotation had begun to write; the old store and keys were not touched."""
    mark = settings.keys_folder / ROTATION
    shutil.rmtree(settings.store_folder.with_name("store.next"), ignore_errors=True)
    for path in (*settings.keys_folder.glob("*.next"), _ready(mark), mark):
        path.unlink(missing_ok=True)


def former_store(settings: Settings) -> Path | None:
    """The store under its former keys, where a rotation that is over could not remove it."""
    before = settings.store_folder.with_name("store.before")
    return before if before.exists() else None


def _check_ground(settings: Settings) -> None:
    """Remove what a former rotation left; raises StoreError where that cannot be, or where a file would be lost."""
    before = settings.store_folder.with_name("store.before")
    shutil.rmtree(before, ignore_errors=True)
    for folder in (before, settings.store_folder.with_name("store.next")):
        if folder.exists():
            raise StoreError(
                what=f"Le dossier {folder.name}, reste d'un changement de clés, ne peut pas être supprimé.",
                expected="une place libre pour l'entrepôt réécrit ; l'entrepôt et les clés sont restés comme avant",
                where=folder,
                remedy="corriger les droits ou supprimer ce dossier, puis relancer `justedroit keys rotate`",
            )
    if unknown := Store(settings.store_folder).unknown_files():
        raise StoreError(
            what="L'entrepôt contient des fichiers que cette version ne connaît pas, et qu'un changement de clés "
            f"supprimerait ({len(unknown)}).",
            expected="les seules tables du dictionnaire (`justedroit contracts describe`) ; rien n'a changé",
            where=", ".join(map(str, unknown[:SHOWN_FILES])) + (", …" if len(unknown) > SHOWN_FILES else ""),
            remedy="les déplacer hors de l'entrepôt ou les supprimer ; s'ils viennent d'une version plus récente, "
            "changer les clés avec elle",
        )


def _ready(mark: Path) -> Path:
    return mark.with_suffix(".ready")


def _to_disk(*paths: Path) -> None:
    """Files with their contents, folders with their names, outlast a power cut."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
