"""What keeps people from being drawn: each fact, from its day to its last, and for whom."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from campaigns.ledger.book import Ledger
from campaigns.ledger.known import FOR_GOOD, SCHEMA, months_after
from tests.campaigns.ledger.conftest import BY, ON, draft, drawn_people, household, launch, person, rights_of
from tests.campaigns.ledger.sheets import returned

LATER = date(2014, 7, 15)


def facts(frame: pl.DataFrame, of: int | None = None) -> set[tuple[str, str | None, date]]:
    """(fact, benefit, until), of everybody or of one person."""
    wanted = frame if of is None else frame.filter(pl.col("person_id") == person(of))
    return set(wanted.select("fact", "benefit", "until").iter_rows())


def test_nothing_is_known_at_first(ledger: Ledger) -> None:
    known = ledger.known(ON)
    assert known.is_empty()
    assert known.schema == SCHEMA


def test_arms_and_their_time(ledger: Ledger) -> None:
    launch(ledger, outcome={"benefits": ["als"], "within_months": 3}, rest_months=2)
    known = ledger.known(LATER)
    assert facts(known, of=4) == {("control", "rsa_socle", date(2014, 9, 2)), ("control", "als", date(2014, 9, 2))}
    assert facts(known, of=1) == {("contacted", None, date(2014, 8, 2))}
    assert set(known.filter(pl.col("person_id") == person(1))["household_id"]) == {household(1)}
    assert set(known["campaign"]) == {"rsa"}
    assert set(known["since"]) == {ON}
    assert facts(ledger.known(date(2014, 8, 1)), of=1)
    assert not facts(ledger.known(date(2014, 8, 2)), of=1)
    assert facts(ledger.known(date(2014, 9, 1)), of=4)
    assert not facts(ledger.known(date(2014, 9, 2)), of=4)


def test_the_longer_rest_counts(ledger: Ledger) -> None:
    launch(ledger, rest_months=2)
    assert facts(ledger.known(LATER, rest_months=9), of=1) == {("contacted", None, date(2015, 3, 2))}
    assert facts(ledger.known(LATER, rest_months=1), of=1) == {("contacted", None, date(2014, 8, 2))}


def test_a_draw_not_published_yet_counts_until_a_correction_takes_its_place(ledger: Ledger) -> None:
    people = drawn_people(range(1, 9))
    ledger.drawn(draft(), people, rights_of(people), **BY)
    assert facts(ledger.known(LATER), of=1) == {("contacted", None, date(2014, 12, 2))}
    others = drawn_people(range(21, 29))
    ledger.drawn(draft(version=2, corrects=1), others, rights_of(others), **BY)
    known = ledger.known(LATER)
    assert not facts(known, of=1)
    assert facts(known, of=21)


def test_a_month_run_late_knows_whom_a_later_one_drew_and_nothing_else_of_it(ledger: Ledger) -> None:
    launch(ledger)
    assert set(ledger.known(ON - timedelta(days=31))["fact"]) == {"contacted", "control"}


def test_the_same_month_drawn_again_does_not_see_itself(ledger: Ledger) -> None:
    before = ledger.known(ON)
    launch(ledger)
    assert ledger.known(ON, leaving_out=("rsa", "2014-05")).equals(before)
    assert not ledger.known(ON, leaving_out=("rsa", "2014-04")).is_empty()
    assert not ledger.known(ON, leaving_out=("aspa", "2014-05")).is_empty()


@pytest.mark.parametrize(
    ("said", "fact", "benefits", "until"),
    [
        ("refuse cette aide", "refused", ["rsa_socle", "als"], FOR_GOOD),
        ("refuse cette aide;ALS", "refused", ["als"], FOR_GOOD),
        ("s'oppose à l'utilisation de ses données", "objected", [None], FOR_GOOD),
        ("a déposé une demande", "applied", ["rsa_socle", "als"], date(2015, 6, 20)),
        ("a déposé une demande;ALS", "applied", ["als"], date(2015, 6, 20)),
        ("droit accordé;ALS", "applied", ["als"], date(2015, 6, 20)),
        ("droit refusé;ALS", "applied", ["als"], date(2015, 6, 20)),
        ("pli non distribué", "undelivered", [None], date(2015, 6, 20)),
        ("a répondu", None, [], None),
        ("rendez-vous honoré", None, [], None),
    ],
)
def test_what_came_back(
    ledger: Ledger, tmp_path: Path, said: str, fact: str | None, benefits: list[str | None], until: date
) -> None:
    release = launch(ledger, range(1, 9), "rsa_socle", "als")
    kind, _, benefit = said.partition(";")
    label = "Allocation de logement sociale (ALS)" if benefit else ""
    path = returned(tmp_path, ledger, release, [(1, kind, "20/06/2014", "un motif", label)])
    assert ledger.import_returns(path, LATER, **BY).kept == 1
    found = {known for known in facts(ledger.known(LATER), of=1) if known[0] != "contacted"}
    assert found == {(fact, name, until) for name in benefits}
    assert not {known for known in facts(ledger.known(LATER), of=2) if known[0] != "contacted"}


def test_a_refusal_outlasts_everything_until_the_person_comes(ledger: Ledger, tmp_path: Path) -> None:
    release = launch(ledger)
    lines = [(1, "refuse cette aide", "20/06/2014", "", ""), (2, "refuse cette aide", "20/06/2014", "", "")]
    ledger.import_returns(returned(tmp_path, ledger, release, lines), LATER, **BY)
    lines = [(2, "rendez-vous honoré", "25/06/2014", "", "")]
    ledger.import_returns(returned(tmp_path, ledger, release, lines), LATER, **BY)
    known = ledger.known(date(2016, 5, 1), leaving_out=("rsa", "2014-05"))
    assert known.select("person_id", "fact").rows() == [(person(1), "refused")]
    assert ("refused", "rsa_socle", FOR_GOOD) in facts(ledger.known(date(2014, 1, 1)), of=1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2014, 8, 31), 6, date(2015, 2, 28)),
        (date(2014, 12, 2), 1, date(2015, 1, 2)),
        (date(2016, 2, 29), -12, date(2015, 2, 28)),
        (date(2014, 6, 2), 0, date(2014, 6, 2)),
    ],
)
def test_months(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then
