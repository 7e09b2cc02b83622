"""The audit trail: what is done to it afterwards shows."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text

from campaigns.ledger.book import Ledger
from tests.campaigns.ledger.conftest import AT, BY, launch, person

UNGUARDED = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'ALTER TABLE ' || tablename || ' DISABLE TRIGGER USER' FROM pg_tables "
    "WHERE schemaname = 'public'",
}


def tamper(ledger: Ledger, *changes: str) -> None:
    """As whoever owns the database could: guards away, then the changes."""
    with ledger.database.write() as connection:
        for statement in list(connection.scalars(text(UNGUARDED[connection.dialect.name]))):
            connection.execute(text(statement))
        for change in changes:
            connection.execute(text(change.replace(":", "\\:")))


@pytest.fixture
def trail(ledger: Ledger) -> Ledger:
    """Six lines: a draw, a wave, four notes."""
    launch(ledger)
    for number in range(4):
        ledger.note("agent-12", "looked", "rsa", {"number": number, "mot": "été"}, AT)
    return ledger


def test_lines_are_kept_as_they_were_said(trail: Ledger) -> None:
    lines = trail.audit()
    assert [line.no for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[0].details == {
        "contacted": 6, "control": 2, "inputs": "0" * 64, "seed": 1, "software": "0.1.0",
    }  # fmt: skip
    assert (lines[5].actor, lines[5].at, lines[5].action, lines[5].subject, lines[5].details) == (
        "agent-12", "2014-06-02T09:30:00.000000+00:00", "looked", "rsa", {"number": 3, "mot": "été"},
    )  # fmt: skip
    assert trail.audit_head() == (6, lines[5].hash)
    assert trail.verify_audit() == []
    assert trail.verify_audit([(6, lines[5].hash), (2, lines[1].hash)]) == []


MOVED = (
    "UPDATE audit SET no = 99 WHERE no = 4",
    "UPDATE audit SET no = 4 WHERE no = 5",
    "UPDATE audit SET no = 5 WHERE no = 99",
)
CUT = ("DELETE FROM audit WHERE no > 1",)
FAULTS: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "altered": (("UPDATE audit SET actor = 'x' WHERE no = 4",), ["La ligne 4 a été modifiée."]),
    "details": (("UPDATE audit SET details = '{}' WHERE no = 3",), ["La ligne 3 a été modifiée."]),
    "time": (("UPDATE audit SET at = '2013' WHERE no = 3",), ["La ligne 3 a été modifiée."]),
    "removed": (("DELETE FROM audit WHERE no = 4",), ["La ligne 4 manque."]),
    "several": (("DELETE FROM audit WHERE no IN (3, 4)",), ["Les lignes 3 à 4 manquent."]),
    "first": (("DELETE FROM audit WHERE no = 3", "DELETE FROM audit WHERE no = 4"), ["Les lignes 3 à 4 manquent."]),
    "moved": (MOVED, ["La ligne 4 a été modifiée.", "La ligne 5 a été modifiée."]),
    "end": (
        ("DELETE FROM audit WHERE no = 6",),
        ["La fin du journal n'est pas celle attendue : 6 lignes notées, 5 trouvées."],
    ),
    "end and count": (
        (*CUT, "UPDATE audit_head SET lines = 1, hash = (SELECT hash FROM audit WHERE no = 1)"),
        ["Aucune ligne ne dit : wave_published, rsa 2014-05 v1, vague 1."],
    ),
    "everything": (
        ("DELETE FROM audit", f"UPDATE audit_head SET lines = 0, hash = '{'0' * 64}'"),
        ["Aucune ligne ne dit : release_drawn, rsa 2014-05 v1.", "Aucune ligne ne dit : wave_published"],
    ),
    "count": (("DELETE FROM audit_head",), ["Le compte des lignes a été supprimé."]),
    "facts": (
        ("UPDATE targets SET arm = 'contacted'",),
        ["Le registre ne contient pas ce que le journal dit : release_drawn, rsa 2014-05 v1."],
    ),
    "contacts": (
        ("DELETE FROM contacts WHERE person_no = 1",),
        ["Le registre ne contient pas ce que le journal dit : wave_published, rsa 2014-05 v1, vague 1."],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_was_done_to_it_shows(trail: Ledger, case: str) -> None:
    changes, expected = FAULTS[case]
    tamper(trail, *changes)
    found = trail.verify_audit()
    for fault in expected:
        assert any(said.startswith(fault) for said in found), found


def test_one_altered_line_is_one_fault(trail: Ledger) -> None:
    tamper(trail, *FAULTS["altered"][0])
    assert trail.verify_audit() == ["La ligne 4 a été modifiée."]


def rewrite(connection: Connection) -> None:
    """The whole chain again, by somebody who knows how: only what was noted elsewhere can tell."""
    previous = "0" * 64
    names = ("no", "at", "actor", "action", "subject", "details")
    for row in connection.execute(text("SELECT * FROM audit ORDER BY no")).mappings().all():
        rest: dict[str, Any] = {name: row[name] for name in names} | ({"actor": "x"} if row["no"] == 4 else {})
        said = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        last = hashlib.sha256((previous + said).encode()).hexdigest()
        change = "UPDATE audit SET actor = :actor, previous_hash = :before, hash = :last WHERE no = :no"
        values = {"actor": rest["actor"], "before": previous, "last": last, "no": row["no"]}
        connection.execute(text(change), values)
        previous = last
    connection.execute(text("UPDATE audit_head SET hash = :last"), {"last": previous})


def test_a_chain_made_anew_shows_only_against_what_was_noted_elsewhere(trail: Ledger) -> None:
    noted = trail.audit_head()
    tamper(trail)
    with trail.database.write() as connection:
        rewrite(connection)
    assert trail.verify_audit() == []  # said so in the docstring
    assert trail.verify_audit([noted]) == ["La ligne 6 n'est pas celle qui avait été notée hors du registre."]


@pytest.mark.parametrize(
    "note",
    [
        lambda ledger: ledger.note("agent-12", "looked", person(1), {}, AT),
        lambda ledger: ledger.note("agent-12", "looked", "rsa", {"of": [person(1)]}, AT),
        lambda ledger: ledger.note("agent-12", "looked", "rsa", {}, datetime(2014, 6, 2)),  # noqa: DTZ001
    ],
)
def test_it_names_nobody_and_knows_its_time(quick: Ledger, note: Callable[[Ledger], None]) -> None:
    with pytest.raises(ValueError, match=r"names nobody|zone"):
        note(quick)
    assert quick.audit() == []


def test_whose_line_it_is(quick: Ledger) -> None:
    quick.note(**BY, action="looked", subject="rsa", details={})
    assert quick.audit()[0].actor == "agent-12"
