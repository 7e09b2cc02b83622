"""Which pairs are worth comparing: those of a leftover record with whoever shares a selective key with it.

Belongs here: the keys (Christen, Data Matching, 2012, chapter 4: several, each forgiving another fault) and the columns
that comparisons read. Does not: comparing (`comparisons`). Keys are columns of one narrow table, joined as they are:
DuckDB then reads past nearly all of it.
"""

from data_contracts.relations import Connection, keep

KEYS = {
    "prénom et naissance": ("first_name", "born_on"),
    "nom et naissance": ("last_name", "born_on"),
    "nom, prénom et année de naissance": ("name_1", "name_2", "born_in"),
    "nom, prénom et commune": ("name_1", "name_2", "commune_code"),
    "naissance et commune": ("born_on", "commune_code"),
    "adresse": ("address", "department"),
    "NIR": ("shown_nir",),
    "nom et prénom, faute de naissance": ("name_1", "name_2"),
    "nom et commune, faute de naissance": ("last_name", "commune_code"),
}
"""Two records that agree on all the columns of one of these are compared. A missing value makes no key."""

ASKED_BY = {name: "born_in IS NULL" for name in KEYS if name.endswith("faute de naissance")}
"""Keys that only some leftovers ask for, being too common for all; no record of our own contract lacks its birth."""


def find_candidates(con: Connection) -> None:
    """From `records`, `leftover`, `nirs`, `contested` and `decided`, fill:

    `candidates`: record_no_l < record_no_r, each pair once, at least one of the two a leftover, of two cores;
    `compared`: contract NormalisedRecord for the records of those pairs, and core_no, certain (the NIR is theirs),
    contested (it is usable, but others have it).
    """
    keep(con, "offered", _OFFERED)
    keep(con, "asked", "FROM offered SEMI JOIN (SELECT record_no FROM leftover) USING (record_no)")
    pairs = "SELECT least(a.record_no, b.record_no) AS record_no_l, greatest(a.record_no, b.record_no) AS record_no_r"
    parts = ["SELECT record_no_l, record_no_r FROM decided"]
    for number, (name, columns) in enumerate(KEYS.items()):
        asked = f"SELECT * FROM asked WHERE {ASKED_BY.get(name, 'true')} AND {columns[0]} IS NOT NULL"
        if con.sql(asked).limit(1).fetchall():
            joined = f"({asked}) a JOIN offered b USING ({', '.join(columns)})"
            keep(con, f"pairs_{number}", f"{pairs} FROM {joined} WHERE a.record_no <> b.record_no")
            parts.append(f"FROM pairs_{number}")
    keep(con, "paired", " UNION ".join(parts))
    keep(con, "compared", _COMPARED)
    keep(con, "candidates", _CANDIDATES)


# A row a record and last name, used or birth; `name_1`, `name_2`: that name and the first one in alphabetical order,
# for the two are often swapped.
_OFFERED = """
    WITH named AS (
        SELECT *, used_name AS written FROM records
        UNION ALL
        SELECT *, birth_name FROM records WHERE birth_name <> used_name
    )
    SELECT record_no, nullif(written, '') AS last_name, nullif(first_name, '') AS first_name,
        CASE WHEN last_name <= first_name THEN last_name ELSE first_name END AS name_1,
        CASE WHEN last_name <= first_name THEN first_name ELSE last_name END AS name_2,
        CASE WHEN birth_precision = 'day' THEN birth_date END AS born_on, year(birth_date)::SMALLINT AS born_in,
        commune_code, address, left(commune_code, 2) AS department,
        CASE WHEN nir_state IN ('usable', 'wrong_key', 'malformed') THEN nir END AS shown_nir
    FROM named
"""


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
        coalesce(c.certain, h.core_no IS NOT NULL) AS certain, coalesce(NOT c.certain, false) AS contested
    FROM needed LEFT JOIN contested c USING (record_no) LEFT JOIN held h USING (record_no)
"""

_CANDIDATES = """
    SELECT record_no_l, record_no_r
    FROM paired JOIN compared l ON l.record_no = record_no_l JOIN compared r ON r.record_no = record_no_r
    WHERE l.core_no <> r.core_no
"""
