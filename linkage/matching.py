"""Who is who: a valid NIR with its birth date, then an exact name with its birth date.

First version of the linkage. A record joins by name only people nobody else could be taken for: where two people
share name and birth date, a record without NIR stays alone.
"""

from data_contracts.received import dataset_rank
from data_contracts.relations import Connection, Relation, bind, keep
from linkage.pseudonyms import pseudonym


def match_persons(con: Connection, records: Relation, pseudonym_key: bytes) -> Relation:
    """One row a record with its `person_id` and tier, see contract PersonRecord."""
    bind(con, records=records)
    con.execute(f"CREATE OR REPLACE TEMP VIEW anchored AS {_ANCHORED}")
    keep(con, "leftover", "SELECT * FROM records WHERE NOT (nir_state = 'usable' AND birth_precision = 'day')")
    keep(con, "leftover_names", _LEFTOVER_NAMES)
    keep(con, "namesakes", _NAMESAKES)
    keep(con, "found_by_name", _FOUND_BY_NAME)
    keep(con, "people", _PEOPLE)
    return con.sql(
        _TIERED.format(
            person_id=pseudonym("anchor", pseudonym_key),
            one_dataset=f"{dataset_rank('min(record_no)')} = {dataset_rank('max(record_no)')}",
        )
    )


_ANCHORED = """
    SELECT record_no, dataset, used_name, birth_name, first_name, birth_date,
        'nir:' || nir || birth_date AS anchor
    FROM records WHERE nir_state = 'usable' AND birth_precision = 'day'
"""

_LEFTOVER_NAMES = """
    SELECT DISTINCT last_name, first_name, birth_date FROM (
        SELECT unnest([used_name, birth_name]) AS last_name, first_name, birth_date
        FROM leftover WHERE birth_precision = 'day'
    ) WHERE last_name <> '' AND first_name <> ''
"""

# Every person with a NIR who bears the name and birth date of a record without one.
_NAMESAKES = """
    SELECT last_name, first_name, birth_date, count(DISTINCT anchor) AS bearers, min(anchor) AS anchor FROM (
        SELECT n.*, a.anchor FROM leftover_names n JOIN anchored a
            ON a.used_name = n.last_name AND a.first_name = n.first_name AND a.birth_date = n.birth_date
        UNION ALL
        SELECT n.*, a.anchor FROM leftover_names n JOIN anchored a
            ON a.birth_name = n.last_name AND a.first_name = n.first_name AND a.birth_date = n.birth_date
    ) GROUP BY ALL
"""

_FOUND_BY_NAME = """
    SELECT l.record_no, count(DISTINCT n.anchor) AS people, max(n.bearers) AS bearers,
        min(n.anchor) AS anchor
    FROM leftover l JOIN namesakes n
        ON n.last_name IN (l.used_name, l.birth_name) AND n.first_name = l.first_name AND n.birth_date = l.birth_date
    WHERE l.birth_precision = 'day'
    GROUP BY ALL
"""

_PEOPLE = """
    SELECT record_no, dataset, anchor, 'certain' AS tier FROM anchored
    UNION ALL
    SELECT l.record_no, l.dataset,
        CASE
            WHEN f.people = 1 AND f.bearers = 1 THEN f.anchor
            WHEN f.people IS NULL AND l.birth_precision = 'day' AND l.used_name <> '' AND l.first_name <> ''
                THEN 'name:' || l.used_name || ':' || l.first_name || ':' || l.birth_date
            ELSE concat_ws(':', 'alone', l.dataset, l.local_id, l.used_name, l.first_name, l.birth_date)
        END,
        'probable'
    FROM leftover l LEFT JOIN found_by_name f USING (record_no)
"""

# The pseudonym, dear to compute, is made once a person.
_TIERED = """
    WITH persons AS (
        SELECT anchor, min(record_no) AS person_no, {one_dataset} AND (bool_and(tier = 'certain') OR count(*) = 1)
            AS alone
        FROM people GROUP BY anchor
    )
    SELECT record_no, dataset, person_no, person_id, CASE WHEN alone THEN 'alone' ELSE tier END AS tier
    FROM people JOIN (SELECT *, {person_id} AS person_id FROM persons) USING (anchor)
"""
