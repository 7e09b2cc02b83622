"""The two sides of the speed in `benchmarks.linkage`: our linkage, and a plain Splink link of the same records.

The plain link is what one writes first: the same comparisons, blocking on the NIR, on first name and birth, on last
name and birth, then clusters at the same probability. Once with our parameters given to it (`given`), and once as
Splink's documentation has it, learning its own on the files (`trained`): u at random, then m by two rounds of EM.
"""

import json
import resource
import sys
import time

import duckdb

from data_contracts.relations import Connection, keep
from linkage.matching.clusters import find_clusters
from linkage.matching.comparisons import with_optional_columns
from linkage.matching.model import load_model
from linkage.matching.scoring import COLUMNS, silent_linker, splink_settings

BLOCKING = ("nir", "first_name AND birth_date", "used_name AND birth_date")
EM_BLOCKING = ("l.nir = r.nir", "l.first_name = r.first_name AND l.birth_date = r.birth_date")


def main(side: str, file: str) -> None:
    with duckdb.connect(config={"memory_limit": "3GB"}) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"CREATE VIEW kept AS SELECT * EXCLUDE (true_no) FROM '{file}'")
        (records,) = con.execute("SELECT count(*) FROM kept").fetchone() or (0,)
        started, cpu = time.perf_counter(), time.process_time()
        clusters, name = SIDES[side](con, int(records))
        work_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
        (people,) = con.execute(f"SELECT count(DISTINCT {name}) FROM {clusters}").fetchone() or (0,)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures = {"work_s": round(work_s, 2), "cpu_s": round(cpu_s, 2), "peak_mb": peak_mb, "records": records}
    print(json.dumps(figures | {"clusters": people}))


def _linkage(con: Connection, _: int) -> tuple[str, str]:
    """The table of clusters, and the column that names them."""
    find_clusters(con, con.table("kept")).clusters.create("clusters")
    return "clusters", "person_no"


def _plain_splink(con: Connection, records: int, trained: bool = False) -> tuple[str, str]:
    with_optional_columns(con.table("kept")).create_view("records")
    shown = "CASE WHEN nir_state IN ('usable', 'wrong_key', 'malformed') THEN nir END AS shown_nir"
    keep(con, "plain", f"SELECT {COLUMNS}, nir FROM (SELECT *, {shown} FROM records)")
    model = load_model()
    rules = [
        {
            "blocking_rule": " AND ".join(f"l.{column} = r.{column}" for column in rule.split(" AND ")),
            "sql_dialect": "duckdb",
        }
        for rule in BLOCKING
    ]
    settings = splink_settings(
        None if trained else model, records, blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False, retain_intermediate_calculation_columns=False,
    )  # fmt: skip
    with silent_linker(con, "plain", settings) as (_, linker):
        if trained:
            linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
            for rule in EM_BLOCKING:
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        predicted = linker.inference.predict(threshold_match_probability=model.review_from, warning_mode="never")
        grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, model.probable_from)
        con.execute(f"CREATE TABLE clusters AS FROM {grouped.physical_name}")
    return "clusters", "cluster_id"


SIDES = {
    "linkage": _linkage,
    "plain_given": _plain_splink,
    "plain_trained": lambda con, records: _plain_splink(con, records, trained=True),
}


if __name__ == "__main__":
    main(*sys.argv[1:])
