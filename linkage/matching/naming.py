"""Naming people: the same pseudonym month after month, whatever is corrected in between.

Belongs here: which `person_id` a person of this month has, given the last month's. Does not: who is who (`clusters`).
A person is named after their NIR and the identity with it, else after what their first record says. From then on they
keep that name: it follows both, and where one of them changed, the producer's own number or the name, birth and
commune. A NIR whose bearer changed names another person, who gets another name.
"""

from dataclasses import dataclass

from data_contracts.relations import Connection, Relation, bind, keep
from linkage.matching.agreement import COMPATIBLE, NAMES_SWAPPED, SAME_FIRST_NAME, any_last_name
from linkage.pseudonyms import pseudonym


@dataclass(frozen=True)
class LastMonth:
    """The last month that was linked: `records` (contract NormalisedRecord), `person_records` (PersonRecord)."""

    records: Relation
    person_records: Relation


def name_people(con: Connection, pseudonym_key: bytes, previous: LastMonth | None) -> Relation:
    """Rows of contract PersonRecord, from `records`, `quiet`, `nirs`, `merged` and `settled` (see `clusters`)."""
    if previous is None:
        keep(con, "anchored", _ANCHORED.format(people="SELECT DISTINCT person_no FROM settled"))
        keep(con, "named", f"SELECT person_no, {pseudonym('anchor', pseudonym_key)} AS person_id FROM anchored")
        return con.sql(_NAMED.format(quiet="quiet", person_id=pseudonym(_NIR_AND_BEARER, pseudonym_key)))
    bind(con, last_records=previous.records, last_people=previous.person_records)
    keep(con, "past", _PAST)
    keep(con, "known", "SELECT quiet.*, person_id FROM quiet LEFT JOIN past USING (nir, said)")
    keep(con, "unnamed", _UNNAMED)
    keep(con, "theirs", _THEIRS)
    keep(con, "claims", _CLAIMS)
    keep(con, "kept_names", _KEPT_NAMES)
    without_name = "SELECT person_no FROM unnamed ANTI JOIN kept_names USING (person_no)"
    keep(con, "anchored", _ANCHORED.format(people=without_name))
    keep(con, "first_choice", f"SELECT person_no, {pseudonym('anchor', pseudonym_key)} AS person_id FROM anchored")
    keep(con, "other_choices", _OTHER_CHOICES.format(
        taken=_TAKEN.format(choices="first_choice"), name=pseudonym("anchor || ':' || choice", pseudonym_key)
    ))  # fmt: skip
    keep(con, "new_names", _NEW_NAMES.format(taken=_TAKEN.format(choices="other_choices")))
    keep(con, "named", "FROM kept_names UNION ALL FROM new_names")
    con.execute("""
        CREATE OR REPLACE TEMP VIEW named_quiet AS
        SELECT known.* REPLACE (coalesce(known.person_id, named.person_id) AS person_id)
        FROM known LEFT JOIN named ON person_no = core_no
    """)
    return con.sql(_NAMED.format(quiet="named_quiet", person_id="person_id"))


# A number whose bearer changes names another person.
_NIR_AND_BEARER = "nir || ':' || first_name || ':' || (birth_date - DATE '1800-01-01')"

_NAMED = """
    SELECT record_no, dataset, core_no AS person_no, {person_id} AS person_id, tier
    FROM records JOIN {quiet} USING (nir) WHERE nir_state = 'usable'
    UNION ALL
    SELECT record_no, dataset, person_no, person_id, tier FROM settled JOIN named USING (person_no)
"""

# People of one NIR and one identity, each by their first record; where two were, nobody knows whose name it is.
_PAST = """
    SELECT nir, hash(first_name, birth_date) AS said, any_value(person_id) AS person_id
    FROM last_records JOIN (SELECT person_no AS record_no, person_id FROM last_people WHERE record_no = person_no)
        USING (record_no)
    WHERE nir_state = 'usable' AND birth_precision = 'day' AND first_name <> ''
    GROUP BY nir, said HAVING count(*) = 1
"""

_UNNAMED = """
    SELECT core_no AS person_no FROM known WHERE person_id IS NULL
    UNION ALL
    SELECT DISTINCT person_no FROM settled
"""

_THEIRS = """
    SELECT core_no AS person_no, records.* FROM records JOIN (
        SELECT nir, core_no FROM known WHERE person_id IS NULL) USING (nir) WHERE nir_state = 'usable'
    UNION ALL BY NAME
    SELECT person_no, records.* FROM records JOIN (SELECT record_no, person_no FROM settled) USING (record_no)
"""

# Why a person may be one of last month, from the best reason to the least: the NIR, the producer's own number, the
# names with commune and birth, the names and birth alone where a file has no commune and nobody else bears them; last,
# a NIR or number whose bearer's first name is only close: a sister's may be. A name that somebody else of this month
# bears for sure is not to be had.
_CLAIMS = f"""
    WITH placeless AS (
        SELECT DISTINCT person_no, r.record_no, 2 AS reason
        FROM theirs l JOIN last_records r USING (dataset, first_name, used_name, birth_date)
        WHERE (l.commune_code IS NULL OR r.commune_code IS NULL)
            AND l.birth_precision = 'day' AND r.birth_precision = 'day' AND first_name <> ''
        QUALIFY count(*) OVER (PARTITION BY dataset, first_name, used_name, birth_date) = 1
    ), met AS (
        SELECT person_no, r.record_no, CASE WHEN {SAME_FIRST_NAME} THEN 5 ELSE 1 END AS reason
        FROM theirs l JOIN last_records r USING (nir)
        WHERE nir NOT IN (FROM common_nirs) AND {COMPATIBLE}
        UNION ALL
        SELECT person_no, r.record_no, CASE WHEN {SAME_FIRST_NAME} THEN 4 ELSE 1 END
        FROM theirs l JOIN last_records r USING (dataset, local_id)
        WHERE regexp_matches(local_id, '[0-9]') AND {COMPATIBLE}
        UNION ALL
        SELECT person_no, r.record_no, 3 FROM theirs l JOIN last_records r USING (birth_date, commune_code)
        WHERE {COMPATIBLE} AND ({any_last_name("{one} = {other}")} OR {NAMES_SWAPPED})
        UNION ALL
        SELECT person_no, r.record_no, 3 FROM theirs l JOIN last_records r USING (first_name, used_name, commune_code)
        WHERE {COMPATIBLE}
        UNION ALL
        FROM placeless
    ), claims AS (
        SELECT met.person_no, person_id, reason FROM met JOIN last_people USING (record_no)
    )
    SELECT person_no, person_id, max(reason) AS reason, count(*) AS records
    FROM claims ANTI JOIN (
        SELECT person_id FROM known SEMI JOIN claims USING (person_id)) USING (person_id)
    GROUP BY person_no, person_id
"""

# A name goes to whoever claims it best, if they claim no other better.
_KEPT_NAMES = """
    SELECT person_no, person_id FROM claims
    QUALIFY row_number() OVER (PARTITION BY person_no ORDER BY reason DESC, records DESC, person_id) = 1
        AND row_number() OVER (PARTITION BY person_id ORDER BY reason DESC, records DESC, person_no) = 1
"""

# A person is named after the NIR that is theirs alone, and the identity with it, else after what their first record
# says.
_ANCHORED = f"""
    WITH people AS ({{people}}), numbered AS (
        SELECT person_no, min(nir) AS nir, arg_min(core_no, nir) AS core_no FROM (
            SELECT person_no, nir, core_no FROM nirs JOIN (
                FROM merged UNION SELECT person_no AS core_no, person_no FROM people) USING (core_no)
            WHERE NOT disputed)
        SEMI JOIN people USING (person_no) GROUP BY person_no
    )
    SELECT person_no, {_NIR_AND_BEARER} AS anchor
    FROM numbered JOIN (SELECT record_no AS core_no, first_name, birth_date FROM records) USING (core_no)
    UNION ALL
    SELECT person_no, said || ':' || row_number() OVER (PARTITION BY said ORDER BY person_no)
    FROM (
        SELECT record_no AS person_no, concat_ws(':', dataset, nir, local_id, used_name, first_name, birth_date) AS said
        FROM records SEMI JOIN (
            SELECT person_no AS record_no FROM people ANTI JOIN numbered USING (person_no)) USING (record_no)
    )
"""

# A name that somebody bore last month, or bears still, is nobody else's: whoever would be given it gets the next one.
_TAKEN = """
    SELECT person_id FROM last_people SEMI JOIN {choices} USING (person_id)
    UNION ALL
    SELECT person_id FROM known SEMI JOIN {choices} USING (person_id)
    UNION ALL
    SELECT person_id FROM kept_names
"""

_OTHER_CHOICES = """
    SELECT person_no, choice, {name} AS person_id
    FROM anchored JOIN (FROM first_choice WHERE person_id IN ({taken})) USING (person_no), range(100) choices(choice)
"""

_NEW_NAMES = """
    SELECT person_no, person_id FROM first_choice ANTI JOIN other_choices USING (person_no)
    UNION ALL
    SELECT person_no, arg_min(person_id, choice) FROM other_choices WHERE person_id NOT IN ({taken}) GROUP BY person_no
"""
