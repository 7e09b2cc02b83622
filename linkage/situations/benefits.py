"""Benefits received, with their state: one row where a file knows something.

Belongs here: which file knows which benefit, and what its codes mean. Does not: whether there is a right to it.
"""

from datetime import date

from data_contracts.relations import Connection, Relation
from linkage.situations.facts import RSA_RIGHT, RSA_STATE
from linkage.situations.precedence import kept


def list_benefits(con: Connection, last_day: date) -> Relation:
    """Rows of contract BenefitReceived, from the tables of `gather_facts`, and `households` for what the CAF alone
    knows of a minimum that another fund pays; `last_day` is the period's."""
    housing = " UNION ALL ".join(_HOUSING.format(benefit=benefit) for benefit in ("apl", "alf", "als"))
    caf = " UNION ALL ".join((_RSA, _ACTIVITY_BONUS, _AAH, housing, _MINIMUM_OF_ANOTHER_FUND))
    others = " UNION ALL ".join((_ALLOWANCES, _MINIMUM.format(last_day=last_day), _HEALTH_COVERS))
    return con.sql(f"""
        SELECT 'household' AS holder, record_no AS holder_no, benefit, state,
            CASE WHEN state = 'live' THEN amount END AS amount_eur_month, 'caf' AS source, reference_month AS fact_date
        FROM ({caf}) WHERE state IS NOT NULL
        UNION ALL
        SELECT 'person', person_no, benefit, state, CASE WHEN state = 'live' THEN amount END, source, fact_date
        FROM ({others})
    """)


_STATE_OF_PAYMENT = "WHEN '1' THEN 'live' WHEN '2' THEN 'under_minimum'"

_RSA = f"""
    SELECT record_no, {RSA_RIGHT} AS benefit, {RSA_STATE} AS state, rsa_eur_month AS amount, reference_month
    FROM dossiers WHERE rsa_state IS NOT NULL OR rsa_dossier_state IS NOT NULL
"""

_ACTIVITY_BONUS = f"""
    SELECT record_no, 'prime_activite',
        CASE activity_bonus_state {_STATE_OF_PAYMENT} WHEN '3' THEN 'suspended' WHEN '4' THEN 'pending' END,
        activity_bonus_eur_month, reference_month
    FROM dossiers
"""

_AAH = f"""
    SELECT record_no, 'aah', CASE aah_state {_STATE_OF_PAYMENT} END, aah_eur_month, reference_month FROM dossiers
"""

# The dossier has one amount of housing benefit: of two kinds paid at once, nobody says which has how much.
_HOUSING = f"""
    SELECT record_no, '{{benefit}}', CASE {{benefit}}_state {_STATE_OF_PAYMENT} END,
        CASE WHEN len(list_filter([apl_state, alf_state, als_state], lambda state: state = '1')) = 1
             THEN housing_benefit_eur_month END,
        reference_month
    FROM dossiers WHERE {{benefit}}_state <> '0'
"""

_MINIMUM_OF_ANOTHER_FUND = f"""
    SELECT record_no, lower({kept("old_age_minimum")}), 'live', NULL, reference_month
    FROM households JOIN dossiers ON record_no = household_no
    WHERE old_age_minimum_by_caf <> 'NONE' AND old_age_minimum_by_cnav IS NULL
"""

_ALLOWANCES = """
    SELECT person_no, CASE right_kind WHEN 'OTHER' THEN 'other_allowance' ELSE lower(right_kind) END AS benefit,
        CASE WHEN right_paid THEN 'live' ELSE 'suspended' END AS state,
        CAST(daily_allowance_eur_day * 30 AS DECIMAL(12,2)) AS amount, 'pole_emploi' AS source, right_from AS fact_date
    FROM jobseekers WHERE right_kind <> 'NONE'
"""

_MINIMUM = """
    SELECT person_no, lower(minimum_kind), CASE WHEN effective_date <= DATE '{last_day}' THEN 'live' ELSE 'pending' END,
        minimum_eur_month, 'cnav', effective_date
    FROM pensioners WHERE minimum_kind <> 'NONE'
"""

_HEALTH_COVERS = """
    SELECT person_no, CASE health_cover WHEN 'CSSG' THEN 'css_gratuite' WHEN 'CSSP' THEN 'css_participation'
            ELSE lower(health_cover) END,
        'live', NULL, 'cnam', cover_from
    FROM covered
"""
