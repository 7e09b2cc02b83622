"""What came back, recorded: each line is about somebody who was written to, and agrees with what is known.

Belongs here: checking lines against the ledger, and recording them with what follows (objections, decisions). Does not:
reading the file (`returns`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, and_, func, insert, select, update

from campaigns.ledger import audit
from campaigns.ledger.audit import Act
from campaigns.ledger.releases import Release, frame
from campaigns.ledger.returns import Fault, Row, Said, refused, understand
from campaigns.ledger.schema import Contact, Decision, Objection, Person, Return, Target, TargetRight
from data_contracts.returned import BENEFIT, DAY, DECISIONS, KIND, OPPOSED, REFERENCE

_AT_ONCE = 10_000
_SENT = "la référence d'une personne à qui une vague a été envoyée"
UNKNOWN_REFERENCE = Fault(REFERENCE, "cette référence n'est dans aucun envoi", _SENT)
CONTROL = Fault(REFERENCE, "cette personne est du groupe témoin, rien ne lui a été envoyé", _SENT)
NOT_SENT = Fault(REFERENCE, "rien n'a encore été envoyé à cette personne", _SENT)
EARLY_DAY = Fault(DAY, "la date est avant le premier envoi à cette personne", "le jour de l'envoi, ou un jour suivant")
NO_BENEFIT = Fault(
    BENEFIT, "l'aide manque, alors que plusieurs ont été proposées", "l'aide qui est accordée ou refusée"
)
OTHER_BENEFIT = Fault(BENEFIT, "cette aide n'a pas été proposée à cette personne", "une aide de la liste envoyée")
REPEATED = Fault(KIND, "ce retour est écrit plusieurs fois", "une ligne par retour")
OPPOSITE = Fault(
    KIND,
    "des retours du même jour se contredisent",
    "un droit accordé ou refusé ; un pli non distribué, ou une réponse",
)
CONTRADICTS = Fault(
    KIND, "une décision contraire, du même jour, est déjà enregistrée", "une décision par aide et par jour"
)


@dataclass(frozen=True)
class Imported:
    """What an import did: lines `kept`, lines `already` known, and those kept by kind."""

    source: str
    kept: int
    already: int
    by_kind: dict[str, int]


@dataclass
class _Known:
    """What the ledger says of a reference: when waves reached the person, and the rights they were told of."""

    release_no: int
    person_no: int
    arm: str
    waves: dict[int, date] = field(default_factory=dict)
    rights: set[str] = field(default_factory=set)


def record(connection: Connection, name: str, source: str, rows: Sequence[Row], on: date, act: Act) -> Imported:
    """Record the lines of a file (`source`: its SHA-256) not known yet; raises InputError, having kept nothing."""
    if connection.scalar(select(func.count()).where(Return.source == source)):
        return Imported(source, 0, len(rows), {})
    said, faults = understand(rows, on)
    known = _known(connection, [one.reference for one in said])
    said = [_with_benefit(one, known.get(one.reference)) for one in said]
    faults += [*_misplaced(said, known), *_contradictions(connection, said, known)]
    if faults:
        raise refused(name, faults)
    before = _before(connection, known)
    new = [one for one in said if (_of(one, known), one.kind, one.benefit, one.day) not in before]
    if new:
        _keep(connection, source, new, known)
        counts = Counter(one.kind for one in new)
        details = {"kept": len(new), "already": len(said) - len(new), **{kind: counts[kind] for kind in sorted(counts)}}
        audit.append(connection, act, audit.IMPORTED, source, details)
    return Imported(source, len(new), len(said) - len(new), dict(sorted(Counter(one.kind for one in new).items())))


def returns(connection: Connection, release: Release) -> pl.DataFrame:
    """What came back of a release: [person_id, wave_number, kind, benefit, returned_on, reason]."""
    query = (
        select(Person.person_id, Return.wave_number, Return.kind, Return.benefit, Return.returned_on, Return.reason)
        .join(Person, Person.no == Return.person_no)
        .where(Return.release_no == release.no)
        .order_by(Return.returned_on, Return.no)
    )
    return frame(connection, query)


def _known(connection: Connection, references: Sequence[str]) -> dict[str, _Known]:
    wanted = sorted(set(references))
    found: dict[str | None, _Known] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        named = Target.reference.in_(wanted[start : start + _AT_ONCE])
        target = select(Target.reference, Target.release_no, Target.person_no, Target.arm).where(named)
        for reference, release_no, person_no, arm in connection.execute(target):
            found[reference] = _Known(release_no, person_no, arm)
        of_target = and_(Contact.release_no == Target.release_no, Contact.person_no == Target.person_no)
        contact = select(Target.reference, Contact.wave_number, Contact.contacted_on).join(Contact, of_target)
        for reference, wave, day in connection.execute(contact.where(named)):
            found[reference].waves[wave] = day
        of_target = and_(TargetRight.release_no == Target.release_no, TargetRight.person_no == Target.person_no)
        right = select(Target.reference, TargetRight.benefit).join(TargetRight, of_target)
        for reference, benefit in connection.execute(right.where(named)):
            found[reference].rights.add(benefit)
    return {reference: known for reference, known in found.items() if reference}


def _with_benefit(one: Said, known: _Known | None) -> Said:
    """A decision on the only right that was proposed need not name it."""
    if one.kind in DECISIONS and one.benefit is None and known and len(known.rights) == 1:
        return Said(one.line, one.reference, one.kind, one.day, one.reason, next(iter(known.rights)))
    return one


def _misplaced(said: Sequence[Said], known: dict[str, _Known]) -> Iterator[tuple[int, Fault]]:
    """Lines about somebody else, another time, another right, and lines written twice."""
    seen: set[Said] = set()
    for one in said:
        target = known.get(one.reference)
        if target is None:
            yield one.line, UNKNOWN_REFERENCE
        elif target.arm == "control":
            yield one.line, CONTROL
        elif not target.waves:
            yield one.line, NOT_SENT
        elif one.day < min(target.waves.values()):
            yield one.line, EARLY_DAY
        if target and one.benefit and one.benefit not in target.rights:
            yield one.line, OTHER_BENEFIT
        if target and one.kind in DECISIONS and one.benefit is None:
            yield one.line, NO_BENEFIT
        alone = Said(0, one.reference, one.kind, one.day, None, one.benefit)
        if alone in seen:
            yield one.line, REPEATED
        seen.add(alone)


def _contradictions(
    connection: Connection, said: Sequence[Said], known: dict[str, _Known]
) -> Iterator[tuple[int, Fault]]:
    days: dict[tuple[str, date], set[str]] = {}
    decided: dict[tuple[str, date, str | None], set[str]] = {}
    for one in said:
        days.setdefault((one.reference, one.day), set()).add(one.kind)
        if one.kind in DECISIONS:
            decided.setdefault((one.reference, one.day, one.benefit), set()).add(one.kind)
    people = {target.person_no for target in known.values()}
    kept = {
        (person, benefit, day): decision
        for person, benefit, day, decision in connection.execute(
            select(Decision.person_no, Decision.benefit, Decision.decided_on, Decision.decision)
        )
        if person in people
    }
    for one in said:
        kinds = days[one.reference, one.day]
        unreached = "undelivered" in kinds and kinds & OPPOSED
        both = one.kind in DECISIONS and len(decided[one.reference, one.day, one.benefit]) > 1
        if both or (unreached and one.kind in OPPOSED | {"undelivered"}):
            yield one.line, OPPOSITE
        target = known.get(one.reference)
        if target and one.kind in DECISIONS and one.benefit:
            before = kept.get((target.person_no, one.benefit, one.day), one.kind)
            if before != one.kind:
                yield one.line, CONTRADICTS


def _of(one: Said, known: dict[str, _Known]) -> tuple[int, int]:
    return known[one.reference].release_no, known[one.reference].person_no


def _before(connection: Connection, known: dict[str, _Known]) -> set[tuple[tuple[int, int], str, str | None, date]]:
    """Returns already recorded in the releases concerned: a service may send its whole sheet again each week."""
    releases = sorted({target.release_no for target in known.values()})
    query = select(Return.release_no, Return.person_no, Return.kind, Return.benefit, Return.returned_on)
    return {
        ((release, person), kind, benefit, day)
        for release, person, kind, benefit, day in connection.execute(query.where(Return.release_no.in_(releases)))
    }


def _keep(connection: Connection, source: str, said: Sequence[Said], known: dict[str, _Known]) -> None:
    last = connection.scalar(select(func.max(Return.no))) or 0
    rows: list[dict[str, Any]] = []
    for no, one in enumerate(said, start=last + 1):
        target = known[one.reference]
        wave = max(number for number, day in target.waves.items() if day <= one.day)
        told = {"kind": one.kind, "benefit": one.benefit, "returned_on": one.day, "reason": one.reason}
        ids = {"no": no, "release_no": target.release_no, "person_no": target.person_no, "wave_number": wave}
        rows.append({**ids, **told, "source": source})
    connection.execute(insert(Return), rows)
    for row in rows:
        if row["kind"] == "objected":
            _object(connection, row["person_no"], row["returned_on"])
        elif row["kind"] in DECISIONS:
            _decide(connection, row)


def _object(connection: Connection, person_no: int, day: date) -> None:
    """The last day the person said it counts."""
    known = connection.scalar(select(Objection.objected_on).where(Objection.person_no == person_no))
    if known is None:
        connection.execute(insert(Objection), {"person_no": person_no, "objected_on": day})
    elif known < day:
        connection.execute(update(Objection).where(Objection.person_no == person_no).values(objected_on=day))


def _decide(connection: Connection, row: dict[str, Any]) -> None:
    """A person drawn in two releases may have the same decision told twice."""
    key = {"person_no": row["person_no"], "benefit": row["benefit"], "decided_on": row["returned_on"]}
    if connection.scalar(select(func.count()).select_from(Decision).filter_by(**key)) == 0:
        connection.execute(insert(Decision), {**key, "decision": row["kind"], "reason": row["reason"]})
