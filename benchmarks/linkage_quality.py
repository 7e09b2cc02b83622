"""How right the linkage is: pairs, persons, and whether its probabilities mean what they say.

Belongs here: what counts as right (Christen, Data Matching, 2012, chapter 7: a pair is two records of one person).
Does not: the data (`linkage_data`). The truth is set aside before linking, and only met again here.
"""

from pathlib import Path
from typing import Any

import duckdb

from benchmarks.linkage_data import febrl
from data_contracts.relations import Connection, Relation, keep
from linkage.matching.clusters import find_clusters
from linkage.matching.training import train_model

FIGURES = {
    "certain_precision": "certain pairs, precision",
    "certain_false": "certain pairs, false",
    "precision": "certain and probable pairs, precision",
    "false": "certain and probable pairs, false",
    "recall": "certain and probable pairs, recall",
    "certain_recall": "certain pairs, recall",
    "whole_persons": "persons whose records form one cluster",
    "true_pairs": "true pairs",
    "to_review": "pairs to review",
    "to_review_true": "pairs to review, true",
    "worst_bin": "calibration, worst bin of over 100 pairs",
}
BINS = 10


def measure_quality(files: list[Path]) -> dict[str, Any]:
    """Figures over all the territories together; counts are summed, so that every pair weighs the same."""
    total: dict[str, float] = {}
    bins = [{"pairs": 0.0, "said": 0.0, "true": 0.0} for _ in range(BINS)]
    for file in files:
        with _connection() as con:
            source = con.sql(f"FROM '{file}'")
            linkage = find_clusters(con, source.project("* EXCLUDE (true_no)"))
            _meet_the_truth(con, source, linkage.clusters, linkage.pairs)
            for name, count in _counted(con).items():
                total[name] = total.get(name, 0) + count
            for number, pairs, said, true in con.execute(_CALIBRATION).fetchall():
                for name, count in (("pairs", pairs), ("said", said), ("true", true)):
                    bins[number][name] += count
    calibration = [
        {"pairs": int(b["pairs"]), "said": round(b["said"] / b["pairs"], 4), "true": round(b["true"] / b["pairs"], 4)}
        if b["pairs"]
        else None
        for b in bins
    ]
    return {
        "certain_precision": 1 - total["certain_false"] / total["certain_pairs"],
        "certain_false": int(total["certain_false"]),
        "precision": 1 - total["false"] / total["pairs"],
        "false": int(total["false"]),
        "recall": (total["pairs"] - total["false"]) / total["true_pairs"],
        "certain_recall": (total["certain_pairs"] - total["certain_false"]) / total["true_pairs"],
        "whole_persons": total["whole"] / total["persons"],
        "true_pairs": int(total["true_pairs"]),
        "to_review": int(total["to_review"]),
        "to_review_true": int(total["to_review_true"]),
        "worst_bin": max((abs(b["said"] - b["true"]) for b in calibration if b and b["pairs"] > 100), default=0.0),
        "calibration": calibration,
    }


def measure_febrl(number: int) -> dict[str, Any]:
    """Trained on the set's own numbers (never its truth), linked one to one by the same public function.

    Its numbers are each person's own, which no NIR can be trusted to be. All its people are in the files: the
    population is what it is, and 0.9 is where links are taken. These settings and some of the keys were chosen with
    FEBRL4's missed pairs in sight: FEBRL1 and FEBRL3 were not looked at, and tell what the same choices give on files
    nobody tuned for.
    """
    with _connection() as con:
        source = keep(con, "febrl", febrl(con, number).sql_query())
        records = source.project("* EXCLUDE (true_no)")
        labelled = keep(con, "labelled", "SELECT * EXCLUDE (true_no) REPLACE ('usable' AS nir_state) FROM febrl")
        settings = {"probable_from": 0.9, "smallest_population": 1}
        model = train_model(con, labelled, f"FEBRL{number}", pairs=1e6, **settings)  # type: ignore[arg-type]
        linkage = find_clusters(con, records, model=model, one_to_one=True, shared_numbers=False)
        _meet_the_truth(con, source, linkage.clusters, linkage.pairs)
        counted = _counted(con)
    found, right, true = counted["pairs"], counted["pairs"] - counted["false"], counted["true_pairs"]
    return {
        "found": int(found), "true": int(true), "precision": right / found, "recall": right / true,
        "f1": 2 * right / (found + true), **settings,
    }  # fmt: skip


def show_calibration(calibration: list[dict[str, Any] | None]) -> None:
    """A reliability plot in text: the bar is the share of true pairs, the mark the mean probability said."""
    for number, b in enumerate(calibration):
        if b is None:
            print(f"  {number / BINS:.1f}-{(number + 1) / BINS:.1f}")
            continue
        bar = list(("█" * round(40 * b["true"])).ljust(41, "·"))
        bar[round(40 * b["said"])] = "|"
        told = f"{b['pairs']:>8,} pairs  said {b['said']:.3f}  true {b['true']:.3f}"
        print(f"  {number / BINS:.1f}-{(number + 1) / BINS:.1f}  {''.join(bar)}  {told}")


def _connection() -> Connection:
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    return con


def _meet_the_truth(con: Connection, source: Relation, clusters: Relation, pairs: Relation) -> None:
    source.project("record_no, true_no").create_view("truth", replace=True)
    clusters.create_view("given", replace=True)
    pairs.create_view("scored_pairs", replace=True)
    keep(con, "told", "SELECT record_no, person_no, tier, true_no FROM given JOIN truth USING (record_no)")


def _counted(con: Connection) -> dict[str, int]:
    found = con.execute("""
        WITH pairs AS (
            SELECT l.tier <> 'probable' AND r.tier <> 'probable' AS certain, l.true_no = r.true_no AS ok
            FROM told l JOIN told r USING (person_no) WHERE l.record_no < r.record_no
        ), groups AS (
            SELECT true_no, count(DISTINCT person_no) OVER (PARTITION BY true_no) = 1
                AND count(DISTINCT true_no) OVER (PARTITION BY person_no) = 1 AS whole FROM told
        ), persons AS (SELECT true_no, bool_and(whole) AS whole FROM groups GROUP BY true_no),
        reviewed AS (
            SELECT l.true_no = r.true_no AS ok FROM scored_pairs JOIN truth l ON l.record_no = record_no_l
            JOIN truth r ON r.record_no = record_no_r WHERE decision = 'review'
        )
        SELECT (SELECT count(*) FROM pairs) AS pairs, (SELECT count(*) FROM pairs WHERE NOT ok) AS false,
            (SELECT count(*) FROM pairs WHERE certain) AS certain_pairs,
            (SELECT count(*) FROM pairs WHERE certain AND NOT ok) AS certain_false,
            (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM told GROUP BY true_no)) AS true_pairs,
            (SELECT count(*) FROM persons) AS persons, (SELECT count(*) FROM persons WHERE whole) AS whole,
            (SELECT count(*) FROM reviewed) AS to_review, (SELECT count(*) FROM reviewed WHERE ok) AS to_review_true
    """)
    return dict(zip((column[0] for column in found.description or []), found.fetchone() or (), strict=True))


_CALIBRATION = f"""
    SELECT least(floor(probability * {BINS})::INTEGER, {BINS - 1}) AS bin, count(*), sum(probability),
        count(*) FILTER (l.true_no = r.true_no)
    FROM scored_pairs JOIN truth l ON l.record_no = record_no_l JOIN truth r ON r.record_no = record_no_r GROUP BY bin
"""
