"""A folder of situations assessed into one file of findings, whatever its size.

Belongs here: parts assessed in turn, findings in their contract's form and order, written aside and then renamed. Does
not: reading situations (`situations`), the law (`eligibility`), what is shown (`assess_commands`).
"""

import os
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data_contracts.columns import Column
from data_contracts.decided import UNBOUNDED_EUR_MONTH, Finding
from data_contracts.errors import InputError, StoreError
from data_contracts.relations import Connection, bind, keep
from data_contracts.row_checks import sql_literal
from data_contracts.settings import Settings
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.findings import SEPARATOR
from eligibility.parameters import Law, load_parameters
from pipelines.engine import SCRATCH_FORMAT, open_scratch, scratch_rows
from pipelines.situations import Folder, Tell, read_situations

BETWEEN = " | "
"""What separates the texts of a list in CSV."""
FORMATS = {
    ".csv": "FORMAT csv, HEADER true, DELIMITER ';'",
    ".parquet": "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd",
}
_PEOPLE_A_GIGABYTE = 150_000
"""How many people are assessed at once, by gigabyte of memory: twelve benefits hold some 5 kB of each."""
_UNITS = {"MB": 1e-3, "GB": 1.0, "MiB": 2**20 / 1e9, "GiB": 2**30 / 1e9}


@dataclass(frozen=True)
class Assessed:
    """What was assessed, and how many of each: (benefit, verdict) -> rows."""

    folder: Folder
    counts: Mapping[tuple[str, str], int]


def assess_folder(
    settings: Settings,
    folder: Path,
    day: date,
    out: Path,
    benefits: Collection[str] | None = None,
    tell: Tell = lambda _: None,
) -> Assessed:
    """Write the findings of a folder of situations to `out` (CSV or Parquet), the same bytes for the same rows.

    What lies on the disk meanwhile lies encrypted beside `out`, and is removed. Raises InputError and StoreError; `out`
    is then as it was.
    """
    law = Law(day, load_parameters(settings.parameters))
    try:
        with open_scratch(settings, beside=out.parent) as (con, scratch):
            situations = read_situations(con, folder, day, scratch, people_at_once(settings.memory), tell)
            parts: list[str] = []
            counts: Counter[tuple[str, str]] = Counter()
            engine = OnDuckDB(con)
            for number in range(situations.blocks):
                part = f", partie {number + 1} sur {situations.blocks}" if situations.blocks > 1 else ""
                tell(f"application de la loi{part}")
                found = assess(situations.block(number), law, keep=engine, benefits=benefits)
                parts.append(str(scratch / f"findings{number}.parquet"))
                bind(con, found=found.to_native())
                _copy(con, f"{_in_contract_form()} ORDER BY {', '.join(Finding.key)}", parts[-1], SCRATCH_FORMAT)
                engine.free()
                counts.update(_counted(con, parts[-1]))
            tell(f"écriture de {out.name}")
            written = scratch / out.name
            _write(con, parts, written)
            written.chmod(0o600)
            os.replace(written, out)
    except duckdb.OutOfMemoryException:
        raise InputError(
            what="La mémoire accordée ne suffit pas.",
            expected="environ 3 Go",
            where="--memory",
            remedy="en accorder davantage, par exemple --memory 6GB, ou assurer plus de place au disque",
        ) from None
    except (duckdb.IOException, OSError) as error:
        full = "No space left" in str(error)
        raise StoreError(
            what="Le disque est plein." if full else f"Le fichier {out.name} ne peut pas être écrit.",
            expected="de la place et le droit d'écrire ; ce qui s'y trouvait est resté comme avant",
            where=out.parent,
            remedy="libérer de la place ou corriger les droits, puis relancer",
        ) from None
    return Assessed(situations, counts)


def people_at_once(memory: str) -> int:
    """How many people a part may hold, given the memory."""
    unit = next(unit for unit in _UNITS if memory.endswith(unit))
    return max(1000, int(float(memory.removesuffix(unit)) * _UNITS[unit] * _PEOPLE_A_GIGABYTE))


def _in_contract_form() -> str:
    return f"SELECT {', '.join(map(_in_form, Finding.columns()))} FROM found"


def _in_form(column: Column) -> str:
    value = f'"{column.name}"'
    if column.python_type is list:
        value = f"coalesce(string_split(nullif({value}, ''), '{SEPARATOR}'), [])"
    if column.name == "amount_max_eur_month":
        value = f"CASE WHEN {value} <= {UNBOUNDED_EUR_MONTH} THEN {value} END"
    return f'CAST({value} AS {column.duckdb_type}) AS "{column.name}"'


def _write(con: Connection, parts: list[str], path: Path) -> None:
    """Parts follow each other, so that nothing is sorted again.

    Several threads cut the row groups of Parquet now here, now there: one, from a table, always cuts them alike.
    """
    rows = f"FROM {scratch_rows(parts)}"
    if path.suffix == ".csv":
        lists = [column.name for column in Finding.columns() if column.python_type is list]
        texts = ", ".join(f"nullif(array_to_string({name}, '{BETWEEN}'), '') AS {name}" for name in lists)
        query = f"SELECT * REPLACE ({texts}) {rows}"
    else:
        keep(con, "findings", rows)
        con.execute("SET threads = 1")
        query = "FROM findings"
    _copy(con, query, str(path), FORMATS[path.suffix])


def _counted(con: Connection, part: str) -> dict[tuple[str, str], int]:
    rows = con.execute(f"SELECT benefit, verdict, count(*) FROM {scratch_rows([part])} GROUP BY ALL")
    return {(benefit, verdict): count for benefit, verdict, count in rows.fetchall()}


def _copy(con: Connection, query: str, path: str, how: str) -> None:
    con.execute(f"COPY ({query}) TO {sql_literal(path)} ({how})")
