"""What each file says of a person or a household, one temporary table a file, duplicates counted once.

Belongs here: reading one source's facts. Does not: putting them together (`situations`). Within the month people and
households go by numbers, which join faster than pseudonyms: a person by `person_no`, a household by `household_no`, the
number of its dossier's record, or of its only known person outside the CAF.
"""

from datetime import date

from data_contracts.received import dataset_rank, rank_of
from data_contracts.relations import Connection, keep
from linkage.pseudonyms import dossier_pseudonym

ARE = ("01", "21", "22", "27", "40", "43", "47", "54", "64", "67", "82", "AC", "BB", "BK")
ASS = ("25", "30", "44", "56", "BD")
"""Codes KCALF of the two main allocations (Dares MiDAS, FNA)."""

_BEARERS = ("caf_persons", "pensions", "registrations", "health_covers")


def known_from(dataset: str) -> str:
    """SQL: whether a person of `people` stands in a dataset; `datasets` has one bit each."""
    return f"datasets & (1 << {rank_of(dataset)}) <> 0"


def gather_facts(con: Connection, last_day: date, pseudonym_key: bytes) -> None:
    """Fill `people, source_sets, jobseekers, pensioners, covered, dossiers, foyer` from views named as the datasets;
    `last_day` is the period's."""
    keep(con, "people", _PEOPLE.format(dataset_rank=dataset_rank("record_no")))
    bearers = ", ".join(f"CASE WHEN {known_from(dataset)} THEN '{dataset}' END" for dataset in _BEARERS)
    keep(con, "source_sets", _SOURCE_SETS.format(bearers=bearers))
    keep(con, "jobseekers", _JOBSEEKERS.format(last_day=f"DATE '{last_day}'", are=ARE, ass=ASS))
    keep(con, "pensioners", _PENSIONERS)
    keep(con, "covered", _COVERED.format(last_day=f"DATE '{last_day}'"))
    keep(con, "dossiers", _DOSSIERS.format(household_id=dossier_pseudonym(pseudonym_key)))
    keep(con, "foyer", _FOYER.format(ranks=10**15))


# Records are numbered in the order their datasets are trusted: the least number has the best address.
_PEOPLE = """
    SELECT person_no, any_value(person_id) AS person_id, min(birth_date) AS birth_date, min(sex) AS sex,
        arg_min(commune_code, record_no) AS commune_code,
        CASE WHEN bool_or(tier = 'probable') THEN 'probable' WHEN bool_or(tier = 'certain') THEN 'certain'
             ELSE 'alone' END AS tier,
        bit_or(1 << {dataset_rank}::INTEGER) AS datasets
    FROM person_records JOIN (SELECT record_no, birth_date, sex, commune_code FROM records) USING (record_no)
    GROUP BY person_no
"""

_SOURCE_SETS = """
    SELECT datasets, list_filter([{bearers}], lambda dataset: dataset IS NOT NULL) AS sources
    FROM (SELECT DISTINCT datasets FROM people)
"""

# A jobseeker is paid what the spell that covers the last day of the period says.
_JOBSEEKERS = """
    WITH paid AS (
        SELECT agency_id, arg_max(daily_gross_eur_day, (start_date, record_no)) AS daily_allowance_eur_day,
            arg_max(allowance_code, (start_date, record_no)) AS allowance_code
        FROM unemployment_payments
        WHERE payment_code IN ('1', '4') AND {last_day} BETWEEN start_date AND end_date GROUP BY agency_id
    ), registered AS (
        SELECT person_no, unnest(arg_max(
            struct_pack(agency_id, marital_status, children, category), (registered_on, record_no)))
        FROM registrations JOIN person_records USING (record_no) GROUP BY person_no
    )
    SELECT person_no, marital_status, children, category,
        coalesce(daily_allowance_eur_day, 0) AS daily_allowance_eur_day,
        CASE WHEN allowance_code IS NULL THEN 'NONE' WHEN allowance_code IN {are} THEN 'ARE'
             WHEN allowance_code IN {ass} THEN 'ASS' ELSE 'OTHER' END AS allowance_kind
    FROM registered LEFT JOIN paid USING (agency_id)
"""

_PENSIONERS = """
    SELECT person_no, marital_status,
        own_pension_eur_month + survivor_pension_eur_month + supplements_eur_month AS pension_eur_month,
        coalesce(minimum_kind, 'NONE') AS minimum_kind, minimum_eur_month, spouse_resources_eur_month
    FROM pensions JOIN (
        SELECT person_no, min(record_no) AS record_no
        FROM (SELECT record_no FROM pensions) JOIN person_records USING (record_no) GROUP BY person_no
    ) USING (record_no)
"""

_COVERED = """
    SELECT person_no, arg_max(kind, (start_date, record_no)) AS health_cover
    FROM health_covers JOIN person_records USING (record_no)
    WHERE {last_day} BETWEEN start_date AND end_date GROUP BY person_no
"""

# One row a dossier: a repeated line counts once.
_DOSSIERS = """
    SELECT {household_id} AS household_id, * EXCLUDE (file, line, address_2, address_3, address_4, address_5, address_6)
    FROM caf_dossiers SEMI JOIN (
        SELECT min(record_no) AS record_no FROM caf_dossiers GROUP BY caf_code, dossier_number) USING (record_no)
"""

# Whoever stands in two dossiers belongs to the one they hold, else to the first: the least of rank and number, which
# go as one integer.
_FOYER = """
    SELECT person_no, place % {ranks} AS household_no,
        CASE place // {ranks} WHEN 3 THEN 'child' ELSE 'adult' END AS role
    FROM (
        SELECT person_no, min(rank * {ranks} + d.record_no) AS place
        FROM (
            SELECT record_no, caf_code, dossier_number,
                CASE role WHEN 'DEM' THEN 1 WHEN 'CJT' THEN 2 ELSE 3 END AS rank
            FROM caf_persons
        ) JOIN person_records USING (record_no) JOIN dossiers d USING (caf_code, dossier_number)
        GROUP BY person_no
    )
"""
