"""The engine: DuckDB in memory, with what it needs to read and write the encrypted store on a closed network."""

import base64
import importlib.resources
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from data_contracts.settings import Settings
from data_contracts.tables import ANALYSIS_ZONE, IDENTITY_ZONE
from pipelines.keys import Keys


def connect(settings: Settings, keys: Keys) -> duckdb.DuckDBPyConnection:
    """A connection of its own, for one step: closing it frees its temporary tables (a reception frees its own, which
    several connections fill).

    Connections of a process share one database, and so the views that `bind` makes: steps of a process run in turn.
    """
    threads = settings.threads or os.cpu_count() or 1
    return _database(str(settings.home / "tmp"), settings.memory, threads, keys).cursor()


@cache
def _database(spill: str, memory: str, threads: int, keys: Keys) -> duckdb.DuckDBPyConnection:
    """The process's database in memory, empty but for what its connections hold while they are open."""
    con = open_database(spill, memory, threads)
    name_zone_keys(con, keys)
    return con


def open_database(spill: str, memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """An empty database in memory, which knows no key.

    `httpfs` is loaded for its OpenSSL, without which DuckDB reads but does not write encrypted Parquet; nothing is
    ever downloaded, and what spills to disk is encrypted.
    """
    con = duckdb.connect(
        config={
            "threads": threads,
            "block_allocator_memory": "1GB",  # kept for the next temporary table, not given back after each
            "memory_limit": memory,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    con.execute(f"LOAD '{_packaged_extension('httpfs')}'")
    con.execute("SET temp_file_encryption = true; SET enable_progress_bar = false")
    return con


_SCRATCH = "{footer_key: 'scratch'}"
SCRATCH_FORMAT = (
    "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 5000, "
    f"ENCRYPTION_CONFIG {_SCRATCH}"
)
"""How whatever lies in a scratch folder is written."""


def scratch_rows(files: list[str]) -> str:
    """SQL: the rows of files of a scratch folder, one file after the other."""
    return f"read_parquet({files}, hive_partitioning = false, encryption_config = {_SCRATCH})"


@contextmanager
def open_scratch(settings: Settings, beside: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """A database of its own and a folder of the owner's own, for work that needs neither store nor keys.

    Both are gone when it is left; a key made for the occasion keeps the folder's files from whoever finds them after a
    crash.
    """
    with tempfile.TemporaryDirectory(prefix=".justedroit-", dir=beside) as private:
        threads = settings.threads or os.cpu_count() or 1
        with open_database(f"{private}/spill", settings.memory, threads) as con:
            con.execute(f"PRAGMA add_parquet_key('scratch', '{base64.b64encode(os.urandom(32)).decode()}')")
            yield con, Path(private)


def name_zone_keys(con: duckdb.DuckDBPyConnection, keys: Keys, prefix: str = "") -> None:
    """Make the keys of both zones known to the connection's database; `prefix` begins their names (see `Store`)."""
    for zone, key in ((IDENTITY_ZONE, keys.identity), (ANALYSIS_ZONE, keys.analysis)):
        con.execute(f"PRAGMA add_parquet_key('{prefix}{zone}', '{base64.b64encode(key).decode()}')")


def _packaged_extension(name: str) -> str:
    """Path of an extension carried by a wheel of DuckDB's own version; loaded in place, nothing is installed."""
    folder = importlib.resources.files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}"
    return str(folder / f"{name}.duckdb_extension")
