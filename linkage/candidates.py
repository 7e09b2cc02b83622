"""Which pairs are worth comparing: those of a leftover record with whoever shares a selective key with it.

Belongs here: the keys (Christen, Data Matching, 2012, chapter 4: several, each forgiving another fault) and the columns
that comparisons read. Does not: comparing (`comparisons`). A key is computed once a record, and joined as a number.
"""

from data_contracts.relations import Connection, keep

_DAY = "birth_precision = 'day'"
_NAMES = "list_distinct(list_filter([used_name, birth_name], lambda name: name <> ''))"
_SHOWN_NIR = "CASE WHEN nir_state IN ('usable', 'wrong_key', 'malformed') THEN nir END"


def _names_with(*more: str) -> str:
    """A key for each last name, with the first name in either order: the two fields are often swapped."""
    values = ", ".join(("least(name, first_name)", "greatest(name, first_name)", *more))
    return f"list_transform({_NAMES}, lambda name: hash({values}))"


KEYS = {
    "prénom et naissance": f"CASE WHEN {_DAY} AND first_name <> '' THEN [hash(first_name, birth_date)] END",
    "nom et naissance": f"CASE WHEN {_DAY} THEN list_transform({_NAMES}, lambda name: hash(name, birth_date)) END",
    "nom, prénom et année de naissance": f"CASE WHEN birth_date IS NOT NULL THEN {_names_with('year(birth_date)')} END",
    "nom, prénom et commune": f"CASE WHEN commune_code IS NOT NULL THEN {_names_with('commune_code')} END",
    "naissance et commune": f"CASE WHEN {_DAY} AND commune_code IS NOT NULL THEN [hash(birth_date, commune_code)] END",
    "adresse": "CASE WHEN address IS NOT NULL THEN [hash(address, left(commune_code, 2))] END",
    "NIR": f"list_filter([hash({_SHOWN_NIR})], lambda key: {_SHOWN_NIR} IS NOT NULL)",
    "nom et prénom, faute de naissance": _names_with(),
}
"""Two records that agree on one of these are compared. A missing value makes no key."""

ASKED_BY = {"nom et prénom, faute de naissance": "birth_date IS NULL"}
"""Keys that only some leftovers ask for: alone, two names are too common."""


def find_candidates(con: Connection) -> None:
    """From `records`, `leftover`, `nirs`, `contested` and `decided`, fill:

    `candidates`: record_no_l < record_no_r, each pair once, at least one of the two a leftover, of two cores;
    `compared`: contract NormalisedRecord for the records of those pairs, and core_no, certain (the NIR is
    theirs), contested (it is usable, but others have it).
    """
    parts = []
    for number, (name, key) in enumerate(KEYS.items()):
        asked = keep(con, "asked", f"""
            SELECT record_no, unnest({key}) AS key FROM leftover WHERE {ASKED_BY.get(name, "true")}
        """)  # fmt: skip
        if not asked.limit(1).fetchall():
            continue
        parts.append(f"pairs_by_{number}")
        keep(con, parts[-1], f"""
            SELECT DISTINCT least(a.record_no, b.record_no) AS record_no_l,
                greatest(a.record_no, b.record_no) AS record_no_r
            FROM asked a JOIN (SELECT record_no, unnest({key}) AS key FROM records) b USING (key)
            WHERE a.record_no <> b.record_no
        """)  # fmt: skip
    parts.append("(SELECT record_no_l, record_no_r FROM decided)")
    keep(con, "paired", " UNION ".join(f"FROM {part}" for part in parts))
    keep(con, "compared", _COMPARED)
    keep(con, "candidates", _CANDIDATES)


def compare_only(con: Connection, record_no_l: int, record_no_r: int) -> None:
    """Fill the same tables with one pair, whatever it shares, even of one core."""
    keep(con, "paired", f"SELECT {record_no_l}::BIGINT AS record_no_l, {record_no_r}::BIGINT AS record_no_r")
    keep(con, "compared", _COMPARED)
    keep(con, "candidates", "FROM paired")


_COMPARED = """
    WITH needed AS (
        FROM records SEMI JOIN (
            SELECT DISTINCT unnest([record_no_l, record_no_r]) AS record_no FROM paired) USING (record_no)
    ), held AS (
        SELECT record_no, n.core_no FROM needed JOIN nirs n USING (nir) WHERE nir_state = 'usable' AND NOT n.disputed
    )
    SELECT needed.*, coalesce(c.core_no, h.core_no, record_no) AS core_no,
        coalesce(c.certain, h.core_no IS NOT NULL) AS certain, nir_state = 'usable' AND NOT certain AS contested
    FROM needed LEFT JOIN contested c USING (record_no) LEFT JOIN held h USING (record_no)
"""

_CANDIDATES = """
    SELECT record_no_l, record_no_r
    FROM paired JOIN compared l ON l.record_no = record_no_l JOIN compared r ON r.record_no = record_no_r
    WHERE l.core_no <> r.core_no
"""
