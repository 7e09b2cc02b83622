"""How rooms pass tables to SQL: a DuckDB relation in, a DuckDB relation out."""

import duckdb

Connection = duckdb.DuckDBPyConnection
Relation = duckdb.DuckDBPyRelation
PACKED = "packed"


def bind(con: Connection, **tables: Relation) -> None:
    """Make relations visible to SQL under the names of the arguments.

    As views of the relations themselves: written out as SQL, a relation's floating constants would come back as
    decimals, and other amounts.
    """
    for name, relation in tables.items():
        relation.create_view(name, replace=True)


def keep(con: Connection, name: str, sql: str) -> Relation:
    """Compute a query once, as a temporary table of the connection."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    return con.table(name)


def pack(con: Connection, name: str, *queries: str) -> str:
    """Compute queries once, one after the other, in their order, as a compressed table: for much text that waits.

    In memory, and of the database, not of the connection: it lasts until `unpack`. Returns the table's whole name.
    """
    con.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {PACKED} (COMPRESS)")
    table, (first, *others) = f"{PACKED}.{name}", queries
    for sql in (f"CREATE OR REPLACE TABLE {table} AS {first}", *(f"INSERT INTO {table} {sql}" for sql in others)):
        con.execute(sql)
        con.execute(f"CHECKPOINT {PACKED}")
    return table


def unpack(con: Connection) -> None:
    """Give up every packed table."""
    con.execute(f"DETACH DATABASE IF EXISTS {PACKED}")
