"""The results of a campaign, whole: everything that is printed, written and drawn of it.

Belongs here: putting measures together. Does not: what must be said beside (`caveats`), how they are shown (`report`,
`chart`), any statistic of its own (`measuring`, `power`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from campaigns.impact.answers import Precision
from campaigns.impact.caveats import caveats
from campaigns.impact.measuring import Arms, Cost, Effect, Share, cost_of_rights, measure, share_of
from campaigns.impact.outcomes import Outcomes, count, count_by, count_by_month
from data_contracts.period import Period
from data_contracts.relations import Connection

CostsFrom = Literal["file", "release"]

FACES = {
    "stratum": "Groupe du tirage",
    "profile": "Profil",
    "territory": "Type de territoire",
    "department": "Département",
    "tier": "Sûreté du rapprochement",
}
"""Columns that effects are split on, with their French names."""


@dataclass(frozen=True)
class Results:
    """What a release won. Effects are in points, shares from 0 to 1, costs in euros; households, not people, but in
    `precision` and `undelivered`."""

    campaign: str
    title: str
    releases: tuple[str, ...]
    """The releases measured, as the ledger names them."""
    period: Period
    """Month whose data the release was drawn from."""
    since: Period
    """Month from which months after are counted."""
    benefits: tuple[str, ...]
    window: tuple[Period, ...]
    missing: Mapping[Period, tuple[str, ...]]
    opened: Effect
    applied: Effect
    opened_by: Mapping[str, Mapping[str, Effect]]
    """column of FACES -> value -> effect on rights opened"""
    opened_by_month: Mapping[int, Effect]
    """months after -> effect on rights opened by then; not measured in a month of which no file tells"""
    found_again: Effect
    """Households still known in the last month delivered: the arms should not differ."""
    precision: tuple[Precision, ...]
    undelivered: Share
    cost: Cost | None
    """None where nothing is said of costs."""
    costs_from: CostsFrom
    """The campaign's file as it is today, or as it was when the release was drawn."""
    caveats: tuple[str, ...]


def gather(
    con: Connection,
    outcomes: Outcomes,
    *,
    campaign: str,
    title: str,
    releases: Sequence[str],
    period: Period,
    since: Period,
    precision: Sequence[Precision] = (),
    undelivered: Share | None = None,
    total_eur: float | None = None,
    costs_from: CostsFrom = "release",
) -> Results:
    """Measure everything of one draw, or of several with one control share. `since` is what `follow` was given; what
    comes from the ledger (`precision`, `undelivered`, `total_eur`) arrives counted; a total of 0 says nothing of costs,
    as a campaign file that leaves them out."""
    told = bool(outcomes.observed)
    opened, applied, found_again = (
        _measured(count(con, outcomes, sign), told) for sign in ("opened", "applied", "seen")
    )
    cost = cost_of_rights(total_eur, opened) if total_eur else None
    return Results(
        campaign=campaign,
        title=title,
        releases=tuple(releases),
        period=period,
        since=since,
        benefits=outcomes.benefits,
        window=outcomes.window,
        missing=outcomes.missing,
        opened=opened,
        applied=applied,
        opened_by={
            face: {value: _measured(arms, told) for value, arms in count_by(con, outcomes, face).items()}
            for face in FACES
        },
        opened_by_month={
            after: _measured(arms, outcomes.window[after - 1] in outcomes.observed)
            for after, arms in count_by_month(con, outcomes).items()
        },
        found_again=found_again,
        precision=tuple(precision),
        undelivered=undelivered or share_of(0, 0),
        cost=cost,
        costs_from=costs_from,
        caveats=tuple(caveats(outcomes, opened, found_again, precision, cost)),
    )


def _measured(arms: Arms, told: bool) -> Effect:
    """The effect, or none where no file tells of it: nothing opened because nothing is known is no zero."""
    return measure(arms) if told else Effect(arms, None, None, None, None)
