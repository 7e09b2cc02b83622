"""INSEE: the people who died within three months, in the public fixed width layout.

Belongs here: the layout and the faults of this file, and the deaths of people whom no other file knows (they have no
person number). Does not: who of the territory died (`world`).
"""

import duckdb

from data_contracts.period import Period
from rehearsal.faults import draw
from rehearsal.writing import Dataset, Delivery, number_lines

DEATHS = Dataset(source="deaths", name="deaths", layout="deaths_insee", encoding="latin-1", columns={})

FIELDS = (
    ("norm(birth_name) || '*' || norm(first_name) || ' ' || norm(second_name) || '/'", 80),
    ("sex", 1),
    ("strftime(birth_date, '%Y%m%d')", 8),
    ("birth_commune_code", 5),
    ("if(birth_commune_code LIKE '99%', '', birth_commune_name)", 30),
    ("if(birth_commune_code LIKE '99%', birth_commune_name, '')", 30),
    ("strftime(death_date, '%Y%m%d')", 8),
    ("commune_code", 5),
    ("(1 + floor(4000 * chance))::INTEGER::VARCHAR", 9),
)
WHOLE = " || ".join(f"rpad(coalesce({value}, ''), {width}, ' ')" for value, width in FIELDS)

LINES = f"""
WITH strangers AS (
    SELECT number, if(u('stranger sex', number) < 0.5, '1', '2') AS sex, month_date(this_month()) - 22000
               - floor(13000 * u('stranger birth', number))::INTEGER AS birth_date
    FROM range((SELECT count(*) // 4000 FROM people)) drawn(place), (SELECT 1 AS one),
         LATERAL (SELECT this_month() * 100000 + place AS number)
), dead AS (
    SELECT person_no, household_no, sex, birth_date, birth_name, first_name, second_name, birth_commune_code,
           birth_commune_name, death_date, commune_code, person_no AS number
    FROM people JOIN homes USING (household_no) WHERE NOT alive
    UNION ALL
    SELECT NULL, NULL, sex, birth_date, last_names.value, first.value, second.value, left(birth_places.value, 5),
           substr(birth_places.value, 6), period_end() - floor(80 * u('stranger death', number))::INTEGER,
           homes_in.value, -number
    FROM strangers
    JOIN last_names ON last_names.ticket = ticket('stranger name', number)
    JOIN first_names first
      ON first.grp = sex || (year(birth_date) // 5) AND first.ticket = ticket('stranger first', number)
    JOIN first_names second ON second.grp = first.grp AND second.ticket = ticket('stranger second', number)
    JOIN birth_places ON birth_places.ticket = ticket('stranger place', number)
    JOIN homes_in ON homes_in.grp = '' AND homes_in.ticket = ticket('stranger home', number)
), drawn AS (SELECT *, u('death values', number) AS chance, NULL::VARCHAR AS person_fault FROM dead),
faulty AS (
    SELECT *, {draw("deaths", "number", {"line_cut": "true", "duplicate": "true"})} AS fault, {WHOLE} AS whole
    FROM drawn
)
SELECT 'deces-{{year}}-m{{month:02d}}.txt' AS file, hash(number) AS sort_key, person_no, household_no, fault,
       true AS seen_alone, if(fault = 'line_cut', cut_fixed(whole, chance), whole) AS text
FROM faulty
"""


def deliver(con: duckdb.DuckDBPyConnection, to: Delivery, period: Period) -> None:
    """Write deces-AAAA-mMM.txt, one file for the territory."""
    number_lines(con, DEATHS.name, LINES.format(year=period.year, month=period.month), headings=0)
    to.add_text(con, DEATHS, heading=False)
