"""What each file says of a person or a household, one temporary table a file, duplicates counted once.

Belongs here: reading one source's facts. Does not: putting them together (`people`, `households`). Within the month
people and households go by numbers, which join faster than pseudonyms: a person by `person_no`, a household by
`household_no`, the number of its dossier's record, or of its only known person outside the CAF.
"""

from datetime import date
from functools import partial

from data_contracts.described import PersonSituation
from data_contracts.received import dataset_rank, rank_of
from data_contracts.relations import Connection, keep
from linkage.pseudonyms import dossier_pseudonym
from linkage.situations.precedence import BEARERS
from linkage.situations.spells import gather_spells


def known_from(dataset: str) -> str:
    """SQL: whether a person of `people` stands in a dataset; `datasets` has one bit each."""
    return f"datasets & (1 << {rank_of(dataset)}) <> 0"


def gather_facts(con: Connection, last_day: date, pseudonym_key: bytes) -> None:
    """Fill `people, disputed_statements, source_sets, jobseekers, pensioners, covered, dossiers, foyer` from views
    named as the datasets; `last_day` is the period's."""
    day = f"DATE '{last_day}'"
    types = {f"{name}_type": PersonSituation.written_type(name) for name in _CODES}
    statements = partial(_STATEMENTS.format, dataset_rank=dataset_rank("record_no"), **types)
    keep(con, "people", _PEOPLE.format(statements=statements(some_person_records="person_records")))
    keep(con, "disputed_statements", statements(some_person_records=_DISPUTED))
    bearers = ", ".join(f"CASE WHEN {known_from(dataset)} THEN '{dataset}' END" for dataset in BEARERS.values())
    keep(con, "source_sets", _SOURCE_SETS.format(bearers=bearers))
    gather_spells(con, last_day)
    keep(con, "jobseekers", _JOBSEEKERS.format(last_day=day, **types))
    keep(con, "pensioners", _PENSIONERS.format(last_day=day, **types))
    keep(con, "covered", _COVERED.format(last_day=day, **types))
    keep(con, "dossiers", _DOSSIERS.format(household_id=dossier_pseudonym(pseudonym_key), months=_MONTHS))
    keep(con, "foyer", _FOYER.format(ranks=10**15, **types))


_CODES = ("role", "sex", "jobseeker_category", "allowance_kind", "minimum_kind", "health_cover")
"""Columns of codes that everybody has: kept in the type they are written as, lighter to join and to copy."""

# What each record says of its person.
_STATEMENTS = """
    SELECT record_no, person_no, person_id, sex::{sex_type} AS sex, commune_code,
        birth_date - (day(birth_date) - 1)::INTEGER AS birth_month, birth_precision <> 'year' AS month_known,
        1 << {dataset_rank}::INTEGER AS dataset_bit,
        CASE tier WHEN 'alone' THEN 0 WHEN 'certain' THEN 1 ELSE 2 END::TINYINT AS weakness
    FROM {some_person_records}
    JOIN (SELECT record_no, birth_date, birth_precision, sex, commune_code FROM records) USING (record_no)
"""

# The record to believe first is the one the person is numbered by; the others, of those who have any, fill what it does
# not say. A fact is disputed where they say something else: which and what, is looked at for those few only.
_PEOPLE = """
    WITH statements AS MATERIALIZED ({statements}), others AS (
        SELECT person_no, arg_min(sex, record_no) AS sex, arg_min(commune_code, record_no) AS commune_code,
            arg_min(birth_month, record_no) FILTER (month_known) AS birth_month,
            max(weakness) AS weakness, bit_or(dataset_bit) AS datasets,
            min(sex) AS least_sex, max(sex) AS most_sex,
            min(birth_month) FILTER (month_known) AS least_birth_month,
            max(birth_month) FILTER (month_known) AS most_birth_month,
            min(commune_code) AS least_commune_code, max(commune_code) AS most_commune_code
        FROM statements WHERE record_no <> person_no GROUP BY person_no
    )
    SELECT f.person_no, f.person_id, coalesce(f.sex, o.sex) AS sex, coalesce(f.commune_code, o.commune_code)
            AS commune_code,
        CASE WHEN f.month_known THEN f.birth_month ELSE coalesce(o.birth_month, f.birth_month) END AS birth_month,
        coalesce(greatest(f.weakness, o.weakness), f.weakness) AS weakness,
        f.dataset_bit | coalesce(o.datasets, 0) AS datasets,
        least_sex <> most_sex OR f.sex <> most_sex OR f.commune_code <> most_commune_code
            OR least_commune_code <> most_commune_code OR least_birth_month <> most_birth_month
            OR (f.month_known AND f.birth_month <> most_birth_month) AS disputed
    FROM (SELECT * FROM statements WHERE record_no = person_no) f LEFT JOIN others o USING (person_no)
"""

_DISPUTED = "(SELECT * FROM person_records SEMI JOIN (SELECT person_no FROM people WHERE disputed) USING (person_no))"

_SOURCE_SETS = """
    SELECT datasets, list_filter([{bearers}], lambda dataset: dataset IS NOT NULL) AS sources
    FROM (SELECT DISTINCT datasets FROM people)
"""

# The right of a jobseeker is the spell that covers the last day of the period; `unsure`: see `spells`.
_JOBSEEKERS = """
    WITH rights AS (
        SELECT person_no, unnest(arg_max(
            struct_pack(kind, right_paid := paid, right_from := start_date, daily_gross_eur_day),
            (paid, start_date, record_no)))
        FROM spells WHERE {last_day} BETWEEN start_date AND end_date
        GROUP BY person_no
    ), registered AS (
        SELECT person_no, count(*) > 1 AS said_again,
            unnest(arg_max(struct_pack(marital_status, children, category), (registered_on, record_no)))
        FROM registrations JOIN person_records USING (record_no) GROUP BY person_no
    )
    SELECT person_no, said_again, marital_status, children, category::{jobseeker_category_type} AS category, right_paid,
        right_from, CASE WHEN right_paid THEN daily_gross_eur_day ELSE 0 END AS daily_allowance_eur_day,
        CAST(CASE kind WHEN 'are' THEN 'ARE' WHEN 'ass' THEN 'ASS' WHEN 'other_allowance' THEN 'OTHER' ELSE 'NONE' END
             AS {allowance_kind_type}) AS right_kind,
        person_no IN (FROM unsure_payees) AS unsure
    FROM registered LEFT JOIN rights USING (person_no)
"""

# One line a person, says the contract: another one is not another pension. The one that took effect last is believed,
# then the one sent last; what begins after the period is not received in it (`begun`).
_PENSIONERS = """
    SELECT person_no, said_again, marital_status, effective_date, effective_date <= {last_day} AS begun,
        own_pension_eur_month, survivor_pension_eur_month, supplements_eur_month,
        coalesce(minimum_kind, 'NONE')::{minimum_kind_type} AS minimum_kind, minimum_eur_month,
        spouse_resources_eur_month
    FROM pensions JOIN (
        SELECT person_no, count(*) > 1 AS said_again,
            arg_max(record_no, (effective_date <= {last_day}, effective_date, record_no)) AS record_no
        FROM (SELECT record_no, effective_date FROM pensions) JOIN person_records USING (record_no) GROUP BY person_no
    ) USING (record_no)
"""

_COVERED = """
    SELECT person_no, unnest(arg_max(struct_pack(health_cover := kind::{health_cover_type}, cover_from := start_date),
        (start_date, record_no)))
    FROM health_covers JOIN person_records USING (record_no)
    WHERE {last_day} BETWEEN start_date AND end_date GROUP BY person_no
"""

RSA_RIGHT = "CASE WHEN starts_with(rsa_benefit, 'RC') THEN 'rsa_activite' ELSE 'rsa_socle' END"
RSA_STATE = """CASE
    WHEN rsa_state IN ('C', 'E', 'J', 'L') THEN 'live' WHEN rsa_state IN ('S', 'T', 'U') THEN 'suspended'
    WHEN rsa_dossier_state = '0' THEN 'pending' WHEN rsa_dossier_state = '1' THEN 'refused'
    WHEN rsa_dossier_state = '2' THEN 'live' WHEN rsa_dossier_state IN ('3', '4') THEN 'suspended' END"""
"""SQL over `dossiers`: which RSA it is about, the socle unless said, and its state, NULL where there is none."""

_MONTHS = ", ".join(
    f"(date_trunc('month', reference_month) - INTERVAL {ago} MONTH)::DATE AS month_{ago}" for ago in range(4)
)
"""Months M to M-3 of a dossier."""

# One row a dossier: a repeated line counts once.
_DOSSIERS = """
    SELECT {household_id} AS household_id,
        * EXCLUDE (file, line, address_2, address_3, address_4, address_5, address_6)
    FROM caf_dossiers SEMI JOIN (
        SELECT min(record_no) AS record_no FROM caf_dossiers GROUP BY caf_code, dossier_number) USING (record_no)
    JOIN (SELECT reference_month, {months} FROM (SELECT DISTINCT reference_month FROM caf_dossiers))
        USING (reference_month)
"""

# Whoever stands in two dossiers belongs to the one they hold, else to the first: the least of rank and number, which
# go as one integer.
_FOYER = """
    SELECT person_no, place % {ranks} AS household_no,
        CASE place // {ranks} WHEN 3 THEN 'child'::{role_type} ELSE 'adult'::{role_type} END AS role
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
