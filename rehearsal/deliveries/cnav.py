"""CNAV / Carsat: the pensioners of the month, in a fixed width file.

Belongs here: the layout and the faults of this file. Does not: who has retired (`lives`), who has a minimum (`rights`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.deliveries.caf import BOTH_NAMES
from rehearsal.faults import draw
from rehearsal.writing import Dataset, Delivery, number_lines

PENSIONS = Dataset(source="cnav", name="pensions", layout="pensions_2013", encoding="latin-1", columns={})

# the fields in the order of the layout, with their widths; 400 characters in all
FIELDS = (
    ("spoiled_nir15(fault, nir, relative_nir, chance)", 15),
    ("written_birth_name", 30),
    ("written_used_name", 30),
    ("written_first_name", 20),
    ("sex", 1),
    (
        "CASE fault WHEN 'birth_day_unknown' THEN strftime(birth_date, '%Y%m00')"
        " WHEN 'birth_month_unknown' THEN strftime(birth_date, '%Y0000') ELSE strftime(birth_date, '%Y%m%d') END",
        8,
    ),
    ("birth_commune_code", 5),
    ("marital_status", 1),
    ("'RG'", 3),
    (
        "CASE fault WHEN 'amount_negative' THEN '-' || substr(cents(pension), 2) WHEN 'amount_absurd' THEN '099999999'"
        " ELSE cents(pension) END",
        9,
    ),
    ("cents(survivor)", 9),
    ("cents(0)", 9),
    ("minimum_kind", 4),
    ("cents(coalesce(minimum_eur_month, 0))", 9),
    ("cents(spouse_resources)", 9),
    ("strftime(month_date(retirement_m), '%Y%m%d')", 8),
    ("if(fault = 'moved', moved_commune, commune_code)", 5),
    ("if(fault = 'moved', '', address_2)", 38),
    ("if(fault = 'moved', '', address_3)", 38),
    ("if(fault = 'moved', moved_4, address_4)", 38),
    ("if(fault = 'moved', '', address_5)", 38),
    ("if(fault = 'moved', moved_6, address_6)", 38),
    ("''", 35),
)
WHOLE = " || ".join(f"rpad(coalesce({value}, ''), {width}, ' ')" for value, width in FIELDS)

LINES = f"""
WITH spouses AS (
    SELECT person_no + 1 - 2 * rank AS person_no,
           (sum(wage + unemployment + ass + pension + survivor) FILTER (ago > 0) / 3)::DECIMAL(10, 2)
               AS spouse_resources
    FROM states WHERE alive GROUP BY person_no, rank
), known AS (
    SELECT people.*, homes.* EXCLUDE (household_no), elsewhere.* EXCLUDE (person_no), pension, survivor, retirement_m,
           minima.kind AS minimum_kind, minimum_eur_month, person_fault, u('cnav values', person_no) AS chance,
           CASE WHEN couple THEN 'M' WHEN widowed THEN 'V' WHEN separated THEN 'D' ELSE 'C' END AS marital_status,
           -- as declared: one in ten never did
           if(couple AND u('declares spouse', person_no) < 0.9, spouse_resources, NULL) AS spouse_resources
    FROM presence JOIN people USING (person_no, household_no) JOIN homes USING (household_no)
    JOIN states USING (person_no) JOIN benefits ON benefits.household_no = people.household_no
    JOIN elsewhere USING (person_no) LEFT JOIN minima USING (person_no) LEFT JOIN spouses USING (person_no)
    LEFT JOIN person_faults USING (person_no)
    WHERE in_cnav AND ago = 0
), faulty AS (
    SELECT *, {
    draw(
        "pensions",
        "person_no",
        {
            "line_cut": "true",
            "amount_negative": "pension > 0",
            "amount_absurd": "true",
            "duplicate": "true",
            "nir_missing": "true",
            "nir_malformed": "true",
            "nir_wrong_key": "true",
            "nir_relative": "relative_nir IS NOT NULL",
            "birth_day_unknown": "true",
            "birth_month_unknown": "true",
            "used_name": "norm(birth_name) <> norm(used_name)",
            "typing_error": "length(used_name) > 3 AND length(first_name) > 3",
            "name_spelling": "has_spelling(used_name) OR has_spelling(first_name)",
            "names_swapped": "norm(used_name) <> norm(first_name)",
            "moved": "moved_commune <> commune_code",
        },
    )
} AS fault FROM known
), spoiled AS (
    SELECT *, {BOTH_NAMES},
           -- of the two names a married woman has, the birth name is the one that fewer sources can contradict
           CASE fault WHEN 'nir_relative' THEN left(relative_nir, 5) <> left(nir, 5) WHEN 'used_name' THEN chance < 0.5
                      ELSE true END AS seen_alone
    FROM faulty
), written AS (SELECT *, {WHOLE} AS whole FROM spoiled)
SELECT 'CNAV_PENSIONS_{{compact}}.txt' AS file, hash(nir) AS sort_key, person_no, household_no, fault, seen_alone,
       if(fault = 'line_cut', cut_fixed(whole, chance), whole) AS text
FROM written
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write CNAV_PENSIONS_*, one file for the territory."""
    number_lines(con, PENSIONS.name, LINES.format(compact=period.compact), headings=0)
    to.add_text(con, PENSIONS, heading=False)
