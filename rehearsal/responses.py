"""Which of the households drawn for a campaign open the right, when, because of it or anyway.

Belongs here: the queries, in their order. Does not: running them (`action`).

The effect is set over **all households drawn** (intention to treat). Before the arms are looked at, each is given
one conduct: `by_itself` (has the right in some month of the window whatever happens), `anyway` (would open it without
being written to), `persuaded` (opens it only if contacted), `in_vain` (has no right, applies and is refused) or
`nothing`. Those who are persuaded are exactly the set share of all households drawn, taken among those that can open
the right: the mean effect over the households drawn is the one set, to the household, and what parts the difference of
the two arms from it is the luck of the draw alone.
"""

# one row a household, of all its members drawn: whoever lives with somebody contacted was reached
DRAWN = """
CREATE TABLE drawn AS
SELECT household_no, min(arm) AS arm,
       list(DISTINCT if(is_housing, 'housing', benefit) ORDER BY if(is_housing, 'housing', benefit)) AS asked,
       min(benefit) FILTER (is_housing) AS housing_as, any_value(profile) AS profile
FROM (SELECT household_no, arm, benefit, benefit IN ('apl', 'alf', 'als') AS is_housing FROM reached)
LEFT JOIN (SELECT household_no, profile FROM benefits) USING (household_no)
GROUP BY household_no
"""

PATHS = "CREATE TABLE paths (household_no BIGINT, benefit VARCHAR, m BIGINT, entitled BOOLEAN, received BOOLEAN)"
PATH = """
SELECT household_no, benefit, bool_or(entitled) AS entitled, bool_or(received) AS received
FROM ({rights}) SEMI JOIN drawn_households USING (household_no) GROUP BY ALL
"""

CONDUCTS = """
CREATE TABLE conducts AS
WITH asked AS (
    SELECT household_no, m, benefit, entitled, received, arm
    FROM paths JOIN drawn USING (household_no) WHERE list_contains(asked, benefit)
), states AS (
    SELECT drawn.*, coalesce(profile, 'other') AS kind, coalesce(bool_or(received), false) AS by_itself,
           NOT by_itself AND coalesce(bool_or(entitled), false) AS can
    FROM drawn LEFT JOIN asked USING (household_no) GROUP BY ALL
), willing AS (
    -- the share set for a profile counts those who have the right by themselves
    SELECT *, can AND row_number() OVER (PARTITION BY kind, can ORDER BY u('{name} anyway', household_no), household_no)
               <= round(rate('opens_anyway_' || kind) * count(*) OVER (PARTITION BY kind))
                  - count(*) FILTER (by_itself) OVER (PARTITION BY kind) AS anyway
    FROM states
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY can AND NOT anyway ORDER BY u('{name} persuaded', household_no),
                                 household_no) AS place,
           round({effect_points} / 100 * count(*) OVER ()) AS wanted
    FROM willing
)
SELECT household_no, kind AS profile, arm, asked, housing_as, wanted, can AND NOT anyway AS may_be_persuaded,
       CASE WHEN by_itself THEN 'by_itself' WHEN anyway THEN 'anyway' WHEN can AND place <= wanted THEN 'persuaded'
            WHEN NOT can AND u('{name} in vain', household_no) < rate('in_vain_' || arm) THEN 'in_vain'
            ELSE 'nothing' END AS conduct
FROM placed
"""

RESPONSES = """
CREATE TABLE planned AS
WITH possible AS (
    -- one month, and one right, among those in which the household is entitled
    SELECT household_no, benefit, m
    FROM paths JOIN conducts USING (household_no) WHERE entitled AND list_contains(asked, benefit)
    QUALIFY row_number() OVER (PARTITION BY household_no ORDER BY u('{name} month', household_no * 64 + m % 64),
                               u('{name} right', household_no), m, benefit) = 1
), applying AS (
    SELECT household_no, profile, arm, conduct,
           CASE WHEN conduct = 'anyway' OR conduct = 'persuaded' AND arm = 'contacted' THEN 'awarded'
                WHEN conduct = 'in_vain' THEN 'rejected' END AS decision,
           if(decision = 'awarded', possible.benefit, if(decision = 'rejected', asked[1], NULL)) AS benefit, housing_as,
           CASE decision WHEN 'awarded' THEN m
               WHEN 'rejected' THEN {first} + 1 + floor(u('{name} refused', household_no) * ({months} - 1))::BIGINT
               END AS decided_m
    FROM conducts LEFT JOIN possible USING (household_no)
)
SELECT household_no, profile, arm, conduct, benefit, if(benefit = 'housing', housing_as, benefit) AS told_as,
       if(decision IS NULL, NULL, month_date(greatest({first}, decided_m - 1))) AS applied_in,
       month_date(decided_m) AS decided_in, decision
FROM applying ORDER BY household_no
"""
