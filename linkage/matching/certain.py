"""The certain tier: one coherent NIR, and identities compatible with each other.

A NIR alone is never enough: dependants bear the policyholder's, couples share one, twins are mistaken for each other.
Nearly every NIR is borne by records that all give one first name and one birth date: one GROUP BY finds them. The few
disputed ones are compared pair by pair. Belongs here: cores, the groups of records that a NIR holds together. Does
not: what other records join them (`candidates`, `rules`).
"""

from data_contracts.received import dataset_rank
from data_contracts.relations import Connection, keep
from linkage.matching.agreement import COMPARED, COMPATIBLE, SAME_FIRST_NAME, TWO_RANKS, close

MOST_BEARERS = 30
"""Records; a number borne by more is no one's number."""


def find_certain(con: Connection) -> None:
    """From the views `records` and `decided` (record_no_l, record_no_r, same), fill:

    `nirs`: a row a usable NIR: nir, core_no (its least record_no), said (what its records say of first name and birth,
    hashed), one_file, disputed;
    `bearers`: the records (columns COMPARED) of disputed NIRs;
    `contested`: a row a record of a disputed NIR: record_no, core_no, certain (it keeps the NIR with others);
    `leftover`: the records that no NIR settles;
    `sisters`: record_no of those whose number may be a sister's or brother's, if its first name is only close;
    `common_nirs`: numbers of those records that too many bear.
    """
    keep(con, "nirs", _NIRS)
    keep(con, "unsure", _UNSURE)
    keep(con, "bearers", "FROM unsure WHERE nir_state = 'usable'")
    find_common_nirs(con, "unsure")
    keep(con, "sisters", _SISTERS)
    keep(con, "contested", _CONTESTED)
    keep(con, "leftover", _LEFTOVER)


def find_common_nirs(con: Connection, table: str) -> None:
    """Fill `common_nirs` (nir) from a table of records."""
    keep(con, "common_nirs", f"""
        SELECT nir FROM {table} WHERE nir IS NOT NULL GROUP BY nir HAVING count(*) > {MOST_BEARERS}
    """)  # fmt: skip


# What a record says without a first name or a day of birth is like nothing another says.
_NIRS = f"""
    SELECT nir, min(record_no) AS core_no, min(said) AS said,
        {dataset_rank("min(record_no)")} = {dataset_rank("max(record_no)")} AS one_file,
        min(said) <> max(said) OR nir IN (
            SELECT nir FROM records SEMI JOIN (
                SELECT unnest([record_no_l, record_no_r]) AS record_no FROM decided WHERE NOT same
            ) USING (record_no) WHERE nir_state = 'usable') AS disputed
    FROM (
        SELECT nir, record_no, CASE WHEN first_name <> '' AND birth_precision = 'day'
            THEN hash(first_name, birth_date) ELSE hash(record_no) END AS said
        FROM records WHERE nir_state = 'usable'
    ) GROUP BY nir
"""

_UNSURE = f"""
    SELECT {COMPARED} FROM records WHERE nir_state <> 'usable' OR nir IN (SELECT nir FROM nirs WHERE disputed)
"""

# Records that share a number with a nearly equal first name, where somebody of their family and birth gives theirs
# under another number: under this one they may be a sister's.
_SISTERS = f"""
    WITH slips AS (
        SELECT DISTINCT l.record_no FROM unsure l JOIN unsure r USING (nir)
        WHERE l.first_name <> r.first_name AND {close("l.first_name", "r.first_name")} AND NOT {SAME_FIRST_NAME}
            AND nir NOT IN (FROM common_nirs)
    )
    SELECT DISTINCT b.record_no FROM unsure b SEMI JOIN slips USING (record_no) JOIN records r
        ON r.first_name = b.first_name AND r.birth_date = b.birth_date
    WHERE r.nir IS DISTINCT FROM b.nir AND (r.used_name IN (b.used_name, b.birth_name)
        OR r.birth_name IN (b.used_name, b.birth_name) OR left(r.local_id, -3) = nullif(left(b.local_id, -3), ''))
"""

# Records keep the NIR together where every one of them is compatible with every other, and with nobody else.
_CONTESTED = f"""
    WITH few AS (
        SELECT * FROM bearers SEMI JOIN (
            SELECT nir FROM bearers GROUP BY nir HAVING count(*) <= {MOST_BEARERS}) USING (nir)
    ), friends AS (
        SELECT l.record_no, l.nir, list(r.record_no ORDER BY r.record_no) AS circle
        FROM few l JOIN few r ON l.nir = r.nir AND (l.record_no = r.record_no OR (
            {COMPATIBLE} AND NOT {TWO_RANKS}
            AND ({SAME_FIRST_NAME} OR (
                l.record_no NOT IN (FROM sisters) AND r.record_no NOT IN (FROM sisters)))
            AND NOT EXISTS (
                SELECT 1 FROM decided d WHERE NOT d.same
                AND d.record_no_l = least(l.record_no, r.record_no)
                AND d.record_no_r = greatest(l.record_no, r.record_no))))
        GROUP BY l.record_no, l.nir
    ), circles AS (SELECT circle, count(*) AS members, min(record_no) AS core_no FROM friends GROUP BY circle)
    SELECT record_no, CASE WHEN members = len(circle) THEN core_no ELSE record_no END AS core_no,
        members = len(circle) AND (members > 1 OR count(*) OVER (PARTITION BY nir) = 1) AS certain
    FROM friends JOIN circles USING (circle)
    UNION ALL
    SELECT record_no, record_no, false FROM bearers WHERE record_no NOT IN (SELECT record_no FROM few)
"""

_LEFTOVER = """
    FROM unsure ANTI JOIN (SELECT record_no FROM contested WHERE certain) USING (record_no)
"""
