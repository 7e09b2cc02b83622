"""Other pseudonyms for the same people, staged then taken."""

import pytest

from campaigns.ledger.book import Ledger
from tests.campaigns.ledger.conftest import BY, ON, household, launch, person

PEOPLE = {person(number): person(number + 1000) for number in range(1, 9)}
HOUSEHOLDS = {household(number): household(number + 1000) for number in range(1, 9)}


def test_everything_of_a_person_stays_theirs(ledger: Ledger) -> None:
    release = launch(ledger)
    before, known = ledger.targets(release), ledger.known(ON)
    ledger.rename(PEOPLE, HOUSEHOLDS)
    after = ledger.targets(release)
    assert after["person_id"].to_list() == [PEOPLE[name] for name in before["person_id"]]
    assert after["household_id"].to_list() == [HOUSEHOLDS[name] for name in before["household_id"]]
    assert after.drop("person_id", "household_id").equals(before.drop("person_id", "household_id"))
    assert set(ledger.known(ON)["person_id"]) == {PEOPLE[name] for name in known["person_id"]}
    assert ledger.verify_audit() == []


def test_staged_names_wait_and_are_taken_once(ledger: Ledger) -> None:
    launch(ledger)
    before = ledger.names()
    ledger.stage_names(PEOPLE, HOUSEHOLDS)
    assert ledger.names() == before
    assert ledger.take_names() == 16
    assert ledger.take_names() == 0
    assert ledger.names() == (sorted(PEOPLE.values()), sorted(HOUSEHOLDS.values()))


def test_staged_names_can_be_forgotten_or_staged_again(ledger: Ledger) -> None:
    launch(ledger)
    before = ledger.names()
    ledger.stage_names(PEOPLE, HOUSEHOLDS)
    ledger.drop_names()
    assert ledger.take_names() == 0
    assert ledger.names() == before
    ledger.stage_names({name: name[::-1] for name in PEOPLE}, {name: name[::-1] for name in HOUSEHOLDS})
    ledger.stage_names(PEOPLE, HOUSEHOLDS)
    ledger.take_names()
    assert ledger.names()[0] == sorted(PEOPLE.values())


def test_nobody_keeps_a_former_name(ledger: Ledger) -> None:
    launch(ledger)
    before = ledger.names()
    some = dict(list(PEOPLE.items())[:7])
    with pytest.raises(ValueError, match="no new name"):
        ledger.rename(some, HOUSEHOLDS)
    assert ledger.names() == before
    assert ledger.take_names() == 0
    ledger.note(**BY, action="looked", subject="rsa", details={})
