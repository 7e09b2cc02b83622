"""The truth, written beside the extracts: who is who, what each lives on, what is due, what was spoiled.

Belongs here: the six tables a measurement compares to. Plain Parquet: nobody in it exists.
"""

from pathlib import Path

import duckdb

from data_contracts.period import Period
from rehearsal.sql import literal
from rehearsal.writing import whole_folder

TABLES = {
    "people": """
        SELECT person_no, household_no, role, birth_date, sex, birth_name, used_name, first_name, nir, commune_code,
               density_level, coalesce(registered, false) AS jobseeker,
               coalesce(allowance_eur_day, 0)::DECIMAL(10, 2) AS daily_allowance, profile, people.alive, objector
        FROM people JOIN homes USING (household_no) JOIN benefits USING (household_no)
        LEFT JOIN (FROM states WHERE ago = 0) now USING (person_no)
        ORDER BY person_no""",
    "households": """
        SELECT household_no, CASE WHEN couple AND children > 0 THEN 'couple_children' WHEN couple THEN 'couple'
                   WHEN children > 0 THEN 'lone_parent' ELSE 'single' END AS composition,
               couple, children, commune_code, tenure, if(housing_received, housing_due, 0)::DECIMAL(10, 2)
                   AS housing_benefit_eur_month, in_caf
        FROM benefits JOIN homes USING (household_no) WHERE present
        ORDER BY household_no""",
    "records": "SELECT source, dataset, file, line, person_no, household_no FROM all_lines ORDER BY ALL",
    "incomes": """
        SELECT person_no, first_day AS month, kind, amount_eur FROM (
            UNPIVOT (
                SELECT person_no, first_day, wage, unemployment, ass, pension, survivor, aah,
                       if(kind <> 'ASI', minimum_eur_month, 0)::DECIMAL(10, 2) AS minimum_old_age,
                       if(kind = 'ASI', minimum_eur_month, 0)::DECIMAL(10, 2) AS asi
                FROM states LEFT JOIN minima USING (person_no) WHERE ago > 0 AND alive
            ) ON wage, unemployment, ass, pension, survivor, aah, minimum_old_age, asi INTO NAME kind VALUE amount_eur
        ) WHERE amount_eur > 0
        ORDER BY person_no, month, kind""",
    "rights": """
        -- whose resources the CSS with participation does not look at: idle holders of the ASPA, later of the ASI
        WITH deemed_modest AS (
            SELECT household_no,
                coalesce(bool_or(kind = 'ASI' AND asi_is_deemed() OR kind = 'ASPA' AND aspa_is_deemed()), false)
                    AS deemed
            FROM benefits LEFT JOIN minima USING (household_no) GROUP BY household_no
        ), a_household AS (
            SELECT household_no * 16 AS person_no, household_no, unnest([
                {'benefit': 'rsa_socle', 'entitled': socle_entitled, 'received': socle_received, 'due': socle_due},
                {'benefit': if(has_activity_bonus(), 'prime_activite', 'rsa_activite'), 'entitled': activity_entitled,
                 'received': activity_received, 'due': activity_due},
                {'benefit': 'housing', 'entitled': housing_entitled, 'received': housing_received, 'due': housing_due}
            ], recursive := true)
            FROM benefits WHERE present
        ), a_person AS (
            SELECT person_no, household_no, unnest([
                {'benefit': if(has_css(), 'css_gratuite', 'cmuc'), 'entitled': free_entitled,
                 'received': free_received, 'due': 0},
                {'benefit': if(has_css(), 'css_participation', 'acs'),
                 'entitled': paid_entitled OR (deemed AND NOT free_entitled), 'received': paid_received, 'due': 0}
            ], recursive := true)
            FROM people JOIN benefits USING (household_no) JOIN deemed_modest USING (household_no) WHERE alive
        ), an_old_person AS (
            SELECT person_no, household_no, 'aspa' AS benefit, minimum_entitled AS entitled,
                   minimum_received AS received, if(minimum_entitled, minimum_due / if(couple, 2, 1), 0) AS due
            FROM people JOIN benefits USING (household_no) WHERE people.alive AND rank < 2 AND age >= 60
        )
        SELECT person_no, household_no, benefit, entitled, received,
               if(entitled, due, 0)::DECIMAL(10, 2) AS amount_eur_month,
               if(benefit = 'rsa_socle', rsa_application, NULL) AS application
        FROM (FROM a_household UNION ALL FROM a_person UNION ALL FROM an_old_person)
        JOIN (SELECT household_no, rsa_application FROM benefits) USING (household_no)
        ORDER BY person_no, benefit""",
    "faults": "FROM faults ORDER BY ALL",
}


def write_truth(con: duckdb.DuckDBPyConnection, truth: Path, period: Period) -> None:
    """Write truth/<period>/*.parquet, all of them or none."""
    final = truth / str(period)
    with whole_folder(final.with_name(f".{period}.partial"), final) as folder:
        for table, query in TABLES.items():
            con.execute(f"COPY ({query}) TO {literal(folder / f'{table}.parquet')} (FORMAT parquet, COMPRESSION zstd)")
