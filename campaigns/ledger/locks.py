"""Who may be at a ledger together: one process at a time publishes a campaign, and one at a time draws, of them all.

Belongs here: those locks, of the operating system beside a SQLite ledger, of the server for PostgreSQL; both end with
the process or connection that holds them. Does not: what is done meanwhile.
Whoever comes second at a campaign is told, since a publication is long and its outcome is the same. At drawing they
wait: it takes seconds, and another campaign's month must not be lost for it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from campaigns.ledger.database import Database
from data_contracts.errors import InputError, StoreError

_DRAWING = "_drawing"
"""No campaign has that name."""


@contextmanager
def publishing(database: Database, campaign: str) -> Iterator[None]:
    """Nobody else publishes that campaign meanwhile. Raises InputError where somebody does, StoreError."""
    with _lock(database, campaign, wait=False) as taken:
        if not taken:
            raise InputError(
                what=f"La campagne « {campaign} » est en cours de publication par un autre traitement.",
                expected="une publication à la fois",
                where=database.where,
                remedy="attendre sa fin, puis relancer : ce qui est déjà fait ne sera pas refait",
            )
        yield


@contextmanager
def drawing(database: Database) -> Iterator[None]:
    """Nobody else chooses whom to reach meanwhile, of any campaign; waits for whoever does. Raises StoreError."""
    with _lock(database, _DRAWING, wait=True):
        yield


def _lock(database: Database, name: str, *, wait: bool) -> AbstractContextManager[bool]:
    """Whether it could be taken; always, where one waits."""
    return _server_lock(database, name, wait) if database.file is None else _file_lock(database.file, name, wait)


@contextmanager
def _server_lock(database: Database, name: str, wait: bool) -> Iterator[bool]:
    key = func.hashtextextended(f"juste droit, publication, {name}", 0)
    with database.session() as connection:
        if wait:
            connection.execute(select(func.pg_advisory_lock(key)))
        taken = wait or bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield taken
        finally:
            if taken:
                connection.execute(select(func.pg_advisory_unlock(key)))


@contextmanager
def _file_lock(ledger: Path, name: str, wait: bool) -> Iterator[bool]:
    try:
        descriptor = os.open(ledger.with_name(f"{ledger.name}.{name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            what=f"Le dossier du registre des campagnes ne peut pas être utilisé : {os.strerror(error.errno or 0)}.",
            expected="un dossier où écrire",
            where=ledger.parent,
            remedy="vérifier le dossier et ses droits",
        ) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
