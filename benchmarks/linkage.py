"""Who is who against the truth: `python -m benchmarks.linkage`, and its speed: `--persons 1000000`.

Quality on rehearsed territories (5 seeds, 3 levels of faults), none of which taught the model, and on FEBRL4; names of
people through six months. Speed
against a plain Splink link of the same records, each side alone in a process of its own, in one run. Belongs here: the
order, the table. Does not: what is measured (`linkage_quality`), on what (`linkage_data`), the sides
(`linkage_speed`).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.linkage_data import LEVELS, rehearsed
from benchmarks.linkage_quality import FIGURES, measure_febrl, measure_quality, show_calibration
from benchmarks.linkage_stability import SIX_MONTHS, measure_stability

FEBRL = {4: "keys and settings chosen on it", 1: "held out", 3: "held out"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=0, help="also measure speed on so many people and twice as many")
    parser.add_argument("--quality-persons", type=int, default=100_000)
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--home", type=Path, default=Path("var/benchmarks"))
    options = parser.parse_args()
    options.home.mkdir(parents=True, exist_ok=True)
    seeds = [int(seed) for seed in options.seeds.split(",")]
    figures: dict[str, Any] = {"benchmark": "linkage", "seeds": seeds, "persons": options.quality_persons}
    for level in LEVELS:
        print(f"{level}…", flush=True)
        files = [rehearsed(options.home, options.quality_persons, seed, level) for seed in seeds]
        figures[level] = measure_quality(files)
    for number in FEBRL:
        print(f"FEBRL{number}…", flush=True)
        figures[f"febrl{number}"] = measure_febrl(number)
    print("six months…", flush=True)
    figures["stability"] = {
        name: measure_stability(options.home, options.quality_persons, seeds[0], levels)
        for name, levels in SIX_MONTHS.items()
    }
    _show(figures)
    if options.persons:
        figures["speed"] = _speed(options.home, options.persons, seeds[0])
    print(json.dumps(figures))


def _show(figures: dict[str, Any]) -> None:
    print(f"\n{figures['persons']:,} persons, seeds {figures['seeds']}\n")
    print(f"{'':44}" + "".join(f"{level:>12}" for level in LEVELS))
    for name, label in FIGURES.items():
        cells = (figures[level][name] for level in LEVELS)
        print(f"{label:44}" + "".join(f"{cell:>12,}" if isinstance(cell, int) else f"{cell:>12.5f}" for cell in cells))
    for level in LEVELS:
        print(f"\ncalibration, {level}: probability said, share true")
        show_calibration(figures[level]["calibration"])
    print()
    for number, what in FEBRL.items():
        found = figures[f"febrl{number}"]
        print(f"FEBRL{number}, one to one, {what}: F1 {found['f1']:.5f}, precision {found['precision']:.5f}, ", end="")
        print(f"recall {found['recall']:.5f} ({found['true']:,} true pairs)")
    print()
    for name, found in figures["stability"].items():
        print(f"six months, {name}: {found['kept']:,} of {found['people']:,} people kept one name ", end="")
        print(f"({found['share']:.5f}), {found['switched']} names passed to another person")


def _speed(home: Path, persons: int, seed: int) -> dict[str, Any]:
    once, twice = (rehearsed(home, count, seed) for count in (persons, 2 * persons))
    runs = {
        "linkage": ("linkage", once), "plain_given": ("plain_given", once), "plain_trained": ("plain_trained", once),
        "linkage_twice": ("linkage", twice),
    }  # fmt: skip
    speed: dict[str, Any] = {"persons": persons, "seed": seed}
    print(f"\n{'':44}{'s':>12}{'CPU s':>12}{'peak MB':>12}{'records':>12}")
    for name, (side, file) in runs.items():
        command = [sys.executable, "-m", "benchmarks.linkage_speed", side, str(file)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        speed[name] = run = json.loads(done.stdout.splitlines()[-1])
        print(f"{name:44}{run['work_s']:>12}{run['cpu_s']:>12}{run['peak_mb']:>12,}{run['records']:>12,}", flush=True)
    for plain in ("plain_given", "plain_trained"):
        speed[f"ratio_to_{plain}"] = round(speed["linkage"]["work_s"] / speed[plain]["work_s"], 3)
        print(f"{f'linkage, share of {plain}':44}{speed[f'ratio_to_{plain}']:>12}")
    speed["ratio_of_growth"] = round(speed["linkage_twice"]["work_s"] / speed["linkage"]["work_s"], 3)
    print(f"{'linkage, twice the people':44}{speed['ratio_of_growth']:>12}\n")
    return speed


if __name__ == "__main__":
    main()
