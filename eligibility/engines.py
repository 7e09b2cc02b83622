"""How each engine keeps rows that rules ask for more than once. Belongs here: what differs between engines.

Without it every benefit would compute all that it is made from, and the plan of a query would grow beyond what its
optimiser can read.
"""

from typing import Any

import duckdb
import narwhals as nw

from eligibility.situations.tables import Rows


class OnDuckDB:
    """Keeps rows as temporary tables of a connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.names: set[str] = set()

    def __call__(self, rows: Rows, name: str) -> Rows:
        relation: Any = rows.to_native()
        relation.create_view(f"{name}_asked", replace=True)
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {name}_asked")
        self.names.add(name)
        return nw.from_native(self.con.table(name)).lazy()

    def free(self) -> None:
        """Forget what was kept, once what is made from it has been written."""
        for name in self.names:
            self.con.execute(f"DROP TABLE IF EXISTS {name}")
        self.names.clear()


def on_spark(rows: Rows, name: str) -> Rows:
    """Keeps rows in the executors, and cuts their history."""
    frame: Any = rows.to_native()
    kept: Rows = nw.from_native(frame.localCheckpoint(eager=True)).lazy()
    return kept
