"""How rooms pass tables to SQL: a DuckDB relation in, a DuckDB relation out."""

import duckdb

Connection = duckdb.DuckDBPyConnection
Relation = duckdb.DuckDBPyRelation


def bind(con: Connection, **tables: Relation) -> None:
    """Make relations visible to SQL under the names of the arguments, for this connection only."""
    for name, relation in tables.items():
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {relation.sql_query()}")


def keep(con: Connection, name: str, sql: str) -> Relation:
    """Compute a query once, as a temporary table of the connection."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    return con.table(name)
