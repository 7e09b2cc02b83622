"""A database, SQLite or PostgreSQL, behind the same two doors: `read` and `write`.

Belongs here: connections, transactions, and faults of the database said in French. Does not: any table.
A write transaction excludes every other writer from its first statement to its end, on both: SQLite by BEGIN IMMEDIATE,
PostgreSQL by locking the one row of `audit_head`. So whatever a writer reads stays true until it commits.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, NullPool, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from campaigns.ledger.schema import AuditHead
from data_contracts.errors import InputError, StoreError

WAIT_SECONDS = 30
"""How long a writer waits for the one before."""
CONNECT_SECONDS = 10
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}


class Database:
    """Nothing is opened before the first transaction, and nothing stays open after it."""

    def __init__(self, url: str) -> None:
        """Raise InputError where the address is not one of a ledger."""
        self.url = _checked(url)
        self.where = self.url.render_as_string(hide_password=True)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        waiting = {"timeout": WAIT_SECONDS} if self.is_sqlite else {"connect_timeout": CONNECT_SECONDS}
        # hide_parameters: an error of the database must not quote anybody's pseudonym.
        self._engine = create_engine(self.url, poolclass=NullPool, hide_parameters=True, connect_args=waiting)
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite ledger; None for a server, or a `file:` address."""
        name = self.url.database
        return Path(name) if self.is_sqlite and name and not name.startswith("file:") else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the ledger. Raises StoreError."""
        level: Any = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._faults(), self._engine.execution_options(reads=True, **level).begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Alone at writing; all that is written is kept at the end, or nothing. Raises StoreError."""
        with self._faults(), self._engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(select(AuditHead.lines).with_for_update())
            yield connection

    @contextmanager
    def upgrade(self) -> Iterator[Connection]:
        """As `write`, where tables may not exist yet."""
        with self._faults(), self._engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('juste droit, ledger', 0))"))
            yield connection

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection without transaction, for locks that last as long as it does."""
        with self._faults(), self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.fault(error) from None
        except SQLAlchemyError as error:
            raise self.fault(error) from None

    def fault(self, error: SQLAlchemyError) -> StoreError:
        """What happened, without the message of the database, which may quote what it holds."""
        what, remedy = _said(error)
        return StoreError(
            what=f"Le registre des campagnes {what}.",
            expected="un registre que l'on peut lire et écrire ; il est resté comme avant",
            where=self.where,
            remedy=remedy,
        )


def _checked(address: str) -> URL:
    try:
        url = make_url(address)
        driver = _DRIVERS.get(url.drivername)
    except (ArgumentError, ValueError):
        driver = None
    if driver is None or (driver == "sqlite" and url.database in (None, "", ":memory:")):
        raise InputError(
            what="L'adresse du registre des campagnes ne peut pas être utilisée.",
            expected="sqlite:///chemin/ledger.sqlite, ou postgresql://utilisateur@serveur/base",
            where="JUSTEDROIT_LEDGER",
            remedy="corriger l'adresse, ou la retirer pour le fichier ledger.sqlite du dossier de travail",
        )
    return url.set(drivername=driver)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    for setting in (f"busy_timeout = {WAIT_SECONDS * 1000}", "foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN" if options.get("reads") else "BEGIN IMMEDIATE")


_SQLITE_FAULTS = {
    "SQLITE_BUSY": ("est occupé par un autre traitement", "attendre sa fin, puis relancer"),
    "SQLITE_READONLY": ("est en lecture seule", "donner le droit d'écrire le fichier et son dossier, puis relancer"),
    "SQLITE_FULL": ("ne peut plus grandir : le disque est plein", "faire de la place, puis relancer"),
    "SQLITE_NOTADB": (
        "n'est pas une base SQLite",
        "vérifier JUSTEDROIT_LEDGER ; si le fichier est abîmé, reprendre la dernière sauvegarde",
    ),
    "SQLITE_CORRUPT": ("est abîmé", "reprendre la dernière sauvegarde du fichier"),
    "SQLITE_CANTOPEN": ("ne peut pas être ouvert", "vérifier le dossier et ses droits, puis relancer"),
    "SQLITE_IOERR": ("ne peut pas être lu ou écrit : le disque a échoué", "vérifier le disque, puis relancer"),
}
_OTHERWISE = ("a refusé ce qui lui était demandé", "relancer ; si l'erreur revient, vérifier la base et ses droits")


def _said(error: SQLAlchemyError) -> tuple[str, str]:
    origin = getattr(error, "orig", None)
    name = getattr(origin, "sqlite_errorname", None) or ""
    for start, said in _SQLITE_FAULTS.items():
        if name.startswith(start):
            return said
    if name.startswith("SQLITE_CONSTRAINT_TRIGGER") or getattr(origin, "sqlstate", None) == "P0001":
        return "ne change pas ce qui est publié", "publier une correction"
    if getattr(error, "connection_invalidated", False) or (
        type(error).__name__ == "OperationalError" and not name and getattr(origin, "sqlstate", None) is None
    ):
        return "ne répond pas", "vérifier le serveur, le réseau et l'adresse JUSTEDROIT_LEDGER, puis relancer"
    return _OTHERWISE


def create_file(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives the same rights to those it puts beside it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
