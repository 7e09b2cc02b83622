"""Other names for the same people, when the key of pseudonyms changes.

Belongs here: putting new pseudonyms beside the former ones, then in their place. Does not: making them, nor when
(`pipelines/rotation`). New names are staged before the rotation is ready, and taken after: taking them is one
transaction that may be asked for again, and forgetting them leaves the ledger as it was.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select, update

from campaigns.ledger.schema import Household, Person

Named = type[Person] | type[Household]


def stage(connection: Connection, people: Mapping[str, str], households: Mapping[str, str]) -> None:
    """Put the new name of each former one beside it. Raises ValueError unless everybody in the ledger has one."""
    drop(connection)
    for table, names in ((Person, people), (Household, households)):
        column = _name(table)
        known = list(connection.scalars(select(column).where(column.is_not(None))))
        if any(name not in names for name in known):
            raise ValueError("a pseudonym of the ledger has no new name")
        if known:
            core = table.__table__
            staged = (
                update(core)  # type: ignore[arg-type]
                .where(core.c[column.key] == bindparam("former"))
                .values(next_id=bindparam("following"))
            )
            connection.execute(staged, [{"former": name, "following": names[name]} for name in known])


def take(connection: Connection) -> int:
    """Put the staged names in place; how many. Asked again, it changes nothing."""
    taken = 0
    for table in (Person, Household):
        core = table.__table__
        named = {_name(table).key: core.c.next_id, "next_id": None}
        taken += connection.execute(update(core).where(core.c.next_id.is_not(None)).values(**named)).rowcount  # type: ignore[arg-type]
    return taken


def drop(connection: Connection) -> None:
    """Forget staged names."""
    for table in (Person, Household):
        connection.execute(update(table).where(table.next_id.is_not(None)).values(next_id=None))


def names(connection: Connection) -> tuple[list[str], list[str]]:
    """The pseudonyms of people and of households that the ledger holds, in order."""
    people, households = (
        sorted(connection.scalars(select(_name(table)).where(_name(table).is_not(None))))  # type: ignore[type-var]
        for table in (Person, Household)
    )
    return people, households


def _name(table: Named):  # type: ignore[no-untyped-def]
    return Person.person_id if table is Person else Household.household_id
