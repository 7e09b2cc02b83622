"""Whether the measure can be trusted: `python -m benchmarks.evaluation`.

500 small campaigns with an effect that is known, then 500 without any. Each has its own population (300 to 1,500
households, profiles, territories and départements in random shares), its own strata and control share; a household
opens the right anyway with a chance that depends on its profile, where it lives and its age, and, if contacted, with
that chance plus the effect. Arms come from `campaigns.drawing`, the interval from `campaigns.impact.measuring`. What
is looked at: how many 95 % intervals hold the true difference (93 to 97 % are due), and, without effect, how many
campaigns are called effective (3 to 7 %: by the p-value, and by the interval that leaves out zero). The last line is
one JSON object.
"""

import argparse
import json
import time
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import polars as pl

from campaigns.drawing import draw
from campaigns.impact.measuring import SIGNIFICANCE, Arms, Effect, measure

PROFILES = {
    "working_poor_children": 0.20, "working_poor": 0.12, "single_no_work": 0.08, "single_poor_pensioner": 0.30,
    "other": 0.04,
}  # fmt: skip
"""profile -> the share that opens the right without being contacted, before what the place and the age change."""
TERRITORIES = {"urban": 0.02, "intermediate": 0.0, "rural": -0.02}
DEPARTMENTS = ("44", "77", "94")
STRATA = ((), ("department",), ("territory",), ("department", "profile"), ("department", "territory", "profile"))
BALANCE = ("profile", "territory", "sex", "age")
SHARES = (0.2, 0.3, 0.5)


@dataclass(frozen=True)
class Trial:
    """One campaign: what was measured, and how many households it had."""

    households: int
    effect: Effect


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--campaigns", type=int, default=500)
    parser.add_argument("--effect", type=float, default=12.0, help="points")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.perf_counter()
    figures: dict[str, Any] = {"benchmark": "evaluation", "campaigns": options.campaigns}
    print(f"{'effect':>8}{'measured':>10}{'bias':>8}{'width':>8}{'covered':>9}{'p < 0.05':>10}{'without 0':>11}")
    for name, points in (("with_effect", options.effect), ("without_effect", 0.0)):
        seeds = [(options.seed, int(points > 0), number) for number in range(options.campaigns)]
        figures[name] = found = summary([trial(points, seed) for seed in seeds], points)
        print(
            f"{points:>8.1f}{found['mean_points']:>10.2f}{found['bias_points']:>8.2f}{found['mean_width_points']:>8.2f}"
            f"{found['covered']:>9.1%}{found['called_by_p_value']:>10.1%}{found['called_by_interval']:>11.1%}"
        )
    figures["as_promised"] = (
        0.93 <= figures["with_effect"]["covered"] <= 0.97
        and 0.03 <= figures["without_effect"]["called_by_p_value"] <= 0.07
        and 0.03 <= figures["without_effect"]["called_by_interval"] <= 0.07
    )
    print(f"as promised: {'yes' if figures['as_promised'] else 'NO'}")
    print(json.dumps(figures | {"seconds": round(time.perf_counter() - begun, 1), "seed": options.seed}))


def trial(points: float, seed: tuple[int, ...]) -> Trial:
    """Make a population, draw it, let households open the right or not, measure."""
    chance = np.random.default_rng(seed)
    people, without = population(chance)
    con = duckdb.connect()
    strata = STRATA[chance.integers(len(STRATA))]
    share = SHARES[chance.integers(len(SHARES))]
    arms = draw(
        con, con.from_arrow(people), share=share, strata=strata, balance=BALANCE, seed=int(chance.integers(2**31))
    )
    arm = dict(arms.project("household_id, arm").fetchall())
    contacted = np.array([arm[household] == "contacted" for household in people["household_id"]])
    opened = chance.random(people.height) < without + contacted * points / 100
    counts = (part.sum() for part in (contacted, contacted & opened, ~contacted, ~contacted & opened))
    return Trial(people.height, measure(Arms(*map(int, counts))))


def population(chance: np.random.Generator) -> tuple[pl.DataFrame, Any]:
    """Households, and the chance (0 to 1) of each to open the right without being contacted; at most 0.45."""
    size = int(chance.integers(300, 1501))

    def drawn(names: tuple[str, ...]) -> Any:
        return chance.choice(names, size=size, p=chance.dirichlet(np.full(len(names), 3.0)))

    profile, territory, department = drawn(tuple(PROFILES)), drawn(tuple(TERRITORIES)), drawn(DEPARTMENTS)
    age = chance.integers(25, 85, size)
    take_up = chance.uniform(0.5, 1.2)
    without = take_up * np.array([PROFILES[code] for code in profile])
    without += np.array([TERRITORIES[code] for code in territory]) + 0.05 * (age - 25) / 60
    people = pl.DataFrame(
        {
            "household_id": [f"{number:08x}" for number in range(size)], "sex": chance.choice(("1", "2"), size=size),
            "profile": profile, "territory": territory, "department": department, "age": age,
        }
    )  # fmt: skip
    return people, np.clip(without, 0.01, 0.45)


def summary(trials: list[Trial], points: float) -> dict[str, Any]:
    """Shares from 0 to 1, points from 0 to 100."""
    effects = [trial.effect for trial in trials]
    measured = np.array([(effect.points, effect.low, effect.high, effect.p_value) for effect in effects], dtype=float)
    difference, low, high, p_value = measured.T
    return {
        "households": sum(trial.households for trial in trials),
        "set_points": points,
        "mean_points": round(float(difference.mean()), 3),
        "bias_points": round(float(difference.mean()) - points, 3),
        "spread_points": round(float(difference.std(ddof=1)), 3),
        "mean_width_points": round(float((high - low).mean()), 3),
        "covered": float(((low <= points) & (points <= high)).mean()),
        "called_by_p_value": float((p_value < SIGNIFICANCE).mean()),
        "called_by_interval": float(np.mean([effect.demonstrated for effect in effects])),
    }


if __name__ == "__main__":
    main()
