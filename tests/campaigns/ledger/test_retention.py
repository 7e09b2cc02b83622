"""Whom the ledger may no longer name, it does not; what it counts stays."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.ledger.book import Ledger
from campaigns.ledger.retention import Forgotten
from tests.campaigns.ledger.conftest import BY, draft, drawn_people, launch, person, rights_of
from tests.campaigns.ledger.sheets import returned

TODAY = date(2014, 7, 15)
# Published 2014-06-02, outcome known 2014-12-02: data until 2015-12-02, what was said on 2014-06-20 until 2016-06-20.
KEPT_AT = {
    date(2015, 12, 1): {1, 2, 3, 4, 5, 6, 7, 8},
    date(2015, 12, 2): {1, 2},
    date(2016, 6, 19): {1, 2},
    date(2016, 6, 20): set(),
}


@pytest.mark.parametrize("day", KEPT_AT)
def test_people_are_forgotten_in_their_time(ledger: Ledger, tmp_path: Path, day: date) -> None:
    release = launch(ledger)
    said = [
        (1, "s'oppose à l'utilisation de ses données", "20/06/2014", "", ""),
        (2, "refuse cette aide", "20/06/2014", "", ""),
        (3, "a répondu", "20/06/2014", "un motif", ""),
        (5, "droit refusé", "20/06/2014", "un motif", ""),
    ]
    ledger.import_returns(returned(tmp_path, ledger, release, said), TODAY, **BY)
    before = ledger.targets(release)
    forgotten = ledger.forget(day, **BY)
    kept = KEPT_AT[day]
    after = ledger.targets(release)
    assert forgotten.people == 8 - len(kept)
    assert {name for name in after["person_id"] if name} == {person(number) for number in kept}
    assert after["household_id"].null_count() == forgotten.people
    assert after["reference"].null_count() == after["commune_code"].null_count() == forgotten.people
    assert after["arm"].value_counts(sort=True).equals(before["arm"].value_counts(sort=True))
    assert ledger.contacts(release).height == 6
    assert {row[0] for row in ledger.returns(release).select("reason").iter_rows()} == (
        {None, "un motif"} if 3 in kept else {None}
    )
    assert ledger.verify_audit() == []
    assert ledger.forget(day, **BY) == Forgotten(people=0, objections=0)


def test_who_is_in_a_later_release_stays_known(ledger: Ledger) -> None:
    launch(ledger)
    people = drawn_people(range(1, 3))
    ledger.drawn(draft(period="2015-05", published_on=date(2015, 6, 1)), people, rights_of(people), **BY)
    assert ledger.forget(date(2015, 12, 2), **BY) == Forgotten(people=6, objections=0)
    assert ledger.names()[0] == [person(1), person(2)]


def test_an_objection_that_ends_is_noted_though_nobody_is_forgotten(ledger: Ledger, tmp_path: Path) -> None:
    """Its person is still named, by a later release; the line names nobody."""
    said = [(1, "s'oppose à l'utilisation de ses données", "20/06/2014", "", "")]
    ledger.import_returns(returned(tmp_path, ledger, launch(ledger), said), TODAY, **BY)
    people = drawn_people(range(1, 2))
    ledger.drawn(draft(period="2016-01", published_on=date(2016, 2, 1)), people, rights_of(people), **BY)
    ledger.forget(date(2016, 6, 19), **BY)
    lines = len(ledger.audit())
    assert ledger.forget(date(2016, 6, 20), **BY) == Forgotten(people=0, objections=1)
    assert ledger.names()[0] == [person(1)]
    (line,) = ledger.audit()[lines:]
    assert (line.action, line.subject) == ("people_forgotten", "2016-06-20")
    assert line.details == {"people": 0, "objections": 1}
    assert ledger.verify_audit() == []


def test_who_was_forgotten_may_come_again_as_somebody_new(ledger: Ledger) -> None:
    first = launch(ledger)
    ledger.forget(date(2016, 12, 2), **BY)
    second = launch(ledger, period="2017-01", published_on=date(2017, 2, 1))
    assert ledger.targets(first)["person_id"].null_count() == 8
    assert ledger.targets(second)["person_id"].null_count() == 0
    assert ledger.verify_audit() == []
