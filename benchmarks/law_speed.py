"""How fast the rules are: `python -m benchmarks.law_speed --households 1000000`.

The same random complete households go through our rules (from Parquet tables, 200,000 households at a time, to findings
in Parquet, every benefit in force), through the whole of `justedroit assess` (which reads, checks and encrypts the
files first, and sorts the findings), each in a process of its own, and, some of them, through openfisca-france for the
same benefits: 20,000 households at once, the way it is fastest, 1,000 at once, and one at a time, as a simulator asks
it. What openfisca takes is counted without loading it and without reading files. Reading the same tables and adding up
what each person has of each kind of income, without any law, is the floor. The last line is one JSON object.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.law_households import blocks, households
from benchmarks.law_oracle import oracle, tax_benefit_system
from data_contracts.situation import SITUATIONS
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.parameters import Law
from eligibility.situations.tables import Situations

SHAPES = ((20_000, 1), (1_000, 1), (1, 20))
"""Households at once, and how many times."""
BLOCKS_AT_ONCE = 10
LABELS = {
    "floor": "reading and adding up incomes",
    "rules": "the rules, from tables to findings",
    "command": "justedroit assess, whole",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--date", default="2026-05", help="month")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    day = date.fromisoformat(f"{options.date}-01")
    if options.rules:
        apply_rules(options.rules, day)
        return
    if options.floor:
        add_up(options.floor)
        return
    figures: dict[str, Any] = {"benchmark": "law_speed", "households": options.households, "date": options.date}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), options.households, day, options.seed)
        ours = [sys.executable, "-m", "benchmarks.law_speed", "--date", options.date]
        figures["floor"] = timed([*ours, "--floor", folder], f"{folder}/sums.parquet", options.households)
        figures["rules"] = timed([*ours, "--rules", folder], f"{folder}/findings/*.parquet", options.households)
        whole = [sys.executable, "-m", "pipelines", "assess", f"{folder}/situations", "--as-of", day.isoformat()]
        out = f"{folder}/findings.parquet"
        figures["command"] = timed([*whole, "--out", out, "--memory", "4GB"], out, options.households)
    for name, label in LABELS.items():
        took = figures[name]
        each = f"{took['seconds_per_household'] * 1e6:.1f} µs a household"
        print(f"{label:36}{took['seconds']:8.1f} s {each:>26} {took['peak_mb']:>8,} MB")
    per_household = figures["rules"]["seconds_per_household"]
    figures["openfisca"] = {str(at_once): openfisca(at_once, times, day) for at_once, times in SHAPES}
    for at_once, seconds in figures["openfisca"].items():
        asked = f"openfisca-france, {at_once:>6} at once"
        print(f"{asked:36}{seconds * 1e6:25,.1f} µs a household {seconds / per_household:10,.0f}x")
    times = {at_once: round(seconds / per_household, 1) for at_once, seconds in figures["openfisca"].items()}
    figures["times"] = times
    print(json.dumps(figures | {"seed": options.seed}))


def write(folder: Path, count: int, day: date, seed: int) -> None:
    """One Parquet file a table, as the command reads them, and one a table and block, as the rules do."""
    for name in ("situations", "blocks", "findings"):
        (folder / name).mkdir()
    with _writers(folder / "situations") as append:
        for number, tables in enumerate(blocks(count, day, seed)):
            append(tables)
            for name, table in tables.items():
                table.write_parquet(folder / "blocks" / f"{name}_{number:04}.parquet")


def apply_rules(folder: Path, day: date) -> None:
    """Every block through every benefit in force."""
    con = duckdb.connect(config={"memory_limit": "3GB"})
    keep = OnDuckDB(con)
    files = {name: sorted(map(str, (folder / "blocks").glob(f"{name}_*.parquet"))) for name in SITUATIONS}
    for first in range(0, len(files["people"]), BLOCKS_AT_ONCE):
        tables = {name: con.read_parquet(paths[first : first + BLOCKS_AT_ONCE]) for name, paths in files.items()}
        found: Any = assess(Situations.of(tables), Law(day), keep=keep).to_native()
        found.write_parquet(str(folder / "findings" / f"{first:04}.parquet"))
        keep.free()


def add_up(folder: Path) -> None:
    """The sum of what each person has of each kind, and nothing else."""
    con = duckdb.connect(config={"memory_limit": "3GB"})
    con.execute(f"""
        COPY (SELECT person_id, kind, sum(net_eur_month), sum(taxable_eur_month), sum(gross_eur_month)
              FROM '{folder}/blocks/incomes_*.parquet' GROUP BY ALL) TO '{folder}/sums.parquet'
    """)


@contextmanager
def _writers(folder: Path) -> Iterator[Any]:
    import pyarrow.parquet as pq

    files: dict[str, Any] = {}

    def append(tables: dict[str, pl.DataFrame]) -> None:
        for name, table in tables.items():
            arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest())
            if name not in files:
                files[name] = pq.ParquetWriter(folder / f"{name}.parquet", arrow.schema)
            files[name].write_table(arrow)

    yield append
    for file in files.values():
        file.close()


def timed(command: list[str], written: str, count: int) -> dict[str, Any]:
    """A command, from its start to its end, its peak memory, and how many findings it wrote."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        sys.exit(f"{' '.join(command[1:4])} failed")
    rows = pl.scan_parquet(written).select(pl.len()).collect().item()
    return {
        "seconds": round(seconds, 2), "seconds_per_household": seconds / count, "peak_mb": used.ru_maxrss // 1024,
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2), "rows": rows,
    }  # fmt: skip


def openfisca(at_once: int, times: int, day: date) -> float:
    """Seconds a household, inputs included."""
    tax_benefit_system(True)
    given = [households(at_once, day, seed) for seed in range(times)]
    oracle(given[0], day)  # what is loaded at the first question is not counted
    begun = time.perf_counter()
    for tables in given:
        oracle(tables, day)
    return (time.perf_counter() - begun) / (at_once * times)


if __name__ == "__main__":
    main()
