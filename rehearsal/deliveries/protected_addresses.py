"""The register of people whose address must not be used, as a service that helps victims of violence exports it.

Belongs here: the layout of this file, and how many are in it; it bears no planted fault. Does not: addresses.
"""

import duckdb

from data_contracts.period import Period
from rehearsal.writing import Dataset, Delivery, number_lines

SHARE = 0.001
"""Of adult women; our own figure, large enough that some are among the candidates of a campaign."""

PROTECTED_ADDRESSES = Dataset(
    source="protected_addresses",
    name="protected_addresses",
    layout="protected_addresses_2014",
    columns={
        "nir": "if(u('long nir', person_no) < 0.5, nir, nir15)",
        "nom": "norm(used_name)",
        "prenom": "norm(first_name)",
        "date_naissance": "strftime(birth_date, '%Y-%m-%d')",
    },
)

LINES = f"""
SELECT 'ADRESSES_PROTEGEES_{{compact}}.csv' AS file, person_no AS sort_key, person_no, household_no,
       NULL::VARCHAR AS fault, true AS seen_alone, {PROTECTED_ADDRESSES.text} AS text
FROM people WHERE alive AND age >= 18 AND sex = '2' AND u('protected address', person_no) < {SHARE}
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write ADRESSES_PROTEGEES_*, one file for the territory."""
    number_lines(con, PROTECTED_ADDRESSES.name, LINES.format(compact=period.compact), headings=1)
    to.add_text(con, PROTECTED_ADDRESSES)
