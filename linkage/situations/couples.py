"""Couples outside the CAF whose two members each have a file of their own: one household, where it is sure enough.

Belongs here: finding them. Does not: what the two live on (`households`). Two people are one household when neither
stands in a dossier of the CAF, every file of each says married or living together, both bear the same used name at
the same address (lines 4 and 6; lines 2 and 3 where both give them) and nobody else of that name does in any file,
their sexes differ, they were born at most 15 years apart, and neither has died. Anything less sure stays apart: two
brothers, a mother and her married son, a couple of two names. Nobody is a couple by this alone in a letter: see
`household_inferred` of contract PersonSituation.
"""

from data_contracts.relations import Connection, keep

MOST_MONTHS_APART = 15 * 12


def find_couples(con: Connection) -> None:
    """Fill `couples` (person_no, household_no: the least of the two) from the tables and views of `gather_facts`."""
    keep(con, "own_homes", _OWN_HOMES)
    keep(con, "namesakes", _NAMESAKES)
    keep(con, "couples", _COUPLES.format(most_months_apart=MOST_MONTHS_APART))


def _home(line_4: str, line_6: str) -> str:
    """SQL: one number for an address, the same whatever the case, accents and punctuation; NULL where it lacks a line.

    Most lines come in the postal form already: looking is quicker than rewriting.
    """
    forms = ", ".join(
        f"CASE WHEN regexp_full_match({line}, '[A-Z0-9]+( [A-Z0-9]+)*') THEN {line}"
        f" ELSE trim(regexp_replace(upper(strip_accents({line})), '[^A-Z0-9]+', ' ', 'g')) END"
        for line in (line_4, line_6)
    )
    return f"CASE WHEN {line_4} <> '' AND {line_6} <> '' THEN hash({forms}) END"


_OWN_HOMES = f"""
    SELECT record_no, marital_status = 'M' AS married, {_home("address_4", "address_6")} AS home,
        nullif(address_2, '') AS address_2, nullif(address_3, '') AS address_3
    FROM pensions
    UNION ALL
    SELECT record_no, marital_status = 'M', {_home("street", "locality")}, NULL, NULL FROM registrations
"""

# Everybody of one name at an address where two lines at least say married.
_NAMESAKES = """
    SELECT home, name, person_no, coalesce(bool_and(married), false) AS married,
        min(address_2) AS address_2, min(address_3) AS address_3
    FROM own_homes
    SEMI JOIN (SELECT home FROM own_homes WHERE married GROUP BY home HAVING count(*) > 1) USING (home)
    JOIN (SELECT record_no, person_no FROM person_records) USING (record_no)
    JOIN (SELECT record_no, hash(used_name) AS name FROM records) USING (record_no)
    GROUP BY home, name, person_no
"""

_COUPLES = f"""
    WITH pairs AS (
        SELECT home, name, min(person_no) AS one, max(person_no) AS other
        FROM namesakes GROUP BY home, name
        HAVING count(*) = 2 AND bool_and(married)
            AND coalesce(min(address_2) = max(address_2), true) AND coalesce(min(address_3) = max(address_3), true)
    ), neighbours AS (
        SELECT home, name
        FROM (SELECT caf_code, dossier_number, {_home("address_4", "address_6")} AS home FROM caf_dossiers)
        SEMI JOIN pairs USING (home)
        JOIN (SELECT record_no, caf_code, dossier_number FROM caf_persons) USING (caf_code, dossier_number)
        JOIN (SELECT record_no, hash(used_name) AS name FROM records) USING (record_no)
    ), sure AS (
        SELECT one, other FROM pairs ANTI JOIN neighbours USING (home, name)
        JOIN people a ON a.person_no = one JOIN people b ON b.person_no = other
        WHERE a.sex <> b.sex
            AND abs(date_diff('month', a.birth_month, b.birth_month)) <= {{most_months_apart}}
    ), members AS (
        SELECT unnest([one, other]) AS person_no, one AS household_no FROM sure
    ), doubtful AS (
        SELECT person_no FROM members GROUP BY person_no HAVING count(*) > 1
        UNION ALL SELECT person_no FROM members SEMI JOIN foyer USING (person_no)
        UNION ALL SELECT person_no FROM members SEMI JOIN deceased USING (person_no)
        UNION ALL SELECT person_no FROM members JOIN jobseekers USING (person_no)
            WHERE marital_status IS DISTINCT FROM 'M'
        UNION ALL SELECT person_no FROM members JOIN pensioners USING (person_no)
            WHERE marital_status IS DISTINCT FROM 'M'
    )
    SELECT * FROM members WHERE household_no NOT IN (
        SELECT household_no FROM members SEMI JOIN doubtful USING (person_no))
"""
