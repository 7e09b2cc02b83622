"""What `benchmarks.linkage` measures on: rehearsed territories read up to `records`, and FEBRL4 in the same form.

Belongs here: making and reading the tables, with the truth beside them. Does not: linking, measuring. Nobody in these
files exists: they are kept in plain Parquet, so that a second run of the benchmark need not make them again.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from connectors.deliveries import find_delivery
from connectors.layouts import load_layouts
from connectors.receive import receive
from data_contracts.period import Period
from data_contracts.relations import Connection, bind
from linkage.records import normalise_records
from rehearsal.rates import FaultRates
from rehearsal.rehearse import rehearse
from rehearsal.territory import Territory

PERIOD = Period(2014, 5)
DEPARTMENTS = ("44", "77")
LEVELS: dict[str, Callable[[], FaultRates]] = {
    "light": FaultRates.light,
    "default": FaultRates.default,
    "harsh": FaultRates.harsh,
}
BEARERS = ("registrations", "caf_persons", "caf_dossiers", "pensions", "health_covers")


def rehearsed(home: Path, persons: int, seed: int, level: str = "default") -> Path:
    """`records` (contract NormalisedRecord, and the true `true_no` of the person of each) of a territory, as a file."""
    kept = home / f"records-{persons}-{level}-{seed}.parquet"
    if kept.exists():
        return kept
    work = home / f"linkage-{persons}-{level}-{seed}"
    territory = Territory(persons, DEPARTMENTS, seed)
    rehearse(territory, str(PERIOD), work / "landing", work / "truth", faults=LEVELS[level]())
    with duckdb.connect() as con:
        read = _received(con, work / "landing")
        bind(con, bearing=normalise_records(con, **{name: read[name] for name in BEARERS}))
        con.execute(f"""
            COPY (
                SELECT r.*, t.person_no AS true_no FROM bearing r
                JOIN '{work / "truth" / str(PERIOD) / "records.parquet"}' t USING (dataset, file, line)
                ORDER BY record_no
            ) TO '{kept.with_suffix(".partial")}' (FORMAT parquet)
        """)
    kept.with_suffix(".partial").rename(kept)
    return kept


def _received(con: Connection, landing: Path) -> dict[str, duckdb.DuckDBPyRelation]:
    tables: dict[str, duckdb.DuckDBPyRelation] = {}
    for source in ("pole_emploi", "caf", "cnav", "cnam"):
        tables |= receive(con, find_delivery(landing, source, PERIOD, load_layouts())).accepted
    return tables
