"""One process at a time publishes a campaign; whoever comes second is told, nobody waits.

Belongs here: that lock, of the operating system beside a SQLite ledger, of the server for PostgreSQL; both end with the
process or connection that holds them. Does not: what is done meanwhile.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from campaigns.ledger.database import Database
from data_contracts.errors import InputError, StoreError


@contextmanager
def publishing(database: Database, campaign: str) -> Iterator[None]:
    """Nobody else publishes that campaign meanwhile. Raises InputError where somebody does, StoreError."""
    with _server_lock(database, campaign) if database.file is None else _file_lock(database.file, campaign) as taken:
        if not taken:
            raise InputError(
                what=f"La campagne « {campaign} » est en cours de publication par un autre traitement.",
                expected="une publication à la fois",
                where=database.where,
                remedy="attendre sa fin, puis relancer : ce qui est déjà fait ne sera pas refait",
            )
        yield


@contextmanager
def _server_lock(database: Database, campaign: str) -> Iterator[bool]:
    key = func.hashtextextended(f"juste droit, publication, {campaign}", 0)
    with database.session() as connection:
        taken = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield taken
        finally:
            if taken:
                connection.execute(select(func.pg_advisory_unlock(key)))


@contextmanager
def _file_lock(ledger: Path, campaign: str) -> Iterator[bool]:
    try:
        descriptor = os.open(ledger.with_name(f"{ledger.name}.{campaign}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            what=f"Le dossier du registre des campagnes ne peut pas être utilisé : {os.strerror(error.errno or 0)}.",
            expected="un dossier où écrire",
            where=ledger.parent,
            remedy="vérifier le dossier et ses droits",
        ) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
