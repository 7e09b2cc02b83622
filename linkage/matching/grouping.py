"""Putting linked cores together, without ever putting together what cannot be one person.

Belongs here: connected groups, in a few rounds of SQL. Does not: which links hold (`rules`). A group that contradicts
itself is not joined at all: nobody can say which of its links errs, so all of them go to a clerk.
"""

from data_contracts.relations import Connection, keep
from linkage.matching.rules import never


def group_cores(con: Connection) -> None:
    """From `judged`, `compared` and `told`, fill `merged`, for cores in a group: core_no, person_no (the least of it).

    The links of groups that contradict themselves become `review` in `judged`: first those the score made, then, if
    the clerks' own decisions contradict each other, those too.
    """
    for spared in ("clerk_same", ""):
        _connect(con)
        keep(con, "torn_apart", _TORN_APART)
        con.execute(f"""
            UPDATE judged SET decision = 'review', reason = 'contradiction'
            WHERE decision = 'probable' AND reason <> '{spared}'
                AND core_no_l IN (SELECT core_no FROM merged SEMI JOIN torn_apart USING (person_no))
        """)
        (left,) = con.execute("SELECT count(*) FROM torn_apart").fetchone() or (0,)
        if not left:
            return
    _connect(con)


def keep_best(con: Connection) -> None:
    """One counterpart at most: the best pair of all is kept, then the best of what is left, and so on.

    In rounds: a pair is kept where each of its two is the other's best; `judged` then holds no other link, and none
    within a dataset.
    """
    con.execute("""
        UPDATE judged SET decision = 'none', reason = 'not_the_best' WHERE reason <> 'clerk_same'
            AND (SELECT dataset FROM compared WHERE record_no = record_no_l)
              = (SELECT dataset FROM compared WHERE record_no = record_no_r)
    """)
    keep(con, "open_pairs", """
        SELECT core_no_l, core_no_r, max(weight) AS weight FROM judged WHERE decision IN ('probable', 'review')
        GROUP BY ALL
    """)  # fmt: skip
    keep(con, "best_pairs", "SELECT core_no_l, core_no_r FROM open_pairs LIMIT 0")
    while True:
        (taken,) = con.execute("""
            INSERT INTO best_pairs
            SELECT core_no_l, core_no_r FROM open_pairs
            QUALIFY row_number() OVER (PARTITION BY core_no_l ORDER BY weight DESC, core_no_r) = 1
                AND row_number() OVER (PARTITION BY core_no_r ORDER BY weight DESC, core_no_l) = 1
        """).fetchone() or (0,)
        if not taken:
            break
        con.execute("""
            DELETE FROM open_pairs WHERE core_no_l IN (SELECT core_no_l FROM best_pairs)
                OR core_no_r IN (SELECT core_no_r FROM best_pairs)
        """)
    con.execute("""
        UPDATE judged SET decision = 'none', reason = 'not_the_best'
        WHERE decision IN ('probable', 'review') AND reason <> 'clerk_same'
            AND (core_no_l, core_no_r) NOT IN (SELECT (core_no_l, core_no_r) FROM best_pairs)
    """)


def _connect(con: Connection) -> None:
    """Every core takes the least label among its neighbours', until none changes."""
    keep(con, "links", """
        SELECT core_no_l AS core_no, core_no_r AS neighbour FROM judged WHERE decision = 'probable'
        UNION
        SELECT core_no_r, core_no_l FROM judged WHERE decision = 'probable'
    """)  # fmt: skip
    keep(con, "merged", "SELECT DISTINCT core_no, core_no AS person_no FROM links")
    while True:
        keep(con, "relabelled", """
            SELECT m.core_no, least(any_value(m.person_no), min(n.person_no)) AS person_no
            FROM merged m JOIN links USING (core_no) JOIN merged n ON n.core_no = neighbour GROUP BY m.core_no
        """)  # fmt: skip
        (changed,) = con.execute("""
            SELECT count(*) FROM merged JOIN relabelled r USING (core_no) WHERE merged.person_no <> r.person_no
        """).fetchone() or (0,)  # fmt: skip
        keep(con, "merged", "SELECT * FROM relabelled")
        if not changed:
            return


# A clerk's "one person" excuses the pairs of the two cores it joins.
_TORN_APART = f"""
    WITH members AS (
        SELECT p.*, m.person_no FROM compared p JOIN merged m USING (core_no)
    )
    SELECT DISTINCT l.person_no
    FROM members l JOIN members r ON l.person_no = r.person_no AND l.core_no < r.core_no
    LEFT JOIN told ON told.one = l.core_no AND told.other = r.core_no
    WHERE CASE WHEN told.same IS NOT NULL THEN NOT told.same ELSE {never(unless_contested=False)} IS NOT NULL END
"""
