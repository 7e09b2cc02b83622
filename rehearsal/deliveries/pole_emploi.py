"""Pôle emploi: the stock of registered jobseekers and their spells of compensation.

Belongs here: the two layouts and the faults of these files. Does not: who is unemployed (`lives`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.faults import draw
from rehearsal.writing import Dataset, Delivery, number_lines

REGISTRATIONS = Dataset(
    source="pole_emploi",
    name="registrations",
    layout="registrations_2013",
    encoding="cp1252",
    quoted=True,
    columns={
        "nir": "written_nir",
        "identifiantpe": "agency_id(person_no)",
        "nom": "last_name",
        "prenom": "first_name",
        "dtnai": "written_date(birth_date)",
        "date": "written_date(period_end())",
        "code": "category",
        # another order number: still a valid NIR, but not the same
        "nir2": "if(fault = 'nir_mismatch', left(nir, 10)"
        " || lpad((1 + substr(nir, 11)::INTEGER % 998)::VARCHAR, 3, '0'), written_nir)",
        "codeinsee": "commune_code",
        "localite": "address_6",
        "adresse": "address_4",
        "ale": "department || lpad((1 + floor(12 * u('agency', household_no)))::INTEGER::VARCHAR, 3, '0')",
        "SEXE": "sex",
        "SITMAT": "marital_status",
        "NENF": "children",
        "CATREGR": "category",
        # a few days before the first month out of work
        "DATINS": "written_date(month_date(state_from_m)"
        " - floor(10 * u('registered', person_no * 1024 + spell_no))::INTEGER)",
    },
)

REGISTRATION_LINES = f"""
WITH known AS (
    SELECT person_no, people.household_no, nir, relative_nir, people.sex, birth_date, birth_name, used_name,
           people.first_name, commune_code, department, address_4, address_6, moved_commune, moved_4, moved_6,
           benefits.children, state_from_m, spell_no, person_fault,
           CASE WHEN u('category', person_no) < 0.7 THEN '1' WHEN u('category', person_no) < 0.82 THEN '2' ELSE '3' END
               AS category,
           CASE WHEN couple THEN 'M' WHEN widowed THEN 'V' WHEN separated THEN 'D' ELSE 'C' END AS marital_status,
           u('registration values', person_no) AS chance
    FROM presence JOIN people USING (person_no) JOIN homes ON homes.household_no = people.household_no
    JOIN states ON states.person_no = presence.person_no AND ago = 0
    JOIN benefits ON benefits.household_no = people.household_no
    JOIN elsewhere USING (person_no) LEFT JOIN person_faults USING (person_no)
    WHERE in_pe
), faulty AS (
    SELECT *, {
    draw(
        "registrations",
        "person_no",
        {
            "line_cut": "true",
            "nir_mismatch": "true",
            "duplicate": "true",
            "nir_missing": "true",
            "nir_malformed": "true",
            "nir_relative": "relative_nir IS NOT NULL",
            "used_name": "norm(birth_name) <> norm(used_name)",
            "typing_error": "length(used_name) > 3 AND length(first_name) > 3",
            "name_spelling": "has_spelling(used_name) OR has_spelling(first_name)",
            "names_swapped": "norm(used_name) <> norm(first_name)",
            "birth_day_forced": "day(birth_date) <> 15",
            "moved": "moved_commune <> commune_code",
        },
    )
} AS fault FROM known
), spoiled AS (
    SELECT * REPLACE (
               if(fault = 'birth_day_forced', date_trunc('month', birth_date)::DATE + 14, birth_date) AS birth_date,
               if(fault = 'moved', moved_commune, commune_code) AS commune_code,
               if(fault = 'moved', moved_4, address_4) AS address_4,
               if(fault = 'moved', moved_6, address_6) AS address_6,
               CASE WHEN fault = 'name_spelling' AND has_spelling(first_name) THEN civil(first_name, chance)
                    WHEN fault = 'typing_error' AND chance >= 0.5 THEN typo(norm(first_name), 2 * chance - 1)
                    WHEN fault = 'names_swapped' THEN norm(used_name) ELSE norm(first_name) END AS first_name),
           CASE WHEN fault = 'name_spelling' AND has_spelling(used_name) THEN civil(used_name, chance)
                WHEN fault = 'typing_error' AND chance < 0.5 THEN typo(norm(used_name), 2 * chance)
                WHEN fault = 'names_swapped' THEN norm(first_name)
                WHEN fault = 'used_name' THEN norm(birth_name) ELSE norm(used_name) END AS last_name,
           spoiled_nir(fault, nir, relative_nir, chance) AS written_nir,
           CASE fault WHEN 'nir_relative' THEN left(relative_nir, 5) <> left(nir, 5)
                      WHEN 'deceased' THEN norm(birth_name) = norm(used_name) ELSE true END AS seen_alone
    FROM faulty
), written AS (SELECT *, {REGISTRATIONS.text} AS whole FROM spoiled)
SELECT 'PE_STOCK_' || department || '_{{compact}}.csv' AS file, agency_number(person_no) AS sort_key, person_no,
       household_no, fault, seen_alone, if(fault = 'line_cut', cut_delimited(whole, chance), whole) AS text
FROM written
"""

PAYMENTS = Dataset(
    source="pole_emploi",
    name="unemployment_payments",
    layout="unemployment_payments_2013",
    encoding="cp1252",
    quoted=True,
    columns={
        "identifiantpe": "agency_id(person_no)",
        "KROD3": "right_id",
        "KDDPJ": "written_date(start_date)",
        "KDFPJ": "written_date(end_date)",
        "KQBPJP": "CASE fault WHEN 'amount_negative' THEN '-' || comma(allowance_eur_day)"
        " WHEN 'amount_absurd' THEN '9999,99' ELSE comma(allowance_eur_day) END",
        "KQRSPP": "comma(reference_wage_eur_day)",
        "KCALF": "CASE WHEN allowance = 'ASS' THEN '25' WHEN u('KCALF', person_no) < 0.8 THEN '01'"
        " WHEN u('KCALF', person_no) < 0.9 THEN '27' ELSE '47' END",
        "KCPJC": "'1'",
        "KCFPP": "if(newest = 0, '99', '40')",
    },
)

# the two oldest months make one spell where nothing changed between them, so most people have three
PAYMENT_LINES = f"""
WITH spells AS (
    SELECT person_no, states.household_no, department, spell_no, allowance, allowance_eur_day,
           reference_wage_eur_day, least(ago, 2) AS part, min(first_day) AS start_date,
           max(first_day + days::INTEGER - 1) AS end_date, min(ago) AS newest,
           lpad(((person_no * 1024 + spell_no) * 8191 % 1000000000000000)::VARCHAR, 15, '0') AS right_id,
           norm(birth_name) = norm(used_name) AS seen_alone
    FROM states JOIN presence USING (person_no) JOIN people USING (person_no)
    JOIN homes ON homes.household_no = states.household_no
    WHERE in_pe AND allowance IS NOT NULL
    GROUP BY ALL
), drawn AS (
    SELECT *, person_no * 8192 + this_month() - newest AS spell_number, u('payment values', spell_number) AS chance
    FROM spells LEFT JOIN person_faults USING (person_no)
), faulty AS (
    SELECT *, {
    draw(
        "unemployment_payments",
        "spell_number",
        {"line_cut": "true", "amount_negative": "true", "amount_absurd": "true", "duplicate": "true"},
    ).replace("person_fault", "if(person_fault = 'deceased', person_fault, NULL)")
} AS fault FROM drawn
), written AS (SELECT *, {PAYMENTS.text} AS whole FROM faulty)
SELECT 'PE_PJC_' || department || '_{{compact}}.csv' AS file, agency_number(person_no) * 4 + 3 - newest AS sort_key,
       person_no, household_no, fault, fault <> 'deceased' OR seen_alone AS seen_alone,
       if(fault = 'line_cut', cut_delimited(whole, chance), whole) AS text
FROM written
"""

# the multipliers share no factor with the powers of ten: two people never get the same number
MACROS = """
CREATE MACRO agency_number(person_no) AS (person_no * 7368787 + 1234567) % 10000000000;
CREATE MACRO agency_id(person_no) AS lpad((agency_number(person_no) // 1000)::VARCHAR, 7, '0')
    || chr(65 + floor(26 * u('agency letter', person_no))::INTEGER)
    || lpad((agency_number(person_no) % 1000)::VARCHAR, 3, '0');
CREATE MACRO comma(amount) AS replace(euros(amount), '.', ',');
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write PE_STOCK_* and PE_PJC_*, one of each a département."""
    con.execute(MACROS)
    for dataset, lines in ((REGISTRATIONS, REGISTRATION_LINES), (PAYMENTS, PAYMENT_LINES)):
        number_lines(con, dataset.name, lines.format(compact=period.compact), headings=1)
        to.add_text(con, dataset)
