"""Who a campaign reaches at a period: candidates, the one reason that excludes each, and the counts at every stage.

Belongs here: choosing and counting people, on pseudonyms. Does not: the law (the assessments arrive decided), the
identities (they are only asked whether a letter can arrive; `outputs.lists` meets them when it writes), the files.
Candidates = listed + excluded, always.
"""

from dataclasses import dataclass

from campaigns.exclusions import EXCLUSIONS, HOUSEHOLD_LISTED, LABELS, sql_list
from campaigns.outputs import postal
from data_contracts.campaign import Campaign
from data_contracts.described import PROFILES
from data_contracts.period import Period
from data_contracts.places import TERRITORIES
from data_contracts.relations import Connection, Relation, bind, keep

UNKNOWN = "unknown", "non connu"

USABLE_NIR = "^[1-8][0-9]{4}([0-9]{2}|2[AB])[0-9]{6}$"
"""Thirteen characters a key can be computed on; whether it is this person's was the linkage's question."""


@dataclass(frozen=True)
class Count:
    """How many candidates, of what; the label is in French."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Counts:
    """From everybody assessed for the campaign's benefits to those listed."""

    assessed: int
    by_verdict: dict[str, int]
    with_signals: int
    candidates: int
    excluded: list[Count]
    listed: int
    by_department: list[Count]
    by_territory: list[Count]
    by_profile: list[Count]


@dataclass(frozen=True)
class Targeting:
    """A campaign applied to a period. `candidates` holds no identity; `identities` is kept as it came, unread."""

    con: Connection
    campaign: Campaign
    period: Period
    benefits_in_force: list[str]
    """Those of the campaign's benefits that were assessed at this period: the ACS gave way to the CSS in 2019."""
    candidates: Relation
    """One row a candidate, with `exclusion` (a code, or null when listed)."""
    identities: Relation
    counts: Counts

    @property
    def listed(self) -> Relation:
        return self.candidates.filter("exclusion IS NULL")


def target(
    con: Connection,
    campaign: Campaign,
    period: Period,
    assessments: Relation,
    person_situations: Relation,
    identities: Relation,
) -> Targeting:
    """Find the campaign's candidates and give each at most one exclusion; all relations belong to `con`."""
    bind(
        con,
        campaign_assessments=assessments,
        campaign_situations=person_situations,
        campaign_identities=identities,
    )
    benefits = ", ".join(f"'{benefit}'" for benefit in campaign.benefits)
    assessed = f"SELECT * FROM campaign_assessments WHERE benefit IN ({benefits})"
    name = f"candidates_{campaign.name.replace('-', '_')}_{period.compact}"
    candidates = keep(con, name, _candidates_sql(campaign, period, assessed))
    by_verdict = dict(con.sql(f"SELECT verdict, count(*) FROM ({assessed}) GROUP BY ALL ORDER BY ALL").fetchall())
    counts = Counts(
        assessed=sum(by_verdict.values()),
        by_verdict=by_verdict,
        with_signals=_one(con, f"SELECT count(*) FROM ({assessed}) WHERE {_selected(campaign)}"),
        candidates=_one(con, f"SELECT count(*) FROM {name}"),
        excluded=_tally(con, name, "exclusion", LABELS, listed=False),
        listed=_one(con, f"SELECT count(*) FROM {name} WHERE exclusion IS NULL"),
        by_department=_tally(con, name, "department", {}),
        by_territory=_tally(con, name, "territory", {code: label for code, (label, _) in TERRITORIES.items()}),
        by_profile=_tally(con, name, "profile", PROFILES),
    )
    in_force = con.sql(f"SELECT DISTINCT benefit FROM ({assessed}) ORDER BY benefit").fetchall()
    return Targeting(con, campaign, period, [benefit for (benefit,) in in_force], candidates, identities, counts)


def _selected(campaign: Campaign) -> str:
    verdict = f"list_contains({sql_list(campaign.verdicts)}, verdict)"
    return f"{verdict} AND list_has_all(signals, {sql_list(campaign.signals)}::VARCHAR[])"


def _candidates_sql(campaign: Campaign, period: Period, assessed: str) -> str:
    first_reason = " ".join(f"WHEN {e.condition(campaign, period)} THEN '{e.code}'" for e in EXCLUSIONS)
    jobseeker = "coalesce(jobseeker, false)" if campaign.jobseekers_only else "true"
    return f"""
        WITH assessed AS ({assessed} AND {_selected(campaign)}),
        candidate AS (
            SELECT assessed.*, situation.* EXCLUDE (person_id, person_no, household_no),
                coalesce({postal.deliverable("identity")}, false) AS deliverable,
                coalesce(regexp_matches(identity.nir, '{USABLE_NIR}'), false) AS nir_usable
            FROM assessed
            LEFT JOIN campaign_situations AS situation USING (person_no)
            LEFT JOIN campaign_identities AS identity USING (person_no)
            WHERE {jobseeker}),
        judged AS (
            SELECT *, CASE {first_reason} END AS reason FROM candidate),
        ranked AS (
            SELECT *, row_number() OVER (PARTITION BY benefit, household_id, reason IS NULL ORDER BY person_id) = 1
                AS first_of_household
            FROM judged)
        SELECT benefit, person_id, household_id, verdict, amount_min_eur_month, amount_max_eur_month, missing, why,
            tier, household_inferred, commune_code, department, territory, profile,
            coalesce(reason, CASE WHEN {HOUSEHOLD_LISTED.condition(campaign, period)}
                THEN '{HOUSEHOLD_LISTED.code}' END) AS exclusion
        FROM ranked ORDER BY benefit, person_id
    """


def _tally(con: Connection, table: str, name: str, labels: dict[str, str], listed: bool = True) -> list[Count]:
    """Counts by value of a column: every declared value in its order, zeros included, then any other met."""
    found: dict[str, int] = dict(
        con.sql(f"""
            SELECT coalesce({name}, '{UNKNOWN[0]}') AS code, count(*) FROM {table}
            WHERE (exclusion IS NULL) = {listed} GROUP BY code ORDER BY code
        """).fetchall()
    )
    others = {code: UNKNOWN[1] if code == UNKNOWN[0] else code for code in found if code not in labels}
    return [Count(code, label, found.get(code, 0)) for code, label in {**labels, **others}.items()]


def _one(con: Connection, sql: str) -> int:
    row = con.sql(sql).fetchone()
    return int(row[0]) if row else 0
