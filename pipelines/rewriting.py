"""Writing a whole store again beside the old one, under other keys and, where their key changes, other pseudonyms.

Belongs here: each table's way from one store to the other, and the proof that it arrived. Does not: when that is done,
and which store holds (`rotation`); how pseudonyms are made (linkage).
"""

from collections.abc import Callable, Collection, Mapping

import duckdb

from data_contracts.errors import StoreError
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep
from data_contracts.tables import TABLES
from linkage.pseudonyms import dossier_pseudonym, renamed, renamed_one
from pipelines.store import Store


def write_again(
    con: Connection, store: Store, new: Store, names_key: bytes | None, tell: Callable[[str], None]
) -> dict[tuple[str, Period], int]:
    """Every table of every period, renamed with `names_key` if it changes; how many rows each had before."""
    found, rows = store.everything(), {}
    if names_key:
        _rename_dossiers(con, store, names_key)
    for number, (table, period) in enumerate(found, 1):
        tell(f"{table}, {period} ({number} sur {len(found)})")
        relation = store.read(con, table, period)
        rows[table, period] = _count(relation)
        columns = [column.name for column in TABLES[table].columns() if column.is_pseudonym]
        if columns and names_key:
            bind(con, to_rename=relation)
            relation = con.sql(_renamed(columns, names_key))
        new.commit([new.stage(con, table, period, relation)])
    return rows


def check_written(con: Connection, new: Store, rows: Mapping[tuple[str, Period], int]) -> None:
    """Open every new table as the next process will; raises StoreError unless each has as many `rows` as before."""
    for (table, period), expected in rows.items():
        try:
            found = _count(new.read(con, table, period))
        except (StoreError, duckdb.Error):
            found = None
        if found != expected:
            raise StoreError(
                what=f"La table {table} de {period}, réécrite, n'est pas celle d'avant : "
                + ("elle ne peut pas être lue." if found is None else f"{found} lignes au lieu de {expected}."),
                expected="les mêmes lignes sous les nouvelles clés ; l'entrepôt et les clés sont restés comme avant",
                where=new.path(table, period),
                remedy="vérifier le disque, puis relancer `justedroit keys rotate`",
            )


def new_names(
    con: Connection, people: Collection[str], households: Collection[str], names_key: bytes
) -> tuple[dict[str, str], dict[str, str]]:
    """What `write_again` makes of pseudonyms that stand elsewhere than in the store: of people, and of households."""
    dossiers: dict[str, str] = dict(con.execute("SELECT former, household_id FROM dossier_names").fetchall())
    return (
        {former: renamed_one(former, names_key) for former in people},
        {former: dossiers.get(former) or renamed_one(former, names_key) for former in households},
    )


def _count(relation: Relation) -> int:
    (count,) = relation.aggregate("count(*)").fetchone() or (0,)
    return int(count)


def _rename_dossiers(con: Connection, store: Store, key: bytes) -> None:
    """Fill `dossier_names`: former, household_id. A dossier is named anew after its number, as coming months will."""
    keep(con, "dossier_names", "SELECT NULL::VARCHAR AS former, NULL::VARCHAR AS household_id LIMIT 0")
    for table, period in store.everything():
        if table == "household_situations" and store.has("caf_dossiers", period):
            bind(con, named=store.read(con, table, period), numbered=store.read(con, "caf_dossiers", period))
            con.execute(f"""
                INSERT INTO dossier_names SELECT DISTINCT household_id, {dossier_pseudonym(key)}
                FROM named JOIN numbered ON household_no = record_no
                WHERE household_id NOT IN (SELECT former FROM dossier_names)
            """)


def _renamed(columns: list[str], key: bytes) -> str:
    names = {column: renamed(f"t.{column}", key) for column in columns}
    if "household_id" in names:
        names["household_id"] = f"coalesce(n.household_id, {names['household_id']})"
    replaced = ", ".join(f"{name} AS {column}" for column, name in names.items())
    joined = "LEFT JOIN dossier_names n ON n.former = t.household_id" if "household_id" in names else ""
    return f"SELECT t.* REPLACE ({replaced}) FROM to_rename t {joined}"
