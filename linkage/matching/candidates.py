"""Which pairs are worth comparing: those of a leftover record with whoever shares a selective key with it.

Belongs here: the keys (Christen, Data Matching, 2012, chapter 4: several, each forgiving another fault) and the columns
that comparisons read. Does not: comparing (`comparisons`). A key is the sum of the hashes of its parts: one number to
join by, and the same number where last and first name are swapped. Two keys alike by chance only cost a comparison.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from data_contracts.relations import Connection, keep
from linkage.matching.agreement import COMPARED

# Forged fillers (0000000000000, 1) are nobody's number, nor is one that too many bear.
SHOWN_NIR = """CASE WHEN nir_state IN ('usable', 'wrong_key', 'malformed') AND length(nir) >= 6
    AND length(replace(nir, nir[1], '')) >= 3 AND nir NOT IN (SELECT nir FROM common_nirs) THEN nir END"""

PARTS = {
    "first_name": "nullif(first_name, '')",
    "last_name": "nullif(last_name, '')",
    "born_on": "CASE WHEN birth_precision = 'day' THEN birth_date END",
    "born_in": "year(birth_date)",
    "commune": "commune_code",
    "address": "address",
    "department": "left(commune_code, 2)",
    "nir": "shown_nir",
}

_ADDRESSES_TELL = "(a.address IS NOT NULL AND b.address IS NOT NULL)"

# Of three, year, month and day, two agree; where one or two are unknown, the others do.
_BORN_NEARLY = f"""(
    a.birth_date IS NULL OR b.birth_date IS NULL OR {_ADDRESSES_TELL}
    OR (year(a.birth_date) = year(b.birth_date))::TINYINT + (month(a.birth_date) = month(b.birth_date))::TINYINT
        + (day(a.birth_date) = day(b.birth_date))::TINYINT >= 2
    OR (year(a.birth_date) = year(b.birth_date) AND (
        'year' IN (a.birth_precision, b.birth_precision)
        OR (month(a.birth_date) = day(b.birth_date) AND day(a.birth_date) = month(b.birth_date))))
)"""

# A name begins like one of the other's, or is not known.
_ALIKE = f"""(
    a.initials = '' OR b.initials = '' OR {_ADDRESSES_TELL}
    OR a.initials[1] IN (b.initials[1], b.initials[2]) OR a.initials[2] IN (b.initials[1], b.initials[2]))"""


@dataclass(frozen=True)
class Key:
    """Two records that agree on all `parts` are compared; a missing part makes no key.

    `asked_by`: the leftovers that use it; `where`: what a pair (a, b) must show besides, for a key too common alone.
    """

    parts: tuple[str, ...]
    asked_by: str = "true"
    where: str = "true"


KEYS = {
    "prénom et naissance": Key(("first_name", "born_on")),
    "nom et naissance": Key(("last_name", "born_on")),
    "nom, prénom et année de naissance": Key(("last_name", "first_name", "born_in"), where=_BORN_NEARLY),
    "nom, prénom et commune": Key(("last_name", "first_name", "commune"), where=_BORN_NEARLY),
    "naissance et commune": Key(("born_on", "commune"), where=_ALIKE),
    "adresse": Key(("address", "department")),
    "NIR": Key(("nir",)),
    "nom et prénom, faute de naissance": Key(("last_name", "first_name"), asked_by="birth_date IS NULL"),
    "nom et commune, faute de prénom ou de naissance": Key(
        ("last_name", "commune"), asked_by="birth_date IS NULL OR initials = ''"
    ),
}

MOST_ASKED = 100
"""Leftovers; what more of them share (a birth date of fillers, say) is not worth comparing: all with all would be."""


def find_candidates(con: Connection) -> None:
    """From `records`, `leftover`, `nirs`, `contested` and `decided`, fill:

    `candidates`: record_no_l < record_no_r, each pair once, at least one of the two a leftover, of two cores;
    `compared`: what is read of the records of their cores (COMPARED), and core_no, certain (the NIR is theirs),
    contested (it is usable, but others have it).
    """
    keep(con, "asked", _keyed("leftover", KEYS, by_birth_name=True))
    parts = ["SELECT record_no_l, record_no_r FROM decided"]
    for name, key in KEYS.items():
        asked = f'SELECT * FROM asked WHERE {key.asked_by} AND "{name}" IS NOT NULL'
        if con.execute(f"{asked} LIMIT 1").fetchone():
            offered = _keyed("records", [name], by_birth_name="last_name" in key.parts)
            selective = f'{asked} QUALIFY count(*) OVER (PARTITION BY "{name}") <= {MOST_ASKED}'
            parts.append(f"""
                SELECT least(a.record_no, b.record_no), greatest(a.record_no, b.record_no)
                FROM ({selective}) a JOIN ({offered}) b USING ("{name}")
                WHERE a.record_no <> b.record_no AND {key.where}
            """)
    keep(con, "paired", " UNION ".join(parts))
    keep(con, "compared", _COMPARED)
    keep(con, "candidates", _CANDIDATES)


def compare_only(con: Connection, record_no_l: int, record_no_r: int) -> None:
    """Fill the same tables with one pair, whatever it shares, even of one core."""
    keep(con, "paired", f"SELECT {record_no_l}::BIGINT AS record_no_l, {record_no_r}::BIGINT AS record_no_r")
    keep(con, "compared", _COMPARED)
    keep(con, "candidates", "FROM paired")


def _keyed(records: str, names: Iterable[str], by_birth_name: bool) -> str:
    """SQL: a row a record, and one more for its birth name if asked, with a column for each of these KEYS."""
    # Who is asked for has a number to show; of all others, any number will do.
    shown_nir = SHOWN_NIR if records == "leftover" else "nir"
    named = f"SELECT *, used_name AS last_name, {shown_nir} AS shown_nir FROM {records}"
    if by_birth_name:
        named += f" UNION ALL SELECT *, birth_name, {shown_nir} FROM {records} WHERE birth_name <> used_name"
    return f"""
        SELECT record_no, birth_date, birth_precision, address, {", ".join(_key(name) for name in names)},
            CASE WHEN first_name <> '' AND last_name <> '' THEN first_name[1] || last_name[1] ELSE '' END AS initials
        FROM ({named})
    """


def _key(name: str) -> str:
    parts = [PARTS[part] for part in KEYS[name].parts]
    known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    total = f"hash({parts[0]})"
    for part in parts[1:]:
        total = f"xor({total}, hash({part}))"
    return f'CASE WHEN {known} THEN {total} END AS "{name}"'


# The whole of every core that a pair touches: groups are judged by all their records.
_COMPARED = f"""
    WITH numbers AS (
        SELECT DISTINCT unnest([record_no_l, record_no_r]) AS record_no FROM paired
    ), touched AS (
        SELECT DISTINCT nir FROM records SEMI JOIN numbers USING (record_no) WHERE nir_state = 'usable'
    ), needed AS (
        SELECT {COMPARED}, {SHOWN_NIR} AS shown_nir FROM records
        WHERE record_no IN (FROM numbers) OR (nir_state = 'usable' AND nir IN (FROM touched))
    ), held AS (
        SELECT record_no, n.core_no FROM needed JOIN nirs n USING (nir) WHERE nir_state = 'usable' AND NOT n.disputed
    )
    SELECT needed.*, coalesce(c.core_no, h.core_no, record_no) AS core_no,
        coalesce(c.certain, h.core_no IS NOT NULL) AS certain, coalesce(NOT c.certain, false) AS contested
    FROM needed LEFT JOIN contested c USING (record_no) LEFT JOIN held h USING (record_no)
"""

_CANDIDATES = """
    SELECT record_no_l, record_no_r
    FROM paired JOIN compared l ON l.record_no = record_no_l JOIN compared r ON r.record_no = record_no_r
    WHERE l.core_no <> r.core_no
"""
