"""What each household is entitled to and what it receives: the truth that the campaigns look for.

Belongs here: a simple computation of each benefit, and who claims. Does not import `eligibility`: the two must be able
to disagree. Take-up follows the published non-take-up (mission, domain §5) and is a lasting trait of the household; a
campaign that was followed changes it (`openings`). A few applications for the RSA are being examined or were refused.

Simplifications: resources are the means of the three months before, also where the law looks at a year (CMU-C, CSS),
at N-2 (housing benefit) or at M-4..M-2 (RSA since 2025); family benefits count for nothing; housing benefit is a
straight line between a maximum by size and nothing; the activity bonus has one bonus rate; the minimum old-age benefit
starts at 65; everybody is French and in good standing; an application of somebody entitled whom no campaign reached is
left without sequel, so that take-up stays as published.
"""

import duckdb

MACROS = """
-- RSA: + 50 % for the second person, 30 % for each further one, 40 % from the third child on
CREATE MACRO rsa_scale(couple, children) AS if(couple, 1.5 + 0.3 * least(children, 2) + 0.4 * greatest(children - 2, 0),
    1 + 0.5 * least(children, 1) + 0.3 * greatest(least(children, 2) - 1, 0) + 0.4 * greatest(children - 2, 0));
-- and more for a parent lately alone, or with a child under 3: see `rsa_amount`
CREATE MACRO opened(opens_m) AS coalesce(opens_m <= this_month(), false);
-- an application is examined within a quarter, whose first month differs from household to household
CREATE MACRO applies(household_no) AS u('applies', household_no * 4096 + (this_month() + household_no % 3) // 3);
-- CMU-C and CSS: + 50, 30, 30, then 40 % for each further person
CREATE MACRO cmuc_scale(persons) AS
    1 + 0.5 * least(persons - 1, 1) + 0.3 * least(greatest(persons - 2, 0), 2) + 0.4 * greatest(persons - 4, 0);
-- what being housed is worth: 12, 16 or 16.5 % of the amount for one, two, three persons
CREATE MACRO forfait_logement(persons) AS rsa_base() * CASE WHEN persons = 1 THEN 0.12 WHEN persons = 2 THEN 0.16 * 1.5
    ELSE 0.165 * 1.8 END;
"""

# housing benefit, then the minimum old-age benefit, then what comes on top of both
BENEFITS = """
CREATE TABLE benefits AS
WITH housed AS (
    SELECT *, 1 + couple::INTEGER + children AS persons,
           wage_index() * (200 + 55 * persons) AS housing_maximum,
           wage_index() * (250 + 130 * persons) AS housing_threshold,
           if(tenure = 'tenant',
              round(housing_maximum - 0.32 * greatest(0, resources::DOUBLE - housing_threshold), 2), 0) AS housing_due,
           housing_due >= 15 AS housing_entitled,
           housing_entitled AND (u('claims housing', household_no) < 0.93 OR opened(opens_housing_m))
               AS housing_received
    FROM foyers LEFT JOIN openings USING (household_no)
), old AS (
    SELECT *, oldest_adult >= 65 AND (NOT couple OR youngest_adult >= 60) AND all_retired AS old_age,
           greatest(0, aspa_single() * if(couple, 1.5525, 1) - resources::DOUBLE) AS minimum_due,
           old_age AND minimum_due >= 1 AS minimum_entitled,
           minimum_entitled AND (u('claims minimum', household_no) < if(couple, 0.55, 0.5) OR opened(opens_minimum_m))
               AS minimum_received,
           -- holders from before 2007 kept the former allowance
           CASE WHEN NOT minimum_received THEN NULL
                WHEN opened(opens_minimum_m) THEN 'ASPA'
                WHEN head_birth_year < 1942 AND u('former allowance', household_no) < 0.4 THEN 'AS'
                ELSE 'ASPA' END AS minimum_kind
    FROM housed
), claimed AS (
    SELECT *, resources::DOUBLE + if(minimum_received, minimum_due, 0) AS base_ressources,
           rsa_base() * greatest(rsa_scale(couple, children),
               if(NOT couple AND children > 0 AND (youngest < 3 OR newly_alone), 1.28412 + 0.42804 * children, 0))
               AS rsa_amount,
           if(housing_received OR tenure <> 'tenant', forfait_logement(persons), 0) AS forfait,
           oldest_adult < 65 AND (oldest_adult >= 25 OR children > 0) AS may_claim_rsa,
           if(may_claim_rsa, greatest(0, rsa_amount - forfait - base_ressources), 0) AS socle_due,
           socle_due >= 6 AS socle_entitled,
           socle_entitled AND (u('claims rsa', household_no) > if(housing_received, 0.18, 0.57)
               OR opened(opens_socle_m)) AS socle_received,
           -- until 2015 62 % of earnings are kept; since then the same by another name, with a bonus
           CASE WHEN has_activity_bonus() AND works AND oldest_adult >= 18 THEN
                    greatest(0, rsa_amount + 0.61 * wages::DOUBLE + if(wages > 600 * wage_index(), 80 * wage_index(), 0)
                        - forfait - greatest(base_ressources, rsa_amount - forfait))
                WHEN NOT has_activity_bonus() AND works AND may_claim_rsa THEN
                    greatest(0, rsa_amount + 0.62 * wages::DOUBLE - forfait - base_ressources) - socle_due
                ELSE 0 END AS activity_due,
           activity_due >= if(has_activity_bonus(), 15, 6) AS activity_entitled,
           activity_entitled AND (socle_received AND NOT has_activity_bonus()
               OR u('claims activity', household_no) > if(has_activity_bonus(), 0.27, 0.68)
               OR opened(opens_activity_m)) AS activity_received
    FROM old
), covered AS (
    SELECT *, 12 * base_ressources AS yearly, cmuc_ceiling() * cmuc_scale(persons) AS ceiling,
           yearly <= ceiling OR socle_received AS free_entitled,
           NOT free_entitled AND yearly <= 1.35 * ceiling AS paid_entitled,
           css_is_automatic() AND socle_received AS opened_by_right,
           CASE WHEN opened_by_right THEN 0 WHEN socle_received THEN 0.15 WHEN has_css() THEN 0.55 ELSE 0.42 END
               AS free_unclaimed,
           free_entitled AND (u('claims cover', household_no) >= free_unclaimed OR opened(opens_free_m))
               AS free_received,
           paid_entitled AND (u('claims cover', household_no) > if(has_css(), 0.5, 0.65) OR opened(opens_paid_m))
               AS paid_received,
           CASE WHEN socle_received OR activity_received AND NOT has_activity_bonus() THEN NULL
                WHEN this_month() >= rsa_applied_m AND this_month() < rsa_decided_m THEN 'pending'
                WHEN rsa_rejected AND this_month() >= rsa_decided_m AND NOT socle_entitled THEN 'refused'
                WHEN socle_entitled AND applies(household_no) < rate('rsa_pending') THEN 'pending'
                -- a little above: resources of up to 1.3 times what would open the right
                WHEN NOT socle_entitled AND may_claim_rsa AND base_ressources < 1.3 * (rsa_amount - forfait)
                    AND applies(household_no) < rate('rsa_refused') THEN 'refused' END AS rsa_application
    FROM claimed
)
SELECT *, (family_children >= 2 OR youngest < 3) AND u('claims family', household_no) < 0.97
           OR housing_received OR socle_received OR activity_received OR aah > 0 OR rsa_application IS NOT NULL
           AS in_caf,
       base_ressources / (1 + 0.5 * couple::INTEGER + 0.3 * children) < 1000 * wage_index() AS poor,
       CASE WHEN works AND poor AND children > 0 THEN 'working_poor_children'
            WHEN works AND poor THEN 'working_poor'
            WHEN NOT works AND NOT couple AND children = 0 AND NOT all_retired AND oldest_adult < 65
                THEN 'single_no_work'
            WHEN NOT couple AND all_retired AND poor THEN 'single_poor_pensioner'
            ELSE 'other' END AS profile
FROM covered
"""

# the minimum a person receives: each retired adult an equal share of the household's; an infirm one under 65, the ASI
MINIMA = """
CREATE TABLE minima AS
SELECT person_no, household_no, minimum_kind AS kind,
       round(minimum_due / if(couple, 2, 1), 2)::DECIMAL(10, 2) AS minimum_eur_month
FROM states JOIN benefits USING (household_no)
WHERE ago = 0 AND state = 'retired' AND minimum_received AND (states.alive OR rank = 0)
UNION ALL
SELECT person_no, household_no, 'ASI', round(greatest(50, 400 * wage_index() - pension::DOUBLE / 4), 2)::DECIMAL(10, 2)
FROM states JOIN benefits USING (household_no)
WHERE ago = 0 AND state = 'retired' AND NOT minimum_received AND states.age < 65 AND pension < 500 AND pension > 0
  AND (states.alive OR rank = 0) AND u('asi', person_no) < 0.25
"""


def decide(con: duckdb.DuckDBPyConnection) -> None:
    """Create `benefits` (a row a household, everything due and received) and `minima` (a row a holder)."""
    con.execute(MACROS)
    con.execute(BENEFITS)
    con.execute(MINIMA)
