"""Other names for the same people, when the key of pseudonyms changes.

Belongs here: putting new pseudonyms beside the former ones, then in their place. Does not: making them, nor when
(`pipelines/rotation`). New names are staged before the rotation is ready, and taken after: taking them is one
transaction that may be asked for again, and forgetting them leaves the ledger as it was.
"""

from collections.abc import Mapping

from sqlalchemy import Column, Connection, Table, bindparam, select, update

from campaigns.ledger.schema import Base

_NAMED = {"people": "person_id", "households": "household_id"}


def stage(connection: Connection, people: Mapping[str, str], households: Mapping[str, str]) -> None:
    """Put the new name of each former one beside it. Raises ValueError unless everybody in the ledger has one."""
    drop(connection)
    for (table, column), known, given in zip(_named(), names(connection), (people, households), strict=True):
        if any(name not in given for name in known):
            raise ValueError("a pseudonym of the ledger has no new name")
        if known:
            staged = update(table).where(column == bindparam("former")).values(next_id=bindparam("following"))
            connection.execute(staged, [{"former": name, "following": given[name]} for name in known])


def take(connection: Connection) -> int:
    """Put the staged names in place; how many. Asked again, it changes nothing."""
    taken = 0
    for table, column in _named():
        staged = update(table).where(table.c.next_id.is_not(None))
        taken += connection.execute(staged.values({column: table.c.next_id, table.c.next_id: None})).rowcount
    return taken


def drop(connection: Connection) -> None:
    """Forget staged names."""
    for table, _ in _named():
        connection.execute(update(table).where(table.c.next_id.is_not(None)).values(next_id=None))


def names(connection: Connection) -> tuple[list[str], list[str]]:
    """The pseudonyms of people and of households that the ledger holds, in order."""
    people, households = (
        sorted(connection.scalars(select(column).where(column.is_not(None)))) for _, column in _named()
    )
    return people, households


def _named() -> list[tuple[Table, Column[str]]]:
    tables = Base.metadata.tables
    return [(tables[name], tables[name].c[column]) for name, column in _NAMED.items()]
