"""What each adult lives on, month by month: work, unemployment, pension; and the home's tenure.

Belongs here: traits of a person, states by spells, amounts before any means-tested benefit. Does not: benefits
(`rights`). Months are those of the period and the three before: `ago` is 0 to 3. Wages are net, allowances gross (as
Pôle emploi writes them), amounts in euros a month unless the name says otherwise.

Simplifications: a pension stands for the whole retirement income, the régime général paying all of it; an employee's
wage differs from month to month by 2 % at most; nobody is self-employed.
"""

import duckdb

# careers: stable (rare unemployment, long spells), precarious (short spells, often part-time), apart (no work, some
# with the AAH); `level` is the full-time net wage in euros of 2013
TRAITS = """
CREATE TABLE traits AS
SELECT person_no, household_no, rank, sex, birth_m, alive, age,
       CASE WHEN u('career', person_no) < 0.68 THEN 'stable'
            WHEN u('career', person_no) < if(sex = '1', 0.91, 0.86) THEN 'precarious'
            ELSE 'apart' END AS career,
       -- no sound amount may come near the bounds past which the gate takes it for an error
       least(7000, greatest(1125, 1600 * exp(0.42 * normal('level', person_no)) * if(sex = '1', 1.06, 0.94))) AS level,
       CASE WHEN career = 'precarious' THEN 0.3 + 0.7 * u('hours', person_no)
            WHEN u('part time', person_no) < if(sex = '1', 0.06, 0.28) THEN 0.5 + 0.35 * u('hours', person_no)
            ELSE 1 END AS working_time,
       birth_m + 720 + floor(85 * pow(u('retirement', person_no), 1.3))::BIGINT AS retirement_m,
       birth_m + if(u('student', person_no) < 0.35, 252 + floor(30 * u('studies', person_no))::BIGINT, 0)
           AS studies_end_m,
       if(career = 'stable', 24, 5) + floor(if(career = 'stable', 24, 9) * u('spell', person_no))::BIGINT
           AS spell_months,
       floor(spell_months * u('spell phase', person_no))::BIGINT AS spell_phase,
       career = 'apart' AND u('disabled', person_no) < 0.22 AS disabled,
       -- the pension is a share of the wage; one in ten of those who never worked has none
       CASE career WHEN 'stable' THEN 0.76 WHEN 'precarious' THEN 0.74
           ELSE 0.55 * greatest(0, u('contributions', person_no) - 0.1) END * if(sex = '1', 1, 0.87) AS replacement_rate
FROM people WHERE rank < 2
"""

STATES = """
CREATE TABLE states AS
WITH spelled AS (
    SELECT traits.*, calendar.*, (m + spell_phase) // spell_months AS spell_no, person_no * 1024 + spell_no AS spell_id
    FROM traits CROSS JOIN calendar
), drawn AS (
    SELECT *, u('state', spell_id) AS draw,
           CASE WHEN m >= retirement_m THEN 'retired'
                WHEN m < studies_end_m THEN 'student'
                WHEN career = 'apart' THEN 'apart'
                WHEN career = 'stable' THEN if(draw < 0.06, 'unemployed', 'employed')
                WHEN draw < 0.55 THEN 'employed'
                WHEN draw < 0.86 THEN 'unemployed'
                ELSE 'apart' END AS state,
           state = 'unemployed' AND u('registers', spell_id) < 0.92 AS registered,
           CASE WHEN NOT registered THEN NULL
                WHEN u('allowance', spell_id) < if(career = 'stable', 0.75, 0.52) THEN 'ARE'
                WHEN age >= 25 AND u('allowance', spell_id) > 0.88 THEN 'ASS' END AS allowance,
           -- ARE by the usual formula, of the daily reference wage
           round(level * working_time * 1.28 * 12 / 365 * wage_index, 2) AS reference_wage_eur_day,
           greatest(0.404 * reference_wage_eur_day + 11.64 * wage_index, 0.57 * reference_wage_eur_day) AS are_eur_day,
           round(CASE allowance WHEN 'ARE' THEN least(0.75 * reference_wage_eur_day, are_eur_day)
                                WHEN 'ASS' THEN ass_eur_day ELSE 0 END, 2)::DECIMAL(10, 2) AS allowance_eur_day
    FROM spelled
)
SELECT person_no, household_no, rank, alive, age, ago, first_day, days, state, registered, allowance,
       allowance_eur_day, reference_wage_eur_day::DECIMAL(10, 2) AS reference_wage_eur_day, spell_no,
       greatest(spell_no * spell_months - spell_phase, studies_end_m) AS state_from_m, retirement_m,
       CASE WHEN state = 'employed' OR registered AND u('reduced activity', spell_id) < 0.15 THEN
           round(level * working_time * wage_index * (0.98 + 0.04 * u('month', person_no * 8192 + m))
                 * if(state = 'employed', 1, 0.3), 2) ELSE 0 END::DECIMAL(10, 2) AS wage,
       if(allowance = 'ARE', allowance_eur_day * days, 0)::DECIMAL(10, 2) AS unemployment,
       if(allowance = 'ASS', allowance_eur_day * days, 0)::DECIMAL(10, 2) AS ass,
       if(disabled AND state = 'apart', aah_eur_month, 0)::DECIMAL(10, 2) AS aah,
       if(state = 'retired', round(level * replacement_rate * wage_index, 2), 0)::DECIMAL(10, 2) AS pension,
       -- a widow of 55 or over receives part of her husband's pension
       if(state = 'retired' AND widowed AND u('survivor', person_no) < 0.85,
          round((200 + 450 * u('survivor amount', person_no)) * wage_index, 2), 0)::DECIMAL(10, 2) AS survivor
FROM drawn JOIN (
    SELECT household_no, partner_death_m <= least(coalesce(apart_m, end_m), end_m)
        AND partner_death_m <= this_month() AND union_m < end_m AS widowed FROM unions
) USING (household_no)
"""

# one row a household: who is in it, its monthly means over the three months, its tenure
FOYERS = """
CREATE TABLE foyers AS
WITH members AS (
    SELECT household_no, bool_or(rank = 1 AND alive) AS couple, bool_or(rank = 0 AND alive) AS present,
           count(*) FILTER (rank >= 2)::INTEGER AS children,
           count(*) FILTER (rank >= 2 AND age < 20)::INTEGER AS family_children,
           coalesce(min(age) FILTER (rank >= 2), 99) AS youngest,
           max(age) FILTER (rank < 2 AND (alive OR rank = 0)) AS oldest_adult,
           min(age) FILTER (rank < 2 AND (alive OR rank = 0)) AS youngest_adult,
           min(year(birth_date)) FILTER (rank = 0) AS head_birth_year
    FROM people GROUP BY household_no
), means AS (
    SELECT household_no, (sum(wage) / 3)::DECIMAL(10, 2) AS wages,
           (sum(unemployment + ass) / 3)::DECIMAL(10, 2) AS replacement,
           (sum(pension + survivor) / 3)::DECIMAL(10, 2) AS pensions, (sum(aah) / 3)::DECIMAL(10, 2) AS aah,
           bool_or(wage > 0) AS works, bool_and(state = 'retired') AS all_retired
    FROM states WHERE ago > 0 AND (alive OR rank = 0) GROUP BY household_no
)
SELECT members.*, means.* EXCLUDE (household_no), wages + replacement + pensions + means.aah AS resources,
       unions.married, coalesce(apart_m <= this_month(), false) AS separated,
       coalesce(partner_death_m <= this_month() AND union_m < end_m AND NOT separated, false) AS widowed,
       (separated AND apart_m > this_month() - 18) OR (widowed AND partner_death_m > this_month() - 18) AS newly_alone,
       -- owners: one young household in six, three old ones in four, fewer among the poor
       least(0.78, 0.05 + 0.013 * (oldest_adult - 15)) * if(resources < 1300, 0.55, 1.1) AS owners_share,
       CASE WHEN u('tenure', household_no) < owners_share THEN 'owner'
            WHEN u('tenure', household_no) > 0.96 THEN 'free'
            ELSE 'tenant' END AS tenure
FROM members JOIN means USING (household_no) JOIN unions USING (household_no)
"""


def live(con: duckdb.DuckDBPyConnection) -> None:
    """Create `states` (adult x month) and `foyers` (a row a household, before benefits)."""
    for statement in (TRAITS, STATES, FOYERS):
        con.execute(statement)
    con.execute("DROP TABLE traits")
