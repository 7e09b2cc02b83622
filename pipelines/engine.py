"""The engine: DuckDB in memory, with what it needs to read and write the encrypted store on a closed network."""

import base64
import importlib.resources
import os
from functools import cache

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
    """The process's database in memory, empty but for what its connections hold while they are open.

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
    name_zone_keys(con, keys)
    return con


def name_zone_keys(con: duckdb.DuckDBPyConnection, keys: Keys, prefix: str = "") -> None:
    """Make the keys of both zones known to the connection's database; `prefix` begins their names (see `Store`)."""
    for zone, key in ((IDENTITY_ZONE, keys.identity), (ANALYSIS_ZONE, keys.analysis)):
        con.execute(f"PRAGMA add_parquet_key('{prefix}{zone}', '{base64.b64encode(key).decode()}')")


def _packaged_extension(name: str) -> str:
    """Path of an extension carried by a wheel of DuckDB's own version; loaded in place, nothing is installed."""
    folder = importlib.resources.files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}"
    return str(folder / f"{name}.duckdb_extension")
