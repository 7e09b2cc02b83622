"""Whether people keep their name: six months of one territory, linked one after the other, each from the one before.

The rehearsal's faults last, but for those of transmission: where all months have the same level, little is corrected
between them. With levels that alternate, a fault of one month is corrected in the next, and comes back.
"""

from pathlib import Path
from typing import Any

import duckdb

from benchmarks.linkage_data import PERIOD, rehearsed
from data_contracts.relations import keep
from linkage.matching.clusters import match_persons
from linkage.matching.naming import LastMonth

SIX_MONTHS = {
    "default": ("default",) * 6,
    "default and harsh in turn": ("default", "harsh") * 3,
}
KEY = b"a key of benchmarks"


def measure_stability(home: Path, persons: int, seed: int, levels: tuple[str, ...]) -> dict[str, Any]:
    """Of the true people who stand in all months, those whose every record of every month bears one `person_id`.

    `switched`: names that two true people bore in two months, each alone under it.
    """
    with duckdb.connect() as con:
        con.execute("SET enable_progress_bar = false")
        keep(con, "followed", "SELECT 0 AS month, 0::BIGINT AS true_no, '' AS person_id LIMIT 0")
        last = None
        for month, level in enumerate(levels):
            file = rehearsed(home, persons, seed, level, PERIOD.shift(month))
            records = con.sql(f"FROM '{file}'").project("* EXCLUDE (true_no)")
            match_persons(con, records, KEY, previous=last)[0].create_view("matched", replace=True)
            people = keep(con, f"people_{month}", "FROM matched")
            con.execute(f"""
                INSERT INTO followed SELECT DISTINCT {month}, true_no, person_id
                FROM people_{month} JOIN '{file}' USING (record_no)
            """)
            last = LastMonth(records, people)
        found, kept = con.execute(f"""
            SELECT count(*), count(*) FILTER (names = 1) FROM (
                SELECT true_no, count(DISTINCT person_id) AS names FROM followed
                GROUP BY true_no HAVING count(DISTINCT month) = {len(levels)})
        """).fetchone() or (0, 0)
        (switched,) = con.execute("""
            WITH alone AS (
                SELECT person_id, month, min(true_no) AS true_no FROM followed
                GROUP BY person_id, month HAVING count(DISTINCT true_no) = 1
            )
            SELECT count(*) FROM alone l JOIN alone r
                ON l.person_id = r.person_id AND r.month = l.month + 1 AND l.true_no <> r.true_no
        """).fetchone() or (0,)
    return {"people": int(found), "kept": int(kept), "share": kept / found, "switched": int(switched)}
