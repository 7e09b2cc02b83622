"""Releases in the ledger: drawn, then published wave by wave; what is recorded of them, and read again.

Belongs here: recording and reading, in a transaction that is given. Does not: who is drawn, what is written to files.
A release is first `drawn`, with its arms, then its files are put in place, then it is `published`: whatever is
interrupted between goes on from the very same arms.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from campaigns.ledger import audit
from campaigns.ledger.audit import Act
from campaigns.ledger.references import make_all
from campaigns.ledger.schema import (
    Contact,
    Household,
    Person,
    ReleaseRow,
    Return,
    Target,
    TargetRight,
    Wave,
)
from data_contracts.errors import InputError

SPLIT = ("stratum", "tier", "profile", "department", "commune_code", "territory", "sex", "age_band", "jobseeker")
"""What results are split on: columns of a target, missing ones empty."""
Query = Select[*tuple[Any, ...]]
_AT_ONCE = 10_000
ONE_LETTER = [{"by": "letter", "after_days": 0}]
"""The waves of a campaign that tells none."""


@dataclass(frozen=True)
class Draft:
    """A release about to be recorded; `published_on`: the day foreseen for its first wave."""

    campaign: str
    period: str
    published_on: date
    seed: int
    settings: dict[str, Any] = field(repr=False)
    """The campaign as validated, in values that JSON knows."""
    inputs: str
    """SHA-256 of what it was made from."""
    software: str
    version: int = 1
    corrects: int | None = None
    """The `no` of the release it corrects."""


@dataclass(frozen=True)
class Release(Draft):
    """A release of the ledger."""

    no: int = 0
    state: str = "drawn"

    @property
    def name(self) -> str:
        """As the audit trail names it."""
        return audit.subject(self.campaign, self.period, self.version)


def record(
    connection: Connection, draft: Draft, targets: pl.DataFrame, rights: pl.DataFrame, withdrawn: int, act: Act
) -> Release:
    """Record a draw: `targets` [person_id, household_id, arm, stratum, and any of SPLIT], `rights` [person_id,
    benefit, verdict]. Raises InputError where that release is already drawn.

    Other columns are not kept. `withdrawn`: how many people of former versions it withdraws.
    """
    no = (connection.scalar(select(func.max(ReleaseRow.no))) or 0) + 1
    release = Release(**vars(draft), no=no)
    try:
        connection.execute(insert(ReleaseRow), vars(release))
    except IntegrityError:
        raise InputError(
            what=f"Le tirage de la campagne « {draft.campaign} » pour {draft.period} est déjà fait "
            f"(version {draft.version}).",
            expected="un seul tirage par campagne, période et version",
            where="registre des campagnes",
            remedy="relancer pour reprendre ce tirage ; pour le corriger, publier une correction",
        ) from None
    people = numbers(connection, Person, targets["person_id"])
    households = numbers(connection, Household, targets["household_id"])
    if targets.height:  # a month may have nobody to reach, a correction nobody new
        connection.execute(insert(Target), list(_target_rows(connection, release, targets, people, households)))
    if rights.height:
        connection.execute(
            insert(TargetRight),
            [
                {"release_no": no, "person_no": people[person], "benefit": benefit, "verdict": verdict}
                for person, benefit, verdict in rights.select("person_id", "benefit", "verdict").iter_rows()
            ],
        )
    connection.execute(insert(Wave), list(_waves(release)))
    arms = targets["arm"].to_list()
    details = {arm: arms.count(arm) for arm in ("contacted", "control")}
    more = {"inputs": draft.inputs, "seed": draft.seed, "software": draft.software}
    counts = details | ({"withdrawn": withdrawn} if withdrawn else {})
    audit.append(connection, act, audit.DRAWN, release.name, counts | more)
    return release


def numbers(connection: Connection, table: type[Person] | type[Household], names: pl.Series) -> dict[str, int]:
    """The number of each pseudonym, given to those who have none yet in the order of the pseudonyms."""
    wanted = names.unique().sort().to_list()
    column = table.person_id if table is Person else table.household_id  # type: ignore[union-attr]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = select(column, table.no).where(column.in_(wanted[start : start + _AT_ONCE]))
        found.update((name, no) for name, no in connection.execute(some) if name is not None)
    last = connection.scalar(select(func.max(table.no))) or 0
    new = {name: no for no, name in enumerate((name for name in wanted if name not in found), last + 1)}
    if new:
        connection.execute(insert(table), [{"no": no, column.key: name} for name, no in new.items()])
    return found | new


def _target_rows(
    connection: Connection, release: Release, targets: pl.DataFrame, people: dict[str, int], households: dict[str, int]
) -> Iterator[dict[str, Any]]:
    names = targets["person_id"].to_list()
    taken = {reference for reference in connection.scalars(select(Target.reference)) if reference}
    references = make_all(release.seed, release.campaign, release.period, names, version=release.version, taken=taken)
    kept = [column for column in SPLIT if column in targets.columns]
    blank = dict.fromkeys(SPLIT)
    for row, reference in zip(
        targets.select("person_id", "household_id", "arm", *kept).iter_rows(named=True), references, strict=True
    ):
        person, household = row.pop("person_id"), row.pop("household_id")
        ids = {"release_no": release.no, "person_no": people[person], "household_no": households[household]}
        yield {**blank, **row, **ids, "reference": reference}


def _waves(release: Release) -> Iterator[dict[str, Any]]:
    for number, wave in enumerate(release.settings.get("waves") or ONE_LETTER, start=1):
        due = release.published_on + timedelta(days=wave.get("after_days", 0))
        row = {"release_no": release.no, "number": number, "kind": wave.get("by", "letter")}
        yield {**row, "due_on": due, "published_on": None}


def publish(
    connection: Connection, release: Release, wave_number: int, on: date, people: Collection[str] | None, act: Act
) -> Release:
    """Record that a wave went out to `people`; None, of the first: everyone of the arm contacted.

    A wave already published changes nothing. Raises ValueError for a wave or people that the release does not have,
    for people missing in a later wave, and for a later wave before the first.
    """
    wave = connection.execute(
        select(Wave.published_on).where(Wave.release_no == release.no, Wave.number == wave_number)
    ).one_or_none()
    if wave is None:
        raise ValueError(f"no wave {wave_number} in release {release.name}")
    if wave.published_on is not None:
        return one(connection, release.no)
    contacted = select(Target.person_no).where(Target.release_no == release.no, Target.arm == "contacted")
    if wave_number == 1:
        connection.execute(
            update(ReleaseRow).where(ReleaseRow.no == release.no).values(state="published", published_on=on)
        )
    elif people is None or one(connection, release.no).state != "published":
        raise ValueError("a later wave follows the first, and is told who it reaches")
    if people is None:
        reached = list(connection.scalars(contacted.order_by(Target.person_no)))
    else:
        reached = _members(connection, contacted, people)
    if reached:
        row = {"release_no": release.no, "wave_number": wave_number, "contacted_on": on}
        connection.execute(insert(Contact), [{**row, "person_no": no} for no in reached])
    connection.execute(
        update(Wave).where(Wave.release_no == release.no, Wave.number == wave_number).values(published_on=on)
    )
    details = {"contacts": len(reached), "on": on.isoformat()}
    audit.append(connection, act, audit.PUBLISHED, audit.wave_subject(release.name, wave_number), details)
    return one(connection, release.no)


def _members(connection: Connection, contacted: Select[int], people: Collection[str]) -> list[int]:
    named = contacted.join(Person, Person.no == Target.person_no).add_columns(Person.person_id)
    known = {name: no for no, name in connection.execute(named)}
    if not set(people) <= known.keys():
        raise ValueError("a wave reaches only people of the release, in the arm contacted")
    return sorted(known[name] for name in set(people))


def one(connection: Connection, no: int) -> Release:
    """The release of that number."""
    return next(read(connection, select(*ReleaseRow.__table__.columns).where(ReleaseRow.no == no)))


def read(connection: Connection, query: Query) -> Iterator[Release]:
    """Releases, from a query of all columns of their table."""
    return (Release(**row._asdict()) for row in connection.execute(query))


def targets(connection: Connection, release: Release) -> pl.DataFrame:
    """Everybody drawn: [person_id, household_id, reference, arm, SPLIT…], in the order of the references."""
    columns = (
        Person.person_id,
        Household.household_id,
        *(getattr(Target, name) for name in ("reference", "arm", *SPLIT)),
    )
    query = (
        select(*columns)
        .select_from(Target)
        .join(Person, Person.no == Target.person_no)
        .join(Household, Household.no == Target.household_no)
        .where(Target.release_no == release.no)
        .order_by(Target.reference, Target.person_no)
    )
    return frame(connection, query)


def counts(connection: Connection, release: Release) -> dict[str, int]:
    """`contacted` and `control`, people; `returns`, lines."""
    arms = select(Target.arm, func.count()).where(Target.release_no == release.no).group_by(Target.arm)
    returns = select(func.count()).where(Return.release_no == release.no)
    people = {row.arm: row[1] for row in connection.execute(arms)}
    return {"contacted": 0, "control": 0, **people, "returns": connection.scalar(returns) or 0}


def rights(connection: Connection, release: Release) -> pl.DataFrame:
    """The rights for which people were drawn: [person_id, benefit, verdict]."""
    query = (
        select(Person.person_id, TargetRight.benefit, TargetRight.verdict)
        .join(Person, Person.no == TargetRight.person_no)
        .where(TargetRight.release_no == release.no)
        .order_by(Person.person_id, TargetRight.benefit)
    )
    return frame(connection, query)


def contacts(connection: Connection, release: Release) -> pl.DataFrame:
    """Who was reached: [person_id, wave_number, contacted_on]."""
    query = (
        select(Person.person_id, Contact.wave_number, Contact.contacted_on)
        .join(Person, Person.no == Contact.person_no)
        .where(Contact.release_no == release.no)
        .order_by(Contact.wave_number, Person.person_id)
    )
    return frame(connection, query)


def waves(connection: Connection, release: Release) -> pl.DataFrame:
    """The waves: [number, kind, due_on, published_on]."""
    columns = (Wave.number, Wave.kind, Wave.due_on, Wave.published_on)
    return frame(connection, select(*columns).where(Wave.release_no == release.no).order_by(Wave.number))


_TYPES: dict[type, Any] = {str: pl.String, int: pl.Int64, bool: pl.Boolean, date: pl.Date}


def frame(connection: Connection, query: Query) -> pl.DataFrame:
    """The rows of a query, typed by its columns, also where there are none."""
    schema = {column.key or "": _TYPES[column.type.python_type] for column in query.selected_columns}
    rows: Sequence[Any] = connection.execute(query).all()
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
