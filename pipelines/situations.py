"""Reading a folder of situations for `assess` and `explain`. Belongs here: files. Does not: what the tables mean
(`data_contracts.situation`), any rule."""

from pathlib import Path

from data_contracts.columns import Table
from data_contracts.errors import InputError
from data_contracts.relations import Connection
from data_contracts.situation import SITUATIONS
from eligibility.situations import Situations

NEEDED = ("households", "people")


def read_situations(con: Connection, folder: Path) -> Situations:
    """The five tables of a folder, `.csv` or `.parquet`; those that may be absent are empty, which says nothing.

    Raises InputError where a table is missing or cannot be read as its contract.
    """
    if not folder.is_dir():
        raise InputError(
            what="Le dossier des situations n'existe pas.",
            expected="un dossier qui contient households et people, en .csv ou .parquet",
            where=folder,
            remedy="corriger le chemin",
        )
    return Situations.of({name: _table(con, folder, model) for name, model in SITUATIONS.items()})


def _table(con: Connection, folder: Path, model: type[Table]) -> object:
    name = model.table_name
    found = [path for suffix in ("parquet", "csv") if (path := folder / f"{name}.{suffix}").is_file()]
    if not found:
        if name in NEEDED:
            raise InputError(
                what=f"Il manque la table {name}.",
                expected=f"{name}.csv ou {name}.parquet",
                where=folder,
                remedy="voir les colonnes : justedroit contracts describe situations",
            )
        columns = ", ".join(f'NULL::{column.duckdb_type} AS "{column.name}"' for column in model.columns())
        return con.sql(f"SELECT {columns} LIMIT 0")
    source = con.read_parquet(str(found[0])) if found[0].suffix == ".parquet" else con.read_csv(
        str(found[0]), all_varchar=True
    )  # fmt: skip
    columns = ", ".join(f'"{column.name}"::{column.duckdb_type} AS "{column.name}"' for column in model.columns())
    try:
        return con.from_arrow(source.project(columns).to_arrow_table())
    except Exception:  # DuckDB's message may quote a value
        raise InputError(
            what=f"La table {name} ne peut pas être lue.",
            expected="les colonnes, les types et les codes du contrat, dates AAAA-MM-JJ, nombres avec un point",
            where=found[0],
            remedy="voir les colonnes : justedroit contracts describe situations",
        ) from None
