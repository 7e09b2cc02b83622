"""The whole line against its floor, in one run: `python -m benchmarks.scale --persons 2000000`.

The floor is what no line can do without: DuckDB reading the same files into Parquet and joining them on the NIR.
Each side runs alone in a process of its own, start-up and imports told apart; times are compared as a ratio.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from data_contracts.received import SOURCES

PERIOD = "2014-05"
MODES = {"floor": "benchmarks.scale_floor", "line": "benchmarks.scale_line"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--departments", default="44,77")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1, help="runs of each side; the fastest counts")
    parser.add_argument("--home", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--campaigns", type=Path, help="a folder of campaign files, instead of the ready ones")
    options = parser.parse_args()

    home = options.home / f"scale-{options.persons}-{options.departments.replace(',', '-')}-{options.seed}"
    figures: dict[str, Any] = {"benchmark": "scale", "persons": options.persons, "seed": options.seed}
    figures |= {"period": PERIOD, "departments": options.departments}
    figures["rehearsal_s"] = _rehearse(home, options)
    files = sorted(path for source in SOURCES for path in (home / "landing" / source / PERIOD).glob("[!m]*.*"))
    figures["megabytes"] = round(sum(path.stat().st_size for path in files) / 1e6)
    for side in MODES:
        print(f"{side}…", flush=True)
        figures[side] = min(
            (_measure(side, home, options) for _ in range(options.repeat)), key=lambda run: run["work_s"]
        )
    line, floor = figures["line"], figures["floor"]
    figures["rows"] = line["rows"]
    figures["rows_per_second"] = round(line["rows"] / line["work_s"])
    figures["ratio"] = round(line["work_s"] / floor["work_s"], 2)
    _show(figures)
    print(json.dumps(figures))


def _rehearse(home: Path, options: argparse.Namespace) -> float | None:
    """Seconds it took to make the territory; None where it was there already."""
    if (home / "landing" / "objections" / PERIOD).is_dir():
        return None
    print("rehearsal…", flush=True)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "pipelines", "rehearse", "--period", PERIOD, "--persons", str(options.persons)]
    command += ["--departments", options.departments, "--seed", str(options.seed)]
    subprocess.run(command, check=True, env=_environment(home, options), stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - begun, 1)


def _measure(side: str, home: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", MODES[side], PERIOD]
    done = subprocess.run(command, check=True, env=_environment(home, options), stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _environment(home: Path, options: argparse.Namespace) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUSTEDROIT_", "DAGSTER_"))}
    campaigns = {"JUSTEDROIT_CAMPAIGNS": str(options.campaigns)} if options.campaigns else {}
    return {**kept, **campaigns, "JUSTEDROIT_HOME": str(home)}


def _show(figures: dict[str, Any]) -> None:
    line, floor = figures["line"], figures["floor"]
    print(
        f"\n{figures['persons']:,} persons, {figures['rows']:,} lines received, "
        f"{figures['megabytes']} MB, seed {figures['seed']}"
    )
    print(f"{'':34}{'line':>10}{'floor':>10}")
    for label, name in (
        ("start-up and imports, s", "startup_s"),
        ("work, s", "work_s"),
        ("peak memory, MB", "peak_mb"),
    ):
        print(f"{label:34}{line[name]:>10}{floor[name]:>10}")
    print(f"{'ratio of work, line to floor':34}{figures['ratio']:>10}")
    print(f"{'lines per second, whole line':34}{figures['rows_per_second']:>10,}\n")
    print(f"{'stage':34}{'s':>10}{'share':>10}")
    for stage, seconds in sorted(line["stages"].items(), key=lambda item: -item[1]):
        print(f"{stage:34}{seconds:>10}{seconds / line['work_s']:>10.0%}")


if __name__ == "__main__":
    main()
