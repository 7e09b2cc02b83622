"""Training: what levels are worth, learnt from the records whose NIR says who is who.

No one labels pairs by hand: two records of one usable NIR are one person's (m), two drawn at random are two people's
(u). The NIR itself cannot teach what a spoiled NIR is worth: m comes from pairs that agree on all names and birth, u
from people born the same day, among whom NIRs look alike. Belongs here: making a model. Does not: using it.
"""

from typing import Any

from data_contracts.relations import Connection, Relation, bind, keep
from linkage.matching.candidates import SHOWN_NIR
from linkage.matching.certain import find_common_nirs
from linkage.matching.comparisons import COMPARISONS, Comparison, with_optional_columns
from linkage.matching.model import Model
from linkage.matching.scoring import COLUMNS, silent_linker, splink_settings

LEAST = {"m": 1e-3, "u": 1e-6}
"""What was never seen in training may still happen; a level is never worth more than these let it."""

MOST = 0.999

ENOUGH = 30
"""Pairs from which a share is learnt."""


def train_model(
    con: Connection,
    records: Relation,
    trained_on: str,
    *,
    probable_from: float = 0.99,
    review_from: float = 0.5,
    smallest_population: int = 100_000,
    pairs: float = 2e6,
    seed: int = 1,
) -> Model:
    """A model from records (contract NormalisedRecord) of a population; `pairs`: how many are drawn at random for u."""
    bind(con, records=with_optional_columns(records))
    find_common_nirs(con, "records")
    keep(con, "taught", f"""
        SELECT {COLUMNS}, CASE WHEN nir_state = 'usable' THEN nir END AS label
        FROM (SELECT *, {SHOWN_NIR} AS shown_nir FROM records)
    """)  # fmt: skip
    settings = splink_settings(None, 1)
    with silent_linker(con, "taught", settings) as (_, linker):
        linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=seed, min_count_per_level=None)
        linker.training.estimate_m_from_label_column("label")
        learnt = {c["output_column_name"]: c for c in linker.misc.save_model_to_json()["comparisons"]}
    worth = {each.name: _worth(each, learnt[each.name]) for each in COMPARISONS}
    worth["nir"] = _worth_of_the_nir(con)
    (matches,) = con.execute("""
        SELECT sum(n * (n - 1)) / sum(n) FROM (
            SELECT count(*) AS n FROM taught WHERE label IS NOT NULL GROUP BY label)
    """).fetchone() or (0.0,)  # fmt: skip
    return Model(trained_on, probable_from, review_from, round(float(matches), 3), smallest_population, worth)


def _worth(comparison: Comparison, learnt: dict[str, Any]) -> dict[str, dict[str, float]]:
    """m and u by level; Splink lists the level of missing values first, then ours in their order.

    What no pair could be compared on (an optional column, say) is worth nothing: m = u.
    """
    levels = [level for level in learnt["comparison_levels"] if not level.get("is_null_level")]
    if not any(level.get("m_probability") for level in levels):
        return {level.name: dict.fromkeys(LEAST, round(1 / len(levels), 3)) for level in comparison.levels}
    return {
        declared.name: {kind: _bounded(kind, level.get(f"{kind}_probability")) for kind in LEAST}
        for declared, level in zip(comparison.levels, levels, strict=True)
    }


def _bounded(kind: str, probability: Any) -> float:
    learnt = probability if isinstance(probability, float) else 0.0
    return float(f"{min(max(learnt, LEAST[kind]), MOST):.3g}")


def _worth_of_the_nir(con: Connection) -> dict[str, dict[str, float]]:
    (comparison,) = (each for each in COMPARISONS if each.name == "nir")
    levels = " ".join(f"WHEN {level.condition} THEN '{level.name}'" for level in comparison.levels[:-1])
    level = f"CASE {levels} ELSE '{comparison.levels[-1].name}' END"
    pairs = f"SELECT {level} AS level FROM taught l JOIN taught r ON {{pairs}} WHERE NOT ({comparison.missing})"
    same_day = "l.record_no < r.record_no AND l.birth_date = r.birth_date AND coalesce(l.sex = r.sex, true)"
    one_person = (
        f"{same_day} AND l.first_name = r.first_name AND l.used_name = r.used_name AND l.commune_code = r.commune_code"
    )
    two_people = f"{same_day} AND l.label <> r.label"
    # Of one person's pairs, those where a NIR is spoiled teach most; but there must be enough of them.
    spoiled = f"{one_person} AND (l.label IS NULL OR r.label IS NULL)"
    if sum(_counted(con, pairs.format(pairs=spoiled)).values()) >= ENOUGH:
        one_person = spoiled
    counts = {"m": one_person, "u": two_people}
    shares: dict[str, dict[str, float]] = {level.name: {} for level in comparison.levels}
    for kind, condition in counts.items():
        seen = _counted(con, pairs.format(pairs=condition))
        for name, share in shares.items():
            share[kind] = _bounded(kind, (seen.get(name, 0) + 0.5) / (sum(seen.values()) + 1.5))
    return shares


def _counted(con: Connection, pairs: str) -> dict[str, int]:
    return dict(con.execute(f"SELECT level, count(*) FROM ({pairs}) GROUP BY level").fetchall())
