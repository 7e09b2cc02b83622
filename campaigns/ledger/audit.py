"""The audit trail: who did what, each line bound to the one before by its hash.

Belongs here: appending lines, and finding what was done to them since. Does not: what the lines are about.

What is detected: a line altered, removed, inserted or moved; an end cut off (the count and the last hash stand apart in
`audit_head`, and releases, waves and imports prove that they were noted). What is not: somebody who may write to the
database and makes the whole chain anew, from the line changed to the end, and `audit_head` too. Against that there is
only a hash noted elsewhere, as `justedroit audit verify` says to do with `head`: give those to `faults`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from campaigns.ledger.schema import AuditHead, AuditLine, Contact, ReleaseRow, Return, Target, Wave, Withdrawal

_PSEUDONYM = re.compile(r"(?<![0-9a-f])[0-9a-f]{20}(?![0-9a-f])")
DRAWN, PUBLISHED, IMPORTED = "release_drawn", "wave_published", "returns_imported"
PRINTED = "sheets_printed"


@dataclass(frozen=True)
class Act:
    """Who does something, and when (an aware datetime): given by the command line, for no function reads the clock."""

    actor: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """One line, as it was written; `details` read from its JSON."""

    no: int
    at: str
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    previous_hash: str
    hash: str


def append(connection: Connection, act: Act, action: str, subject: str, details: Mapping[str, Any]) -> None:
    """Add a line at the end, in the transaction of what it tells. Raises ValueError for a pseudonym or a naive time."""
    if act.at.tzinfo is None:
        raise ValueError("an audit line needs a time with its zone")
    written = _canonical(dict(details))
    if _PSEUDONYM.search(f"{subject} {written} {act.actor}"):
        raise ValueError("the audit trail names nobody")
    lines, previous = connection.execute(select(AuditHead.lines, AuditHead.hash)).one()
    line = {
        "no": lines + 1,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": act.actor,
        "action": action,
        "subject": subject,
        "details": written,
        "previous_hash": previous,
    }
    line["hash"] = _hash(line)
    connection.execute(insert(AuditLine), line)
    connection.execute(update(AuditHead).values(lines=line["no"], hash=line["hash"]))


def head(connection: Connection) -> tuple[int, str]:
    """How many lines there are, and the hash of the last: to be noted outside the ledger."""
    lines, last = connection.execute(select(AuditHead.lines, AuditHead.hash)).one()
    return lines, last


def lines(connection: Connection) -> list[Line]:
    """The whole trail, in order."""
    return [
        Line(row.no, row.at, row.actor, row.action, row.subject, _details(row.details), row.previous_hash, row.hash)
        for row in connection.execute(select(*AuditLine.__table__.columns).order_by(AuditLine.no))
    ]


def faults(connection: Connection, noted: Iterable[tuple[int, str]] = ()) -> list[str]:
    """What is wrong with the trail, in French; `noted`: counts and hashes kept elsewhere, see `head`."""
    rows = connection.execute(select(*AuditLine.__table__.columns).order_by(AuditLine.no)).all()
    found = [*_chain(rows), *_end(connection, rows)]
    kept = {row.no: row.hash for row in rows}
    found += [
        f"La ligne {number} n'est pas celle qui avait été notée hors du registre."
        for number, expected in noted
        if number and kept.get(number) != expected
    ]
    return [*found, *_unproven(connection, rows)]


def _chain(rows: Iterable[Any]) -> Iterator[str]:
    number, previous = 0, "0" * 64
    for row in rows:
        if row.no == number + 2:
            yield f"La ligne {number + 1} manque."
        elif row.no > number + 2:
            yield f"Les lignes {number + 1} à {row.no - 1} manquent."
        if _hash(row._asdict()) != row.hash:
            yield f"La ligne {row.no} a été modifiée."
        if row.no == number + 1 and row.previous_hash != previous:
            yield f"La ligne {row.no} ne suit pas la précédente : une ligne a été modifiée, ajoutée ou déplacée."
        number, previous = row.no, row.hash


def _end(connection: Connection, rows: Sequence[Any]) -> Iterator[str]:
    found = (rows[-1].no, rows[-1].hash) if rows else (0, "0" * 64)
    expected = connection.execute(select(AuditHead.lines, AuditHead.hash)).one_or_none()
    if expected is None:
        yield "Le compte des lignes a été supprimé."
    elif tuple(expected) != found:
        yield f"La fin du journal n'est pas celle attendue : {expected.lines} lignes notées, {found[0]} trouvées."


def _unproven(connection: Connection, rows: Sequence[Any]) -> Iterator[str]:
    """Facts of the ledger that no line tells, or tells with another count."""
    told = {(row.action, row.subject): _details(row.details) for row in rows}
    for (action, subject), counts in _facts(connection).items():
        line = told.get((action, subject))
        if line is None:
            yield f"Aucune ligne ne dit : {action}, {subject}."
        elif any(line.get(name, 0) != count for name, count in counts.items()):
            yield f"Le registre ne contient pas ce que le journal dit : {action}, {subject}."


def _details(text: str) -> dict[str, Any]:
    """What a line tells; nothing where it was made unreadable, which its hash shows."""
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _facts(connection: Connection) -> dict[tuple[str, str], dict[str, int]]:
    facts: dict[tuple[str, str], dict[str, int]] = {}
    arms = {
        (no, arm): count
        for no, arm, count in connection.execute(
            select(Target.release_no, Target.arm, func.count()).group_by(Target.release_no, Target.arm)
        )
    }
    names = {}
    for row in connection.execute(select(ReleaseRow.no, ReleaseRow.campaign, ReleaseRow.period, ReleaseRow.version)):
        names[row.no] = subject(row.campaign, row.period, row.version)
        in_arms = {arm: arms.get((row.no, arm), 0) for arm in ("contacted", "control")}
        facts[DRAWN, names[row.no]] = {**in_arms, "withdrawn": 0}
    withdrawn = select(Withdrawal.corrected_by, func.count()).group_by(Withdrawal.corrected_by)
    for no, count in connection.execute(withdrawn):
        facts[DRAWN, names[no]]["withdrawn"] = count
    published = select(Wave.release_no, Wave.number, func.count(Contact.person_no)).where(
        Wave.published_on.is_not(None)
    )
    joined = published.outerjoin(
        Contact, (Contact.release_no == Wave.release_no) & (Contact.wave_number == Wave.number)
    ).group_by(Wave.release_no, Wave.number)
    for no, number, count in connection.execute(joined):
        facts[PUBLISHED, wave_subject(names[no], number)] = {"contacts": count}
    for source, count in connection.execute(select(Return.source, func.count()).group_by(Return.source)):
        facts[IMPORTED, source] = {"kept": count}
    return facts


def subject(campaign: str, period: str, version: int) -> str:
    """How the trail names a release."""
    return f"{campaign} {period} v{version}"


def wave_subject(release: str, number: int) -> str:
    return f"{release}, vague {number}"


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _hash(line: Mapping[str, Any]) -> str:
    """SHA-256 of the previous hash and the canonical JSON of the rest (`details` as the text it is kept as)."""
    rest = {name: line[name] for name in ("no", "at", "actor", "action", "subject", "details")}
    return sha256((line["previous_hash"] + _canonical(rest)).encode()).hexdigest()
