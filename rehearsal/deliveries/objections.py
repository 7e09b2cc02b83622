"""The register of people who said no, as a territory exports it from a spreadsheet.

Belongs here: the layout of this file; it bears no planted fault. Does not: who objects (`identities`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.writing import Dataset, Delivery, number_lines

OBJECTIONS = Dataset(
    source="objections",
    name="objections",
    layout="objections_2013",
    columns={
        "nir": "if(u('long nir', person_no) < 0.5, nir, nir15)",
        "nom": "norm(used_name)",
        "prenom": "norm(first_name)",
        "date_naissance": "strftime(birth_date, '%Y-%m-%d')",
        "date_opposition": "strftime(period_end() - floor(360 * u('objected', person_no))::INTEGER, '%Y-%m-%d')",
    },
)

LINES = f"""
SELECT 'OPPOSITIONS_{{compact}}.csv' AS file, person_no AS sort_key, person_no, household_no, person_fault AS fault,
       true AS seen_alone, {OBJECTIONS.text} AS text
FROM people LEFT JOIN person_faults USING (person_no) WHERE objector
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write OPPOSITIONS_*, one file for the territory."""
    number_lines(con, OBJECTIONS.name, LINES.format(compact=period.compact), headings=1)
    to.add_text(con, OBJECTIONS)
