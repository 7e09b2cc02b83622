"""What the ledger already knows of people and households, as marks on the candidates of a campaign.

Belongs here: whom a fact of the ledger holds for, and until when. Does not: keeping those facts (`ledger`), what they
exclude from (`exclusions`).
"""

import polars as pl

from data_contracts.campaign import Campaign
from data_contracts.decided import SAME_RIGHT
from data_contracts.period import Period

KNOWN = {
    "person_id": pl.String,
    "household_id": pl.String,
    "benefit": pl.String,
    "fact": pl.String,
    "campaign": pl.String,
    "until": pl.Date,
}
"""The columns of what the ledger knows. `benefit`: null of any; `until`: the first day on which
the fact no longer holds, null of ever. Other columns are not looked at."""

FACTS = ("control", "contacted", "opening", "refused", "objected", "applied", "undelivered")

OF_ONE_PERSON = {
    "inform": ("objected",),
    "orient": ("objected",),
    "simplify": ("objected", "refused", "applied", "opening"),
}
"""Facts that hold for the person alone, by action; others hold for all of the household, which a letter is for."""


def known_marks(campaign: Campaign, period: Period) -> str:
    """SQL of `person_no, benefit, known_<fact>…`, for people of `campaign_situations` and the campaign's benefits.

    Reads the views `campaign_known` (columns KNOWN), `campaign_situations` and `campaign_assessments`. A fact of a
    household holds for whoever lives today with the person it was noted of, or in the household of that name. It
    holds where it did on the period's last day: data come before the day they are used, so that people are
    left alone a little longer rather than too short. A fact of a right holds under each of its forms (an APL refused,
    for the ALS); a control of one of the campaign's rights is left alone for all of them, since whoever is met for one
    hears of the others.
    """
    alone = ", ".join(f"'{fact}'" for fact in OF_ONE_PERSON[campaign.action])
    benefits = ", ".join(f"('{benefit}', '{SAME_RIGHT.get(benefit, benefit)}')" for benefit in campaign.benefits)
    rights = ", ".join(sorted({f"'{SAME_RIGHT.get(benefit, benefit)}'" for benefit in campaign.benefits}))
    forms = " ".join(f"WHEN '{benefit}' THEN '{right}'" for benefit, right in SAME_RIGHT.items())
    marks = ", ".join(f"bool_or(fact = '{fact}') AS known_{fact}" for fact in FACTS)
    return f"""
        WITH holding AS (
            SELECT person_id, household_id, fact, campaign, CASE benefit {forms} ELSE benefit END AS about
            FROM campaign_known
            WHERE until IS NULL OR until > DATE '{period.last_day}'),
        of_people AS (
            SELECT s.person_no, s.household_no, h.fact, h.campaign, h.about
            FROM holding h JOIN campaign_situations s USING (person_id)),
        of_households AS (
            SELECT DISTINCT s.household_no, h.fact, h.campaign, h.about FROM holding h
            JOIN campaign_assessments a USING (household_id) JOIN campaign_situations s ON s.person_no = a.person_no
            WHERE h.fact NOT IN ({alone})),
        told AS (
            SELECT person_no, fact, campaign, about FROM of_people
            UNION ALL
            SELECT s.person_no, fact, campaign, about FROM campaign_situations s JOIN (
                SELECT household_no, fact, campaign, about FROM of_people WHERE fact NOT IN ({alone})
                UNION ALL FROM of_households) USING (household_no))
        SELECT person_no, benefit, {marks},
            bool_or(fact = 'contacted' AND campaign = '{campaign.name}') AS known_contacted_before
        FROM told JOIN (VALUES {benefits}) asked(benefit, one_right)
            ON about IS NULL OR about = one_right OR fact = 'control' AND about IN ({rights})
        GROUP BY person_no, benefit
    """


MARKS = (*(f"known_{fact}" for fact in FACTS), "known_contacted_before")
