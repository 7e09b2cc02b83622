"""Health insurance: the holders of CMU-C and ACS, since November 2019 of CSS, in one Parquet file.

Belongs here: the layout of this file; it bears no planted fault but repeated rows. Does not: who holds what (`rights`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.faults import draw
from rehearsal.writing import Dataset, Delivery, number_lines

COVERS = Dataset(
    source="cnam",
    name="health_covers",
    layout="health_covers_2013",
    columns={
        "NIR": "nir15",
        "NOM": "norm(used_name)",
        "PRENOM": "norm(first_name)",
        "DATE_NAISSANCE": "strftime(birth_date, '%Y-%m-%d')",
        "TYPE_DROIT": "kind",
        "DATE_DEBUT": "strftime(starts, '%Y-%m-%d')",
        "DATE_FIN": "strftime(starts + INTERVAL 1 YEAR - INTERVAL 1 DAY, '%Y-%m-%d')",
    },
)

# a right lasts a year, and started in one of the twelve months up to the period, or in the month a campaign opened it
LINES = f"""
WITH holders AS (
    SELECT people.*, person_fault,
           if(has_css(), if(free_received, 'CSSG', 'CSSP'), if(free_received, 'CMUC', 'ACS')) AS kind,
           if(free_received, opens_free_m, opens_paid_m) AS opens_m,
           month_date(this_month() - if(opened(opens_m), this_month() - opens_m,
               this_month() + floor(12 * u('cover', household_no))::BIGINT) % 12) AS starts
    FROM people JOIN benefits USING (household_no) LEFT JOIN person_faults USING (person_no)
    WHERE alive AND (free_received OR paid_received)
)
SELECT 'CNAM_DROITS_{{compact}}.parquet' AS file, hash(nir) AS sort_key, person_no, household_no, true AS seen_alone,
       {draw("health_covers", "person_no", {"duplicate": "true"})} AS fault,
       {", ".join(f'{value} AS "{column}"' for column, value in COVERS.columns.items())}
FROM holders
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write CNAM_DROITS_*, one file for the territory; every column is text."""
    number_lines(con, COVERS.name, LINES.format(compact=period.compact), headings=0)
    to.add_parquet(con, COVERS)
