"""What the campaigns followed so far change in a month: from when each household has which right.

Belongs here: one row a household, from the planned responses of every campaign. Does not: planning them (`responses`),
what a right then pays (`rights`).
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from rehearsal.sql import literal

COLUMNS = (
    "household_no BIGINT, profile VARCHAR, arm VARCHAR, conduct VARCHAR, benefit VARCHAR, told_as VARCHAR,"
    " applied_in DATE, decided_in DATE, decision VARCHAR"
)
"""Of planned responses, see `responses.RESPONSES`."""

OPENINGS = """
CREATE TABLE openings AS
WITH dated AS (
    SELECT household_no, benefit, decision, month_of(applied_in) AS applied_m, month_of(decided_in) AS decided_m,
           if(decision = 'awarded', decided_m, NULL) AS opens_m
    FROM responses WHERE decision IS NOT NULL
)
SELECT household_no,
       min(opens_m) FILTER (benefit = 'rsa_socle') AS opens_socle_m,
       min(opens_m) FILTER (benefit IN ('rsa_activite', 'prime_activite')) AS opens_activity_m,
       min(opens_m) FILTER (benefit = 'housing') AS opens_housing_m,
       min(opens_m) FILTER (benefit = 'aspa') AS opens_minimum_m,
       min(opens_m) FILTER (benefit IN ('cmuc', 'css_gratuite')) AS opens_free_m,
       min(opens_m) FILTER (benefit IN ('acs', 'css_participation')) AS opens_paid_m,
       min(applied_m) FILTER (benefit = 'rsa_socle') AS rsa_applied_m,
       min(decided_m) FILTER (benefit = 'rsa_socle') AS rsa_decided_m,
       coalesce(bool_and(decision = 'rejected') FILTER (benefit = 'rsa_socle'), false) AS rsa_rejected
FROM dated GROUP BY household_no
"""


def gather(con: duckdb.DuckDBPyConnection, after: Sequence[Path]) -> None:
    """Create `openings` (a row a household that applied for something) from files of planned responses."""
    con.execute(f"CREATE TABLE responses ({COLUMNS})")
    for plan in after:
        con.execute(f"INSERT INTO responses BY NAME FROM read_parquet({literal(plan)})")
    con.execute(OPENINGS)
