"""Who a campaign reaches at a period: candidates, the one reason that excludes each, and the counts at every stage.

Belongs here: counting people, on pseudonyms, and who stands for a household. Does not: the query that chooses them
(`candidates`), the law (the assessments arrive decided), the identities (they are only asked whether a letter can
arrive; `outputs.lists` meets them when it writes), the files.
Candidates = listed + excluded, always.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import polars as pl

from campaigns.already_known import KNOWN
from campaigns.candidates import TEXTS, candidates_sql, selected
from campaigns.exclusions import LABELS
from data_contracts.campaign import Campaign
from data_contracts.described import PROFILES
from data_contracts.period import Period
from data_contracts.places import TERRITORIES
from data_contracts.relations import Connection, Relation, bind, keep

UNKNOWN = "unknown", "non connu"

BALANCE = ("likely", "territory", "sex", "profile", "birth_month")
"""Columns of `households` that the arms of the draw should share alike, beyond the strata a campaign chooses."""


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
    """Rows of the list: one a person and benefit."""
    people: int
    households: int
    contacted: int
    control: int
    """People of either arm; 0 before the draw."""
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
    """One row a candidate, with `exclusion` (a code, or null when listed); once drawn with its `arm`."""
    identities: Relation
    counts: Counts
    texts: Relation = field(repr=False)
    """person_no, benefit and the TEXTS of assessments, as they came, unread."""
    again: Callable[[pl.DataFrame], "Targeting"] = field(repr=False)
    """The same from the same tables, where the ledger knows something else; kept beside this one."""

    @property
    def listed(self) -> Relation:
        """Whom nothing excludes, those to draw among, with the TEXTS of their assessments."""
        listed = self.candidates.filter("exclusion IS NULL").set_alias("listed")
        return listed.join(self.texts.set_alias("texts"), "person_no, benefit", how="left")

    @property
    def households(self) -> Relation:
        """Those to draw among: `household_id` and, of the person who stands for it (the oldest listed), department,
        territory, profile, tier, sex, age_band and birth_month; `likely`: whether a right of theirs is, which tells
        most of whether they will open it."""
        stands = "ROW_NUMBER() OVER (PARTITION BY household_id ORDER BY birth_month, person_id) AS place"
        likely = "bool_or(verdict = 'likely') OVER (PARTITION BY household_id) AS likely"
        columns = "household_id, department, territory, profile, tier, sex, age_band, birth_month"
        standing = (
            self.candidates.filter("exclusion IS NULL").project(f"{columns}, {likely}, {stands}").filter("place = 1")
        )
        return standing.project(f"{columns}, likely")


def target(
    con: Connection,
    campaign: Campaign,
    period: Period,
    assessments: Relation,
    person_situations: Relation,
    identities: Relation,
    known: pl.DataFrame | None = None,
    household_situations: Relation | None = None,
) -> Targeting:
    """Find the campaign's candidates and give each at most one exclusion; all relations belong to `con`.

    `known`: what the ledger knows (`already_known.KNOWN`), None of an empty ledger. `household_situations`: for the
    oldest adult of a household, where the oldest come first; None where only candidates' own births are known.
    """
    benefits = ", ".join(f"'{benefit}'" for benefit in campaign.benefits)
    assessed = f"SELECT * FROM campaign_assessments WHERE benefit IN ({benefits})"

    texts = assessments.project(f"person_no, benefit, {TEXTS}")

    def chosen(kept_as: str, known: pl.DataFrame | None) -> Targeting:
        """`kept_as` begins the name of the table of candidates, which the next of that name replaces."""
        bind(
            con,
            campaign_assessments=assessments,
            campaign_situations=person_situations,
            campaign_identities=identities,
            campaign_households=con.sql("SELECT NULL::BIGINT AS household_no, NULL::DATE AS oldest_adult_birth_month")
            if household_situations is None
            else household_situations.project("household_no, oldest_adult_birth_month"),
        )
        con.register("campaign_known", pl.DataFrame(schema=KNOWN) if known is None else known)
        name = f"{kept_as}_{campaign.name.replace('-', '_')}_{period.compact}"
        candidates = keep(con, name, candidates_sql(campaign, period))
        by_verdict = dict(con.sql(f"SELECT verdict, count(*) FROM ({assessed}) GROUP BY ALL ORDER BY ALL").fetchall())
        with_signals = _one(con, f"SELECT count(*) FROM ({assessed}) WHERE {selected(campaign)}")
        in_force = [found for (found,) in con.sql(f"SELECT DISTINCT benefit FROM ({assessed}) ORDER BY 1").fetchall()]
        counts = _counts(con, candidates, by_verdict, with_signals)
        again = partial(chosen, "candidates_again")
        return Targeting(con, campaign, period, in_force, candidates, identities, counts, texts, again)

    return chosen("candidates", known)


def counted(targeting: Targeting) -> Targeting:
    """The same with the counts of its candidates as they are now."""
    former = targeting.counts
    counts = _counts(targeting.con, targeting.candidates, former.by_verdict, former.with_signals)
    return replace(targeting, counts=counts)


def _counts(con: Connection, candidates: Relation, by_verdict: dict[str, int], with_signals: int) -> Counts:
    name = "counted_candidates"
    bind(con, counted_candidates=candidates)
    arms = {"contacted": 0, "control": 0}
    if "arm" in candidates.columns:
        arms = {
            arm: _one(con, f"SELECT count(DISTINCT person_id) FROM {name} WHERE exclusion IS NULL AND arm = '{arm}'")
            for arm in arms
        }
    return Counts(
        assessed=sum(by_verdict.values()),
        by_verdict=by_verdict,
        with_signals=with_signals,
        candidates=_one(con, f"SELECT count(*) FROM {name}"),
        excluded=_tally(con, name, "exclusion", LABELS, listed=False),
        listed=_one(con, f"SELECT count(*) FROM {name} WHERE exclusion IS NULL"),
        people=_one(con, f"SELECT count(DISTINCT person_id) FROM {name} WHERE exclusion IS NULL"),
        households=_one(con, f"SELECT count(DISTINCT household_id) FROM {name} WHERE exclusion IS NULL"),
        **arms,
        by_department=_tally(con, name, "department", {}),
        by_territory=_tally(con, name, "territory", {code: label for code, (label, _) in TERRITORIES.items()}),
        by_profile=_tally(con, name, "profile", PROFILES),
    )


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
