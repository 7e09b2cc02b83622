"""What each person is called and numbered, and where each household lives.

Belongs here: NIR, names, birth dates, addresses, as civil status and the register hold them. Does not: how a producer
writes or spoils them (`deliveries`, `faults`).

The NIR's order number is the person's rank among everyone ever born the same month, of the same sex, in the same place:
unique by construction, and the same in every period, since that set never changes.
"""

import duckdb

REGISTER = """
CREATE TABLE register AS
SELECT *, row_number() OVER (PARTITION BY sex, birth_m, place_ticket_value ORDER BY person_no) AS order_no
FROM (
    SELECT born.*, month_date(birth_m) + floor(
               u('birth day', namesake_no) * day(last_day(month_date(birth_m))))::INTEGER AS birth_date,
           birth_places.value AS place_ticket_value
    FROM born
    JOIN birth_places ON birth_places.ticket = ticket('birth place', if(person_no % 16 < 2, person_no, namesake_no))
)
-- the living, and those who died within three months
QUALIFY (from_m <= this_month() AND this_month() < until_m)
     OR (until_m = death_m AND death_m > this_month() - 3 AND death_m <= this_month())
"""

# Corsica was département 20 until 1975
NUMBERED = """
CREATE TABLE numbered AS
SELECT * EXCLUDE (place_ticket_value),
       if(place LIKE '2_%' AND left(place, 2) IN ('2A', '2B') AND birth_date < DATE '1976-01-01',
          '20' || substr(place, 3), place) AS birth_commune_code,
       substr(place_ticket_value, 6) AS birth_commune_name,
       sex || strftime(birth_date, '%y%m') || birth_commune_code || lpad(order_no::VARCHAR, 3, '0') AS nir,
       this_month() < until_m AS alive,
       person_no % 16 AS rank,
       CASE WHEN rank = 0 THEN 'head' WHEN rank = 1 THEN 'partner' ELSE 'child' END AS role,
       date_diff('month', birth_date, period_end()) // 12 AS age
FROM (SELECT *, left(place_ticket_value, 5) AS place FROM register)
"""

# siblings step through the first names by the golden ratio, so that two of the same age never share one
NAMED = """
CREATE TABLE people AS
WITH household_names AS (
    SELECT household_no, head_sex, heads.value AS head_name, partners.value AS partner_name,
           married AND union_m <= this_month() AND coalesce(apart_m, end_m) > this_month() AS wears_married_name,
           if(head_sex = '1' OR union_m IS NULL, head_name, partner_name) AS child_name,
           if(head_sex = '1', head_name, partner_name) AS husband_name
    FROM unions
    JOIN last_names heads ON heads.ticket = ticket('last name', namesake_no)
    JOIN last_names partners ON partners.ticket = ticket('partner name', household_no)
), called AS (
    SELECT numbered.*,
           CASE rank WHEN 0 THEN head_name WHEN 1 THEN partner_name ELSE child_name END AS birth_name,
           if(sex = '2' AND rank < 2 AND wears_married_name AND u('married name', household_no) < 0.7,
              husband_name, birth_name) AS used_name,
           sex || (year(birth_date) // 5) AS name_grp,
           if(rank < 2, ticket('first name', namesake_no),
              (ticket('first name', household_no) + rank * 25033) % 65536) AS name_ticket
    FROM numbered JOIN household_names USING (household_no)
)
SELECT person_no, household_no, rank, role, sex, birth_m, birth_date, age, nir, nir || nir_key(nir) AS nir15,
       birth_commune_code, birth_commune_name, birth_name, used_name,
       first.value AS first_name, second.value AS second_name, alive, if(alive, NULL, month_date(death_m) + floor(
           u('death day', person_no) * day(last_day(month_date(death_m))))::INTEGER) AS death_date,
       alive AND age >= 18 AND u('objector', person_no) < 0.003 AS objector,
       coalesce(lead(nir) OVER household, if(rank > 0, first_value(nir) OVER household, NULL)) AS relative_nir
FROM called
JOIN first_names first ON first.grp = name_grp AND first.ticket = name_ticket
JOIN first_names second ON second.grp = name_grp AND second.ticket = (name_ticket + 20011) % 65536
WINDOW household AS (PARTITION BY household_no ORDER BY rank)
"""

# a household moves every ten years; the home is a function of the household and of the move
HOMES = """
CREATE TABLE homes AS
SELECT household_no, commune_code, department(commune_code) AS department, density_level,
       if(u('inside', home_no) < 0.08, 'APPARTEMENT ' || (1 + floor(u('door', home_no) * 60))::INTEGER, '')
           AS address_2,
       if(u('residence', home_no) < 0.12, 'RESIDENCE ' || regexp_replace(
           streets.value, '^(RUE|AVENUE|BOULEVARD|ALLEE|IMPASSE|CHEMIN|PLACE|QUAI|ROUTE) ', ''), '') AS address_3,
       (1 + floor(140 * pow(u('number', home_no), 2)))::INTEGER
           || CASE WHEN u('bis', home_no) < 0.04 THEN ' B ' WHEN u('bis', home_no) < 0.05 THEN ' T ' ELSE ' ' END
           || streets.value AS address_4,
       if(density_level >= 6 AND u('hamlet', home_no) < 0.15, 'LE BOURG', '') AS address_5,
       left(postcode || ' ' || commune_name, 38) AS address_6
FROM (
    SELECT DISTINCT household_no, household_no * 64
        + ((this_month() + floor(120 * u('move phase', household_no))::BIGINT) // 120) % 64 AS home_no
    FROM people
)
JOIN homes_in ON homes_in.grp = '' AND homes_in.ticket = ticket('home', home_no)
JOIN communes ON commune_code = homes_in.value
JOIN streets ON streets.ticket = ticket('street', home_no)
"""


def identify(con: duckdb.DuckDBPyConnection) -> None:
    """Create `people` (the living and the recently dead, with their identity) and `homes` (a row a household)."""
    for statement in (REGISTER, NUMBERED, NAMED, HOMES):
        con.execute(statement)
    con.execute("DROP TABLE register; DROP TABLE numbered; DROP TABLE born")
