"""What the ledger knows of people that keeps a campaign from drawing them.

Belongs here: the facts and how long each holds. Does not: what a campaign makes of them (`campaigns/exclusions`).

| fact | of | until |
|---|---|---|
| `control` | each benefit of the release | the end of the outcome window: nothing may reach them before |
| `contacted` | any benefit | the rest period after the contact: the longer of that campaign's and the one asked for |
| `opening` | each benefit sent to be opened without application | the end of the outcome window |
| `refused` | the benefit | for good, unless the person later keeps an appointment or applies |
| `objected` | any benefit | for good |
| `applied` | the benefit applied for, awarded or rejected | 12 months |
| `undelivered` | any benefit | 12 months |

For good: as long as the ledger may remember it (`retention`). A release drawn and not published yet counts as if it
were, unless a correction took its place: its letters may be on the way. Facts are those of `on`: a month drawn again
later does not see what came after it, but for what holds whenever it was: refusals, objections, contacts, openings,
controls. A month that is run late, after the next one, thus writes to nobody whom the next one wrote to, or left alone.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, and_, func, null, or_, select

from campaigns.ledger.releases import Query, Release, frame, read
from campaigns.ledger.schema import (
    Contact,
    Decision,
    Household,
    Objection,
    Person,
    ReleaseRow,
    Return,
    Target,
    TargetRight,
)
from data_contracts.period import MONTHS_KEPT, Period

FOR_GOOD = date(9999, 12, 31)
REST_MONTHS, OUTCOME_MONTHS = 6, 6
"""Of a campaign whose settings do not say."""

SCHEMA = {
    "person_id": pl.String,
    "household_id": pl.String,
    "benefit": pl.String,
    "fact": pl.String,
    "campaign": pl.String,
    "since": pl.Date,
    "until": pl.Date,
}


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last of the month where there is none."""
    month = Period(day.year, day.month).shift(months)
    return month.first_day.replace(day=min(day.day, month.last_day.day))


def known(
    connection: Connection, on: date, rest_months: int = 0, leaving_out: tuple[str, str] | None = None
) -> pl.DataFrame:
    """Facts that hold on a day (SCHEMA), each once; `leaving_out`: a campaign and period that is drawn again, and sees
    what it saw the first time: what was drawn after it is left out too.

    `rest_months`: the rest period of the campaign that asks. `until` is the first day on which a fact no longer holds.
    """
    releases = list(_in_force(connection))
    own = min((r.no for r in releases if (r.campaign, r.period) == leaving_out), default=None)
    releases = [release for release in releases if own is None or release.no < own]
    # A campaign's own returns and contacts of the period drawn again are left out with its release; what a person said
    # of themselves (refusal, objection) never is.
    others = [release.no for release in releases]
    found = [
        *_controls(connection, releases),
        *_contacts(connection, releases, rest_months),
        *_openings(connection, releases),
        *_refusals(connection),
        _objections(connection),
        *_applications(connection, others),
        _undelivered(connection, others),
    ]
    facts = pl.concat([pl.DataFrame(schema=SCHEMA), *found])
    said = pl.col("fact").is_in(["refused", "objected", "contacted", "opening", "control"])
    return (
        facts.filter(pl.col("person_id").is_not_null(), pl.col("until") > on, said | (pl.col("since") <= on))
        .unique()
        .sort(*SCHEMA, nulls_last=True)
    )


def outcome_ends(release: Release) -> date:
    """The day the outcome window of a release is over."""
    window = release.settings.get("outcome") or {}
    return months_after(release.published_on, window.get("within_months", OUTCOME_MONTHS))


def _in_force(connection: Connection) -> Iterator[Release]:
    """Releases published, and those drawn that no later version replaces."""
    later = select(ReleaseRow.campaign, ReleaseRow.period, func.max(ReleaseRow.version).label("version")).group_by(
        ReleaseRow.campaign, ReleaseRow.period
    )
    last = later.subquery()
    same = and_(ReleaseRow.campaign == last.c.campaign, ReleaseRow.period == last.c.period)
    query = (
        select(*ReleaseRow.__table__.columns)
        .join(last, same)
        .where(or_(ReleaseRow.state == "published", ReleaseRow.version == last.c.version))
        .order_by(ReleaseRow.no)
    )
    return read(connection, query)


def _facts(connection: Connection, query: Query, **said: Any) -> pl.DataFrame:
    """Rows of a query with what is said of all of them, in the columns of SCHEMA."""
    rows = frame(connection, query)
    given = [pl.lit(value, dtype=SCHEMA[name]).alias(name) for name, value in said.items()]
    return rows.with_columns(given).select([pl.col(name).cast(kind) for name, kind in SCHEMA.items()])


def _people(*columns: Any, source: Any) -> Query:
    """Pseudonyms of the targets that `source` (a table with release_no and person_no) tells of."""
    target = and_(Target.release_no == source.release_no, Target.person_no == source.person_no)
    return (
        select(Person.person_id, Household.household_id, *columns)
        .select_from(source)
        .join(Target, target)
        .join(Person, Person.no == Target.person_no)
        .join(Household, Household.no == Target.household_no)
    )


def _drawn(*columns: Any) -> Query:
    return (
        select(Person.person_id, Household.household_id, *columns)
        .select_from(Target)
        .join(Person, Person.no == Target.person_no)
        .join(Household, Household.no == Target.household_no)
    )


def _controls(connection: Connection, releases: Iterable[Release]) -> Iterator[pl.DataFrame]:
    for release in releases:
        outcome = release.settings.get("outcome") or {}
        benefits = sorted({*(release.settings.get("benefits") or []), *(outcome.get("benefits") or [])})
        query = _drawn().where(Target.release_no == release.no, Target.arm == "control")
        said = {"fact": "control", "campaign": release.campaign, "since": release.published_on}
        controls = _facts(connection, query, **said, until=outcome_ends(release), benefit=None)
        yield (
            controls.drop("benefit")
            .join(pl.DataFrame({"benefit": benefits or [None]}, schema={"benefit": pl.String}), how="cross")
            .select(*SCHEMA)
        )


def _contacts(connection: Connection, releases: Iterable[Release], rest_months: int) -> Iterator[pl.DataFrame]:
    for release in releases:
        rest = max(rest_months, release.settings.get("rest_months", REST_MONTHS))
        said = {"fact": "contacted", "campaign": release.campaign, "benefit": None}
        if release.state == "drawn":
            query = _drawn().where(Target.release_no == release.no, Target.arm == "contacted")
            day = release.published_on
            yield _facts(connection, query, **said, since=day, until=months_after(day, rest))
            continue
        days = connection.scalars(select(Contact.contacted_on).where(Contact.release_no == release.no).distinct())
        for day in sorted(days):
            query = _people(source=Contact).where(Contact.release_no == release.no, Contact.contacted_on == day)
            yield _facts(connection, query, **said, since=day, until=months_after(day, rest))


def _openings(connection: Connection, releases: Iterable[Release]) -> Iterator[pl.DataFrame]:
    right = and_(TargetRight.release_no == Target.release_no, TargetRight.person_no == Target.person_no)
    reached = and_(Contact.release_no == Target.release_no, Contact.person_no == Target.person_no)
    for release in releases:
        if release.settings.get("action") == "simplify":
            query = _drawn(TargetRight.benefit).join(TargetRight, right)
            sent = query.where(Target.release_no == release.no, Target.arm == "contacted")
            if release.state == "published":  # whoever was kept off its list was not sent
                sent = sent.where(select(null()).where(reached).exists())
            said = {"fact": "opening", "campaign": release.campaign, "since": release.published_on}
            yield _facts(connection, sent, **said, until=outcome_ends(release))


def _of_rights(kind: str) -> tuple[Query, Query]:
    """Returns of a kind that name a benefit, and those that do not: these are of each right the person was told of."""
    common = (ReleaseRow.campaign, Return.returned_on.label("since"))
    named = _people(Return.benefit, *common, source=Return).where(Return.benefit.is_not(None))
    right = and_(TargetRight.release_no == Return.release_no, TargetRight.person_no == Return.person_no)
    every = (
        _people(TargetRight.benefit, *common, source=Return).join(TargetRight, right).where(Return.benefit.is_(None))
    )
    queries = [
        query.join(ReleaseRow, ReleaseRow.no == Return.release_no).where(Return.kind == kind)
        for query in (named, every)
    ]
    return queries[0], queries[1]


def _refusals(connection: Connection) -> Iterator[pl.DataFrame]:
    """Refusals that the person did not take back: by coming, or by applying, on a later day."""
    back = (
        select(Return.person_no, Return.returned_on).where(Return.kind.in_(("appointment_kept", "applied"))).subquery()
    )
    taken_back = (
        select(null()).where(back.c.person_no == Return.person_no, back.c.returned_on > Return.returned_on).exists()
    )
    for query in _of_rights("refused"):
        yield _facts(connection, query.where(~taken_back), fact="refused", until=FOR_GOOD)


def _objections(connection: Connection) -> pl.DataFrame:
    query = select(Person.person_id, Objection.objected_on.label("since")).join(
        Person, Person.no == Objection.person_no
    )
    return _facts(connection, query, household_id=None, benefit=None, fact="objected", campaign=None, until=FOR_GOOD)


def _applications(connection: Connection, releases: list[int]) -> Iterator[pl.DataFrame]:
    for query in _of_rights("applied"):
        kept = query.where(Return.release_no.in_(releases))
        yield _dated(connection, kept, lambda day: months_after(day, MONTHS_KEPT), fact="applied")
    decided = select(Person.person_id, Decision.benefit, Decision.decided_on.label("since")).join(
        Person, Person.no == Decision.person_no
    )
    yield _dated(
        connection,
        decided,
        lambda day: months_after(day, MONTHS_KEPT),
        fact="applied",
        household_id=None,
        campaign=None,
    )


def _undelivered(connection: Connection, releases: list[int]) -> pl.DataFrame:
    query = (
        _people(ReleaseRow.campaign, Return.returned_on.label("since"), source=Return)
        .join(ReleaseRow, ReleaseRow.no == Return.release_no)
        .where(Return.kind == "undelivered", Return.release_no.in_(releases))
    )
    return _dated(connection, query, lambda day: months_after(day, MONTHS_KEPT), fact="undelivered", benefit=None)


def _dated(connection: Connection, query: Query, until: Callable[[date], date], **said: Any) -> pl.DataFrame:
    rows = _facts(connection, query, **said, until=None)
    return rows.with_columns(until=pl.col("since").map_elements(until, return_dtype=pl.Date))
