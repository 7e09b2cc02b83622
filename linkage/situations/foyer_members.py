"""Who is counted in a foyer, as SQL: homes, adults, children, those whom files only count, and the facts of them.

Belongs here: tables `households` and `people` of a situation. Does not: incomes (`foyer_incomes`), the order in which
these are made (`foyers`).
"""

HOMES = """
    SELECT household_no, household_id, known_from = 'caf' AS in_caf, couple, children, housing_status,
        housing_benefit_eur_month, earnings_eur_month, replacement_eur_month, pensions_eur_month, other_eur_month,
        rsa_state, rsa_eur_month
    FROM household_situations
    SEMI JOIN (
        SELECT household_no FROM person_situations p JOIN household_situations h USING (household_no)
        WHERE role = 'adult' AND ({concerned})
    ) USING (household_no)
"""
# Of more adults than the law counts, a record not seen as another's, who has most to do with the benefits comes first.
ADULTS = """
    SELECT household_no, person_no, person_id, birth_month, sex, department, jobseeker, jobseeker_category,
        allowance_kind, daily_allowance_eur_day * 30 AS allowance, pensioner, pension_eur_month AS pension,
        CASE WHEN {minima} THEN minimum_kind END AS minimum_kind, minimum_eur_month AS minimum,
        minimum_kind IS NOT NULL AS minimum_known, health_cover,
        minimum_kind IS NOT NULL AND allowance_kind IS NOT NULL AND health_cover IS NOT NULL AS all_benefits_known,
        row_number() OVER (PARTITION BY household_no ORDER BY coalesce({minima}, false) DESC,
            coalesce(jobseeker, false) DESC, person_no) AS place
    FROM person_situations JOIN (SELECT household_no, couple FROM foyer_homes) USING (household_no)
    WHERE role = 'adult'
    QUALIFY place <= CASE WHEN couple IS FALSE THEN 1 ELSE 2 END
"""
# Children that a line names are counted from the youngest on, up to the number that the household is known to have.
MEMBERS = """
    WITH children AS (
        SELECT household_no, person_no, birth_month,
            row_number() OVER (PARTITION BY household_no ORDER BY birth_month DESC, person_no) AS place
        FROM person_situations SEMI JOIN foyer_homes USING (household_no) WHERE role = 'child'
    ), counted AS (
        SELECT household_no, person_no, birth_month FROM children JOIN foyer_means USING (household_no)
        WHERE place <= coalesce(children, place)
    )
    SELECT person_no, household_no, 'adult' AS role, birth_month AS birth_date, sex,
        CASE WHEN jobseeker THEN 'jobseeker' WHEN pensioner THEN 'retired' END AS work_state
    FROM foyer_adults
    UNION ALL
    SELECT bearer_no, household_no, 'adult', NULL, NULL, NULL FROM foyer_means WHERE spouse_unseen
    UNION ALL
    SELECT person_no, household_no, 'child', birth_month, NULL, NULL FROM counted
    UNION ALL
    SELECT -32 * household_no - place, household_no, 'child', {first_day} - INTERVAL {presumed_age} YEAR, NULL, NULL
    FROM (
        SELECT household_no, unnest(range(1, children - coalesce(listed, 0) + 1)) AS place
        FROM foyer_means LEFT JOIN (SELECT household_no, count(*) AS listed FROM counted GROUP BY household_no)
            USING (household_no)
        WHERE children > coalesce(listed, 0)
    )
"""
HOUSEHOLDS = """
    SELECT m.household_no AS household_id, couple, NULL::DATE AS isolated_since,
        CASE WHEN department IN ('57', '67', '68') THEN 'alsace_moselle' WHEN department = '976' THEN 'mayotte'
             WHEN department IN ('971', '972', '973', '974') THEN 'drom' WHEN department[1:2] IN ('97', '98') THEN 'com'
             WHEN department IS NOT NULL THEN 'metropole' END AS territory,
        NULL::BIGINT AS housing_zone,
        CASE housing_status WHEN '1' THEN 'some_tenant' WHEN '2' THEN 'some_owner' WHEN '3' THEN 'free' END AS tenure,
        NULL::DECIMAL(12,2) AS rent_eur_month, NULL::BOOLEAN AS flat_share
    FROM foyer_means m
    LEFT JOIN (SELECT household_no, department FROM foyer_adults WHERE place = 1) USING (household_no)
"""
PEOPLE = """
    SELECT person_no AS person_id, household_no AS household_id, role, birth_date::DATE AS birth_date, sex,
        NULL::VARCHAR AS nationality, NULL::DATE AS permit_since, NULL::BOOLEAN AS student,
        NULL::BOOLEAN AS scholarship, NULL::BOOLEAN AS apprentice, NULL::BOOLEAN AS independent,
        NULL::BIGINT AS pregnancy_month, NULL::BIGINT AS disability_rate, NULL::BOOLEAN AS unfit_for_work,
        NULL::VARCHAR AS marital_state, NULL::BOOLEAN AS alternating_custody, work_state,
        NULL::DATE AS jobseeker_since, NULL::BIGINT AS years_worked_of_10, NULL::BIGINT AS hours_worked_of_3_years
    FROM foyer_members
"""
