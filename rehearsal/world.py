"""Who lives in the territory: slots of housing, the generations that follow each other in them, everyone ever born.

Belongs here: births, unions, separations, departures, deaths. Does not: names and NIRs (`identities`), work (`lives`).

A slot is lived in by one head after another, each from 20 to death; its cycle has a fixed length and a random phase,
so the occupant of any month is found by arithmetic, the age pyramid stands still, and two months in a row describe the
same people. Ages and months are counted in months.
"""

import duckdb

PERSONS_PER_SLOT = 1.884
"""Mean number of living people in a slot, measured; the number of slots follows from it, the same in every period."""

SLOTS = """
CREATE TABLE slots AS
SELECT slot, twin_slot,
       if(u('head sex', twin_slot) < 0.5, '1', '2') AS head_sex,
       -- death between 60 and 97, later for women
       floor(12 * (40 + 37 * pow(u('head death', twin_slot), if(head_sex = '1', 0.8, 0.45))))::BIGINT AS cycle,
       floor(u('phase', twin_slot) * cycle)::BIGINT AS phase
FROM (
    -- a homonym's slot follows its neighbour's fate: same sex, same birth date, same name
    SELECT slot, if(slot > 0 AND u('homonym', slot) < rate('homonyms'), slot - 1, slot) AS twin_slot
    FROM range({slots}) numbers(slot)
)
"""

# household_no = slot * 16 + generation, person_no = household_no * 16 + rank (0 head, 1 partner, 2.. children)
HOUSEHOLDS = """
CREATE TABLE generations AS
SELECT slot * 16 + generation AS household_no, twin_slot * 16 + generation AS namesake_no, head_sex,
       generation * cycle - phase AS start_m, start_m + cycle AS end_m, start_m - 240 AS head_birth_m
FROM (SELECT *, unnest([-3, -2, -1, 0, 1]) + (this_month() + phase) // cycle AS generation FROM slots)
WHERE head_birth_m <= this_month() AND end_m > this_month() - 98 * 12;

CREATE TABLE unions AS
SELECT household_no, namesake_no, head_sex, start_m, end_m, head_birth_m,
       if(u('union', household_no) < 0.84,
          head_birth_m + floor(12 * (21 + 14 * pow(u('union age', household_no), 1.4)))::BIGINT, NULL) AS union_m,
       -- separation, four unions in ten
       if(u('apart', household_no) < 0.40, union_m + 36 + floor(200 * u('apart after', household_no))::BIGINT, NULL)
           AS apart_m,
       -- men are on average two years older, give or take four; nobody before 18
       (28 + 46 * greatest(-3, least(3, normal('gap', household_no))))::BIGINT AS gap_m,
       least(head_birth_m + if(head_sex = '1', gap_m, -gap_m), union_m - 216) AS partner_birth_m,
       60 + 37 * pow(u('partner death', household_no), if(head_sex = '1', 0.45, 0.8)) AS partner_years,
       partner_birth_m + floor(12 * partner_years)::BIGINT AS partner_death_m,
       u('married', household_no) < 0.68 AS married,
       if(head_sex = '2', head_birth_m, partner_birth_m) AS mother_birth_m,
       CASE WHEN union_m IS NULL AND (head_sex = '1' OR u('lone mother', household_no) > 0.45) THEN 0
            WHEN union_m IS NULL THEN 1 + (u('children', household_no) < 0.4)::INTEGER
            -- none, one, two, three, four
            ELSE len(list_filter([0.16, 0.36, 0.76, 0.93], lambda upto: upto <= u('children', household_no)))
            END AS children,
       coalesce(union_m, head_birth_m + 204) + 10 + floor(70 * u('first child', household_no))::BIGINT AS first_child_m,
       24 + floor(30 * u('spacing', household_no))::BIGINT AS spacing_m
FROM generations;
"""

BORN = """
CREATE TABLE born AS
SELECT household_no * 16 AS person_no, household_no, head_sex AS sex, head_birth_m AS birth_m,
       start_m AS from_m, end_m AS until_m, end_m AS death_m, namesake_no * 16 AS namesake_no
FROM unions
UNION ALL
SELECT household_no * 16 + 1, household_no, if(head_sex = '1', '2', '1'), partner_birth_m,
       union_m, least(coalesce(apart_m, end_m), partner_death_m, end_m),
       if(partner_death_m <= least(coalesce(apart_m, end_m), end_m), partner_death_m, NULL), household_no * 16 + 1
FROM unions WHERE union_m < end_m
UNION ALL
SELECT person_no, household_no, if(u('child sex', person_no) < 0.512, '1', '2'), birth_m, greatest(birth_m, start_m),
       least(birth_m + 216 + floor(48 * u('leaves', person_no))::BIGINT, end_m,
             -- one child in four stays with a separated father
             if(head_sex = '1' AND u('custody', household_no) > 0.25, apart_m, NULL)),
       NULL, person_no - person_no % 2
FROM (
    SELECT *, household_no * 16 + 2 + 2 * rank + second AS person_no,
           first_child_m + rank * spacing_m + floor(12 * u('jitter', household_no * 16 + rank))::BIGINT AS birth_m
    FROM unions, range(4) ranks(rank), range(2) seconds(second)
    WHERE rank < children AND (second = 0 OR u('twins', household_no * 16 + rank) < rate('twins'))
)
WHERE birth_m < least(coalesce(apart_m, end_m), coalesce(partner_death_m, end_m), end_m, mother_birth_m + 528)
"""
# namesake_no of a child is its elder twin: they share a birth date and a birth place


def populate(con: duckdb.DuckDBPyConnection, persons: int) -> None:
    """Create `unions` (households of every generation) and `born` (everyone of the last 98 years)."""
    con.execute(SLOTS.format(slots=round(persons / PERSONS_PER_SLOT)))
    con.execute(HOUSEHOLDS)
    con.execute(BORN)
    con.execute("DROP TABLE slots; DROP TABLE generations")
    con.execute("DELETE FROM born WHERE birth_m > this_month() OR birth_m <= this_month() - 98 * 12")
