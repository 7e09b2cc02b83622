"""What a foyer has to live on, as SQL: in which months incomes stand, and what is known of each kind.

Belongs here: tables `incomes` and `income_coverage` of a situation. Does not: who is counted (`foyer_members`), how
long incomes are presumed the same (`foyers`).
"""

# `*_known`: whether everything is known of it. What pensions of the household are nobody's whom files name, as those a
# pensioner declared of a spouse, is `unnamed`; a couple on the ASPA whose resources lack is brought up to its ceiling.
MEANS = """
    WITH said AS (
        SELECT household_no, count(*) AS adults, bool_or(minimum_kind IS NOT NULL) AS on_minimum,
            bool_or(minimum_kind IN ('ASPA', 'AS')) AS on_old_age_minimum,
            bool_or(jobseeker AND jobseeker_category <> '5') AS idle,
            sum(coalesce(pension, 0) + coalesce(minimum, 0)) AS pensions, sum(coalesce(allowance, 0)) AS allowances,
            bool_and(pension IS NOT NULL AND minimum_known) AS pensions_told,
            arg_min(person_no, (minimum_kind IS NOT NULL, pensioner IS TRUE,
                jobseeker IS TRUE AND jobseeker_category IS DISTINCT FROM '5', place)) AS earner_no,
            arg_max(person_no, (coalesce(allowance, 0), -place)) AS payee_no
        FROM foyer_adults GROUP BY household_no
    ), known AS (
        SELECT h.* EXCLUDE (couple, pensions_eur_month), h.couple OR adults > 1 AS couple,
            s.* EXCLUDE (household_no, pensions), s.pensions AS own_pensions,
            on_minimum AND (NOT in_caf OR h.couple IS NOT TRUE) AS settled,
            earnings_eur_month IS NOT NULL OR settled OR (h.couple IS FALSE AND idle) AS wages_known,
            replacement_eur_month IS NOT NULL OR settled AS allowances_known,
            other_eur_month IS NOT NULL OR settled OR NOT in_caf AS other_known,
            h.pensions_eur_month IS NOT NULL OR (in_caf AND other_eur_month IS NOT NULL) AS spouse_known,
            greatest(coalesce(h.pensions_eur_month, 0) - own_pensions, 0) AS unnamed,
            h.couple AND adults = 1 AS spouse_unseen
        FROM foyer_homes h JOIN said s USING (household_no)
    )
    SELECT *, couple AND on_old_age_minimum AND (spouse_unseen OR NOT (wages_known AND allowances_known
            AND other_known AND (spouse_known OR pensions_told))) AS vouched,
        CASE WHEN vouched THEN greatest({ceiling} - own_pensions - unnamed - coalesce(earnings_eur_month, 0)
            - coalesce(replacement_eur_month, allowances) - coalesce(other_eur_month, 0), 0) ELSE 0 END AS vouched_for,
        CASE WHEN spouse_unseen THEN -32 * household_no ELSE earner_no END AS bearer_no
    FROM known
"""
# What is stated of a household stands under one of its adults. An allowance that is paid now is the month's; of one
# that is not, the month is presumed to be as those before. The AAH that the CAF pays is in the total that the household
# declared to it, and so in what is left of that total.
INCOMES = """
    WITH aah AS (
        SELECT holder_no AS household_no, amount_eur_month AS aah FROM benefits_received
        WHERE holder = 'household' AND benefit = 'aah' AND state = 'live'
    ), stated AS (
        SELECT earner_no AS person_no, 'wages' AS kind, earnings_eur_month AS amount, amount AS now, settled
        FROM foyer_means
        UNION ALL
        SELECT person_no, CASE allowance_kind WHEN 'ASS' THEN 'ass' ELSE 'unemployment' END,
            CASE WHEN replacement_eur_month IS NULL THEN allowance
                WHEN payee_no = person_no THEN replacement_eur_month ELSE 0 END AS amount,
            CASE WHEN allowance > 0 THEN allowance ELSE amount END, settled
        FROM foyer_adults JOIN foyer_means USING (household_no)
        UNION ALL
        SELECT person_no, 'own_pension', pension, pension, true FROM foyer_adults
        UNION ALL
        SELECT bearer_no, 'own_pension', unnamed, unnamed, true FROM foyer_means
        UNION ALL
        SELECT person_no, CASE minimum_kind WHEN 'ASI' THEN 'asi' ELSE 'aspa' END, minimum, minimum, true
        FROM foyer_adults WHERE minimum_kind IS NOT NULL
        UNION ALL
        SELECT bearer_no, 'other', greatest(coalesce(other_eur_month, 0) - coalesce(aah, 0), 0) + vouched_for AS amount,
            amount, settled OR vouched
        FROM foyer_means LEFT JOIN aah USING (household_no)
        UNION ALL
        SELECT earner_no, 'aah', aah, aah, false FROM foyer_means JOIN aah USING (household_no)
        UNION ALL
        SELECT earner_no, 'rsa', rsa_eur_month, rsa_eur_month, false FROM foyer_means WHERE rsa_state = 'live'
        UNION ALL
        SELECT earner_no, 'housing_benefit', housing_benefit_eur_month, housing_benefit_eur_month, false
        FROM foyer_means
    ), by_month AS (
        SELECT person_no, kind, amount, now,
            unnest(range(0, 1 + CASE WHEN settled THEN {settled} ELSE {others} END)) AS back
        FROM stated WHERE amount > 0 OR now > 0
    )
    SELECT person_no AS person_id, ({first_day} - to_months(back::INTEGER))::DATE AS month, kind,
        sum(CASE back WHEN 0 THEN now ELSE amount END)::DECIMAL(12,2) AS net_eur_month,
        CASE WHEN kind IN ('aspa', 'asi', 'aah', 'rsa', 'housing_benefit') THEN 0 ELSE net_eur_month END
            AS taxable_eur_month,
        net_eur_month AS gross_eur_month
    FROM by_month GROUP BY person_no, kind, back
"""
COVERAGE = """
    WITH known AS (
        SELECT person_no, settled OR vouched AS settled, vouched OR wages_known AS wages,
            vouched OR allowances_known OR allowance IS NOT NULL AS allowances,
            vouched OR (pension IS NOT NULL AND minimum_known) OR (in_caf AND other_eur_month IS NOT NULL) AS pensions,
            vouched OR other_known AS other, housing_benefit_eur_month IS NOT NULL AS housing
        FROM foyer_adults JOIN foyer_means USING (household_no)
        UNION ALL
        SELECT bearer_no, settled OR vouched, vouched OR wages_known, vouched OR allowances_known,
            vouched OR spouse_known, vouched OR other_known, true
        FROM foyer_means WHERE spouse_unseen
        UNION ALL
        SELECT person_no, true, true, true, true, true, true FROM foyer_members WHERE role = 'child'
    ), covered AS (
        SELECT person_no, settled, unnest(CASE WHEN wages AND allowances AND pensions AND other AND housing
            THEN ['every'] ELSE list_filter([
                CASE WHEN wages THEN 'wages' END, CASE WHEN allowances THEN 'unemployment' END,
                CASE WHEN allowances THEN 'ass' END, CASE WHEN pensions THEN 'own_pension' END,
                CASE WHEN pensions THEN 'aspa' END, CASE WHEN pensions THEN 'asi' END,
                CASE WHEN other THEN 'other' END, CASE WHEN housing THEN 'housing_benefit' END
            ], lambda kind: kind IS NOT NULL) END) AS kind
        FROM known
    )
    SELECT person_no AS person_id, kind,
        ({first_day} - to_months(CASE WHEN settled OR kind IN ('own_pension', 'aspa', 'asi')
            THEN {settled} ELSE {others} END::INTEGER))::DATE AS first_month,
        {first_day} AS last_month
    FROM covered
"""
