"""What became of each household drawn: whether the right was opened in the months after, read from later deliveries.

Belongs here: following people from month to month, and counting both arms. Does not: what the counts show
(`measuring`), what came back to the service (`answers`).

Everyone drawn has a row, reached or not, seen again or not (intention to treat). A month that nobody delivered is
missing, not a month without rights: it is named, so that a difference is never read as if everything were known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from campaigns.impact.measuring import Arms
from data_contracts.decided import SAME_RIGHT
from data_contracts.period import Period
from data_contracts.relations import Connection, Relation, bind, keep

_CAF, _CNAV, _CNAM, _POLE_EMPLOI = "caf_persons", "pensions", "health_covers", "registrations"
TOLD_BY: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("rsa_socle", "rsa_activite", "prime_activite", "apl", "alf", "als"), (_CAF,)),
    **dict.fromkeys(("cmuc", "acs", "css_gratuite", "css_participation"), (_CNAM,)),
    "aspa": (_CNAV, _CAF),
    "ass": (_POLE_EMPLOI,),
}
"""benefit -> datasets, one of which is enough to know of it (see contract BenefitReceived)."""

Sign = Literal["opened", "applied", "seen"]


@dataclass(frozen=True)
class Month:
    """What the store has of a month: tables of contracts PersonSituation and BenefitReceived."""

    period: Period
    person_situations: Relation
    benefits_received: Relation


@dataclass(frozen=True)
class Outcomes:
    """The households of a release, and the months they were looked at in.

    `households`: `household_id, arm, stratum, tier, profile, department, territory`, `opened` (bool: a right that was
    not received at the release is, in a month of the window), `applied` (bool: or was asked for, refused or suspended;
    files tell it of the RSA and the prime d'activité only), `opened_after` (months, null if not opened), `months_seen`
    (months of the window in which one of its people is known) and `seen` (in the last month that was delivered).
    """

    households: Relation
    window: tuple[Period, ...]
    """Months after `since`, up to the end of the outcome window."""
    missing: Mapping[Period, tuple[str, ...]]
    """month of the window -> outcome benefits of which no source delivered that month; only months that miss some."""
    benefits: tuple[str, ...]

    @property
    def observed(self) -> tuple[Period, ...]:
        """Months in which at least one of the benefits is told of."""
        return tuple(month for month in self.window if len(self.missing.get(month, ())) < len(self.benefits))


def follow(
    con: Connection,
    targets: Relation,
    months: Sequence[Month],
    *,
    since: Period,
    within_months: int,
    benefits: Sequence[str],
    at_release: Month | None = None,
) -> Outcomes:
    """Look for everyone drawn in the months after.

    `targets`: one row or more a person of the release, `household_id, person_id, arm, stratum, tier, profile,
    department, territory`; of a household's several people the first by name stands for it. `months` are those the
    store has, in any order; others than the window's are left aside. `since` is the month of the release or, where
    later, the last that ended before its publication; the window is the `within_months` months after it. `benefits` are
    those that count as the outcome, each under any form of its right (`SAME_RIGHT`): whoever was told of an APL and
    receives an ALS has opened the housing benefit, and an APL that becomes an ALS opens nothing. What is received, or
    asked for and refused, in `at_release` is not opened, or applied for, by being so still; without it, a right is
    presumed to be neither at the release.

    People are followed, not households: a household's number may change, and its people part; it counts as soon as
    one of those targeted receives, or lives in a household that does. Raises ValueError of a window without a month,
    and of a benefit that no source tells of.
    """
    if within_months < 1 or not benefits or not TOLD_BY.keys() >= set(benefits):
        raise ValueError(f"nothing to follow: {benefits} within {within_months} months")
    window = tuple(since.shift(after) for after in range(1, within_months + 1))
    by_period = {month.period: month for month in months}
    bind(con, impact_targets=targets)
    keep(con, "impact_people", "SELECT DISTINCT household_id, person_id FROM impact_targets")
    con.execute(_EMPTY)
    missing = {}
    for after, period in [(0, since), *enumerate(window, start=1)]:
        month = at_release if after == 0 else by_period.get(period)
        told = frozenset[str]() if month is None else _look(con, month, after, benefits)
        if after and (untold := tuple(benefit for benefit in benefits if told.isdisjoint(TOLD_BY[benefit]))):
            missing[period] = untold
    last = max((window.index(month) + 1 for month in window if len(missing.get(month, ())) < len(benefits)), default=0)
    households = keep(con, "impact_households", _HOUSEHOLDS.format(last=last))
    return Outcomes(households, window, missing, tuple(benefits))


def count(con: Connection, outcomes: Outcomes, sign: Sign = "opened") -> Arms:
    """Both arms, whole."""
    every = _counted(con, outcomes, f"SELECT '' AS value, arm, {sign} AS held FROM impact_counted")
    return every.get("", Arms(0, 0, 0, 0))


def count_by(con: Connection, outcomes: Outcomes, column: str) -> dict[str, Arms]:
    """Rights opened in both arms, by value of a column of `households`, in the order of the values."""
    value = f"coalesce({column}::VARCHAR, 'unknown')"
    return _counted(con, outcomes, f"SELECT {value} AS value, arm, opened AS held FROM impact_counted")


def count_by_month(con: Connection, outcomes: Outcomes) -> dict[int, Arms]:
    """Both arms by months since the release: rights opened by then, at the latest."""
    months = len(outcomes.window)
    every = _counted(
        con,
        outcomes,
        f"""SELECT lpad(after::VARCHAR, 4, '0') AS value, arm, coalesce(opened_after <= after, false) AS held
            FROM impact_counted, range(1, {months + 1}) AS months(after)""",
    )
    return {int(after): arms for after, arms in every.items()}


def _look(con: Connection, month: Month, after: int, benefits: Sequence[str]) -> frozenset[str]:
    """Note what a month says of everyone drawn; returns the datasets that it was made from."""
    bind(con, impact_situations=month.person_situations, impact_received=month.benefits_received)
    rights = {SAME_RIGHT.get(benefit, benefit) for benefit in benefits}
    forms = [(form, right) for form in TOLD_BY if (right := SAME_RIGHT.get(form, form)) in rights]
    wanted = ", ".join(f"('{form}', '{right}')" for form, right in forms)
    con.execute(_LOOK.format(after=after, wanted=wanted))
    datasets = con.sql("SELECT DISTINCT unnest(sources) FROM impact_situations").fetchall()
    return frozenset(dataset for (dataset,) in datasets)


_EMPTY = """
    CREATE OR REPLACE TEMP TABLE impact_seen (household_id VARCHAR, after INTEGER, one_right VARCHAR, state VARCHAR)
"""

# One row a household that is known, with a right and its state where it has some.
_LOOK = """
    INSERT INTO impact_seen
    WITH holders AS (
        SELECT household_id, unnest([
            {{'holder': 'person', 'holder_no': person_no}}, {{'holder': 'household', 'holder_no': household_no}}
        ], recursive := true)
        FROM impact_people JOIN (SELECT person_id, person_no, household_no FROM impact_situations) USING (person_id))
    SELECT DISTINCT household_id, {after}, one_right, state
    FROM holders LEFT JOIN (
        SELECT holder, holder_no, one_right, state
        FROM impact_received JOIN (VALUES {wanted}) wanted(benefit, one_right) USING (benefit)
    ) USING (holder, holder_no)
"""

_HOUSEHOLDS = """
    WITH drawn AS (
        SELECT household_id, arg_min(struct_pack(arm, stratum, tier, profile, department, territory), person_id) AS said
        FROM impact_targets GROUP BY household_id),
    before AS (SELECT * FROM impact_seen WHERE after = 0 AND one_right IS NOT NULL),
    later AS (SELECT * FROM impact_seen WHERE after > 0),
    known AS (
        SELECT household_id, count(DISTINCT after) AS months_seen, bool_or(after = {last}) AS seen
        FROM later GROUP BY household_id),
    gained AS (
        SELECT household_id, min(after) FILTER (state = 'live') AS opened_after
        FROM later ANTI JOIN before ON later.household_id = before.household_id AND later.one_right = before.one_right
            AND before.state IN ('live', later.state)
        WHERE one_right IS NOT NULL GROUP BY household_id)
    SELECT household_id, unnest(said), opened_after IS NOT NULL AS opened, gained.household_id IS NOT NULL AS applied,
        opened_after, coalesce(months_seen, 0) AS months_seen, coalesce(seen, false) AS seen
    FROM drawn LEFT JOIN gained USING (household_id) LEFT JOIN known USING (household_id)
    ORDER BY household_id
"""


def _counted(con: Connection, outcomes: Outcomes, held: str) -> dict[str, Arms]:
    bind(con, impact_counted=outcomes.households)
    rows = con.sql(f"""
        SELECT value, count(*) FILTER (arm = 'contacted'), count(*) FILTER (arm = 'contacted' AND held),
            count(*) FILTER (arm = 'control'), count(*) FILTER (arm = 'control' AND held)
        FROM ({held}) GROUP BY value ORDER BY value
    """).fetchall()
    return {value: Arms(*counts) for value, *counts in rows}
