"""Guards: triggers that keep the past as it was, whatever writes to the database, and not only this code.

They cannot stop who owns the database from dropping them: for that there is the chain of the audit trail.
"""

from collections.abc import Sequence
from typing import NamedTuple

from alembic import op


class Guard(NamedTuple):
    """What is refused: an event on a table, where a condition (SQL that both databases read) holds."""

    table: str
    event: str
    condition: str = "1 = 1"


def install(guards: Sequence[Guard]) -> None:
    """Tables that refuse DELETE refuse TRUNCATE too, which only PostgreSQL has."""
    postgresql = op.get_context().dialect.name == "postgresql"
    for number, guard in enumerate(guards):
        (_on_postgresql if postgresql else _on_sqlite)(f"guard_{guard.table}_{number}", guard)
    if postgresql:
        for table in sorted({guard.table for guard in guards if guard.event == "DELETE"}):
            _on_postgresql(f"guard_{table}_truncate", Guard(table, "TRUNCATE"))


def _on_sqlite(name: str, guard: Guard) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} WHEN {guard.condition} "
        "BEGIN SELECT RAISE(ABORT, 'the past does not change'); END"
    )


def _on_postgresql(name: str, guard: Guard) -> None:
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    op.execute(f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {guard.condition} THEN RAISE EXCEPTION 'the past does not change'; END IF;
            RETURN NEW;
        END $$
    """)
    op.execute(f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} FOR EACH {each} EXECUTE FUNCTION {name}()")
