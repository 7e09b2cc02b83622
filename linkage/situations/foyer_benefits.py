"""Which benefits the people of a foyer hold, or are known not to, as SQL.

Belongs here: table `benefits` of a situation. Does not: what each source says of one (`benefits`).
"""

# A person of whom every source delivered has no other benefit than those with a row; so has a household that the CAF
# knows or would know. Elsewhere each source says what it would know.
BENEFITS = """
    WITH said AS (
        SELECT person_no, unnest(list_concat(
            CASE WHEN all_benefits_known THEN ['every_other'] ELSE [] END,
            CASE WHEN health_cover IS NOT NULL AND NOT all_benefits_known
                THEN ['cmuc', 'acs', 'css_gratuite', 'css_participation'] ELSE [] END,
            CASE WHEN minimum_known AND NOT all_benefits_known THEN ['aspa', 'as', 'asi'] ELSE [] END,
            CASE WHEN allowance_kind IS NOT NULL AND NOT all_benefits_known
                THEN ['are', 'ass', 'other_allowance'] ELSE [] END)) AS benefit
        FROM foyer_adults
    )
    SELECT holder, holder_no AS holder_id, benefit, state, amount_eur_month, fact_date AS since
    FROM (FROM benefits_received WHERE holder = 'person') b SEMI JOIN foyer_adults a ON b.holder_no = a.person_no
    UNION ALL
    SELECT holder, holder_no, benefit, state, amount_eur_month, fact_date
    FROM (FROM benefits_received WHERE holder = 'household') b SEMI JOIN foyer_homes h ON b.holder_no = h.household_no
    UNION ALL
    SELECT 'person', person_no, benefit, 'none', NULL, NULL FROM said ANTI JOIN (
        SELECT holder_no AS person_no, benefit FROM benefits_received WHERE holder = 'person'
    ) USING (person_no, benefit)
    UNION ALL
    SELECT 'household', household_no, 'every_other', 'none', NULL, NULL FROM foyer_means WHERE rsa_state IS NOT NULL
"""
