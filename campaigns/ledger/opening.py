"""Opening a ledger: made where there is none, brought to this version where it is older, refused where it is newer. Or
only reading it, which makes and changes nothing.

Belongs here: that. Does not: what the versions are (`migrations`).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from campaigns.ledger.book import Ledger
from campaigns.ledger.database import Database, create_file
from data_contracts.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "ledger_version"


def open_ledger(url: str) -> Ledger:
    """The ledger at a database address (`sqlite:///…`, `postgresql://…`), at this version.

    Raises InputError for an address that is none, StoreError for a ledger that cannot be used.
    """
    database = Database(url)
    with _file(database), database.upgrade() as connection:
        config = _configuration(connection)
        _version(database, connection, config)
        command.upgrade(config, "head")
        # SQLite begins a write on a read-only file without a word: only writing finds out.
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))
    return Ledger(database)


def read_ledger(url: str) -> Ledger | None:
    """The ledger of that address, to be asked and not written: it is left as it is. None where there is none yet.

    Raises InputError and StoreError as `open_ledger` does, and StoreError for a ledger of a former version.
    """
    database = Database(url)
    if database.file is not None and not database.file.exists():
        return None
    with database.read() as connection:
        config = _configuration(connection)
        current = _version(database, connection, config)
        newest = ScriptDirectory.from_config(config).get_current_head()
    if current is not None and current != newest:
        raise StoreError(
            what="Le registre des campagnes vient d'une version antérieure de Juste Droit : il n'est pas à jour.",
            expected="un registre de cette version ; il est resté comme avant",
            where=database.where,
            remedy="cette commande n'y écrit rien : `justedroit campaign list` le met à jour, puis relancer",
        )
    return None if current is None else Ledger(database)


def _version(database: Database, connection: Connection, config: Config) -> str | None:
    """The version of a ledger, None of an empty base; raises StoreError for one that this version does not know."""
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    if current is not None and current not in known:
        raise StoreError(
            what="Le registre des campagnes vient d'une version plus récente de Juste Droit.",
            expected="un registre de cette version ou d'une version antérieure ; il est resté comme avant",
            where=database.where,
            remedy="installer la version qui a écrit ce registre, ou une version ultérieure",
        )
    return current


def _configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _file(database: Database) -> Iterator[None]:
    """A SQLite ledger has its file, private, in WAL mode (readers never wait), which one process at a time may set."""
    path = database.file
    if path is None:
        yield
        return
    try:
        create_file(path)
        lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(
            what=f"Le registre des campagnes ne peut pas être ouvert : {os.strerror(error.errno or 0)}.",
            expected="un fichier que l'on peut lire et écrire, dans un dossier où écrire",
            where=path,
            remedy="vérifier le dossier et ses droits, ou JUSTEDROIT_LEDGER",
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with database.session() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        yield
    finally:
        os.close(lock)
