"""The candidates of a campaign, each with at most one exclusion: one query over all people.

Belongs here: putting together assessments, situations, what is asked of identities and what the ledger knows; the
stages that depend on each other (rights left, one person a household, capacity). Does not: the reasons
(`exclusions`), the order of households (`priority`), counts (`targeting`).
"""

from campaigns.already_known import MARKS, known_marks
from campaigns.exclusions import EXCLUSIONS, HOUSEHOLD_LISTED, OVER_CAPACITY, TOO_FEW_RIGHTS, datasets_of, sql_list
from campaigns.outputs import postal
from campaigns.priority import households_kept, order_of_households
from data_contracts.campaign import Campaign
from data_contracts.decided import SAME_RIGHT
from data_contracts.known import REVEALING_TIERS
from data_contracts.period import Period

USABLE_NIR = "^[1-8][0-9]{4}([0-9]{2}|2[AB])[0-9]{6}$"
"""Thirteen characters a key can be computed on; whether it is this person's was the linkage's question."""

AGE_BANDS = {"18-29": (0, 29), "30-44": (30, 44), "45-59": (45, 59), "60-74": (60, 74), "75+": (75, 130)}
"""label -> first and last age, in years."""

TEXTS = "missing, why"
"""Columns of assessments that lists give: too long to be taken along of a million candidates."""

KEPT = (
    "benefit, person_id, person_no, household_id, household_no, verdict, state, amount_min_eur_month, "
    "amount_max_eur_month, tier, household_inferred, revealing, sex, birth_month, age_band, "
    "commune_code, department, density_level, territory, profile, jobseeker, exclusion"
)
"""The columns of candidates. `revealing`: whether what the files know may be told to the person."""


def candidates_sql(campaign: Campaign, period: Period) -> str:
    """SQL of the columns KEPT, over the views `campaign_assessments`, `_situations`, `_households`, `_identities` and
    `campaign_known`."""
    first_reason = " ".join(f"WHEN {e.condition(campaign, period)} THEN '{e.code}'" for e in EXCLUSIONS)
    later = {e: f"WHEN {e.condition(campaign, period)} THEN '{e.code}'"
             for e in (TOO_FEW_RIGHTS, HOUSEHOLD_LISTED, OVER_CAPACITY)}  # fmt: skip
    datasets = datasets_of(campaign)
    others_unused = "true" if datasets is None else f"coalesce(list_has_all({datasets}, household_sources), false)"
    kept = households_kept(campaign)
    place = f"row_number() OVER (ORDER BY {order_of_households(campaign)})"
    within = "true" if kept is None else f"coalesce(place <= {kept}, false)"
    return f"""
        WITH selected AS (
            SELECT * EXCLUDE ({TEXTS}), {right_of("benefit")} AS one_right FROM campaign_assessments
            WHERE list_contains({sql_list(campaign.benefits)}, benefit) AND {selected(campaign)}),
        enough AS (
            SELECT person_no FROM selected GROUP BY person_no
            HAVING count(DISTINCT one_right) >= {campaign.minimum_rights}),
        open_rights AS (
            SELECT DISTINCT person_no, {right_of("benefit")} AS one_right, true AS open_otherwise
            FROM campaign_assessments WHERE verdict = 'receiving'),
        homes AS (
            SELECT household_no, bool_or(protected_address) AS protected_in_household,
                list_distinct(flatten(list(sources))) AS household_sources
            FROM campaign_situations GROUP BY household_no),
        candidate AS (
            SELECT selected.* EXCLUDE (person_id, household_id), selected.person_id, selected.household_id,
                situation.* EXCLUDE (person_id, person_no),
                coalesce(protected_in_household, false) AS protected_in_household,
                coalesce(open_otherwise, false) AS open_otherwise,
                {", ".join(f"coalesce({mark}, false) AS {mark}" for mark in MARKS)},
                oldest_adult_birth_month,
                coalesce(list_contains({sql_list(REVEALING_TIERS)}, tier) AND NOT household_inferred
                    AND {others_unused}, false) AS revealing,
                {_age_band(period)} AS age_band,
                coalesce({postal.deliverable("identity")}, false) AS deliverable,
                coalesce(regexp_matches(identity.nir, '{USABLE_NIR}'), false) AS nir_usable
            FROM selected SEMI JOIN enough USING (person_no)
            LEFT JOIN campaign_situations AS situation USING (person_no)
            LEFT JOIN open_rights USING (person_no, one_right)
            LEFT JOIN homes USING (household_no)
            LEFT JOIN campaign_households AS household USING (household_no)
            LEFT JOIN campaign_identities AS identity USING (person_no)
            LEFT JOIN ({known_marks(campaign, period)}) AS known USING (person_no, benefit)
            WHERE {"coalesce(jobseeker, false)" if campaign.jobseekers_only else "true"}),
        judged AS (SELECT *, CASE {first_reason} END AS reason_alone FROM candidate),
        remaining AS (
            SELECT person_no, household_id, count(DISTINCT one_right) AS rights,
                count(DISTINCT one_right) FILTER (verdict = 'likely') AS likely_rights, any_value(person_id) AS name
            FROM judged WHERE reason_alone IS NULL GROUP BY person_no, household_id
            HAVING count(DISTINCT one_right) >= {campaign.minimum_rights}),
        chosen AS (
            SELECT person_no, true AS enough_rights, row_number() OVER (
                PARTITION BY household_id ORDER BY rights DESC, likely_rights DESC, name) = 1 AS first_of_household
            FROM remaining),
        told AS (
            SELECT judged.*,
                coalesce(reason_alone, CASE {later[TOO_FEW_RIGHTS]} {later[HOUSEHOLD_LISTED]} END) AS reason
            FROM judged LEFT JOIN chosen USING (person_no)),
        placed AS (
            SELECT household_id, {place} AS place FROM told WHERE reason IS NULL GROUP BY household_id),
        ended AS (
            SELECT told.* EXCLUDE reason, {within} AS within_capacity, reason
            FROM told LEFT JOIN placed USING (household_id))
        SELECT {KEPT.removesuffix(", exclusion")}, coalesce(reason, CASE {later[OVER_CAPACITY]} END) AS exclusion
        FROM ended ORDER BY benefit, person_id
    """


def selected(campaign: Campaign) -> str:
    """SQL over an assessment: whether its verdict and signals are those that the campaign asks for."""
    verdict = f"list_contains({sql_list(campaign.verdicts)}, verdict)"
    return f"{verdict} AND list_has_all(signals, {sql_list(campaign.signals)}::VARCHAR[])"


def right_of(benefit: str) -> str:
    """SQL: the right that a benefit is a form of."""
    cases = " ".join(f"WHEN '{code}' THEN '{one}'" for code, one in SAME_RIGHT.items())
    return f"CASE {benefit} {cases} ELSE {benefit} END"


def _age_band(period: Period) -> str:
    age = f"date_diff('month', birth_month, DATE '{period.first_day}') // 12"
    cases = " ".join(f"WHEN {age} <= {last} THEN '{label}'" for label, (_, last) in AGE_BANDS.items())
    return f"CASE WHEN birth_month IS NOT NULL THEN CASE {cases} END END"
