"""How fast the rules are: `python -m benchmarks.law_speed --households 1000000`.

The same random complete households go through `justedroit assess` (reading and checking the files, every benefit in
force, writing the findings; a process of its own) and, some of them, through openfisca-france for the same benefits:
20,000 households at once, the way it is fastest, 1,000 at once, and one at a time, as a simulator asks it. What
openfisca takes is counted without loading it and without reading files. The last line is one JSON object.
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

import polars as pl

from benchmarks.law_households import blocks, households
from benchmarks.law_oracle import oracle, tax_benefit_system

SHAPES = ((20_000, 1), (1_000, 1), (1, 20))
"""Households at once, and how many times."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--date", default="2026-05", help="month")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    day = date.fromisoformat(f"{options.date}-01")
    figures: dict[str, Any] = {"benchmark": "law_speed", "households": options.households, "date": options.date}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "situations", options.households, day, options.seed)
        figures["ours"] = assessed(Path(folder), options.households, day)
    ours = figures["ours"]["seconds_per_household"]
    print(
        f"justedroit assess: {options.households:,} households in {figures['ours']['seconds']:.1f} s "
        f"({ours * 1e6:.1f} µs each, {figures['ours']['rows']:,} findings), peak {figures['ours']['peak_mb']:,} MB"
    )
    figures["openfisca"] = {str(at_once): openfisca(at_once, times, day) for at_once, times in SHAPES}
    for at_once, seconds in figures["openfisca"].items():
        print(
            f"openfisca-france, {at_once:>6} at once: {seconds * 1e6:12,.1f} µs a household, {seconds / ours:10,.0f}x"
        )
    figures["times"] = {at_once: round(seconds / ours, 1) for at_once, seconds in figures["openfisca"].items()}
    print(json.dumps(figures | {"seed": options.seed}))


def write(folder: Path, count: int, day: date, seed: int) -> None:
    """One Parquet file a table, written block by block."""
    folder.mkdir()
    with _writers(folder) as append:
        for tables in blocks(count, day, seed):
            append(tables)


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


def assessed(folder: Path, count: int, day: date) -> dict[str, Any]:
    """The command, from its start to its end, and its peak memory."""
    out = folder / "findings.parquet"
    command = [sys.executable, "-m", "pipelines", "assess", str(folder / "situations"), "--as-of", day.isoformat()]
    begun = time.perf_counter()
    process = subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        sys.exit("justedroit assess failed")
    rows = pl.scan_parquet(out).select(pl.len()).collect().item()
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
