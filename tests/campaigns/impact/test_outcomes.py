"""What becomes of households drawn, over planted months."""

from typing import Any

import pytest

from campaigns.impact.measuring import Arms
from campaigns.impact.outcomes import TOLD_BY, Month, Outcomes, count, count_by, count_by_month, follow
from data_contracts.decided import BENEFITS
from tests.campaigns.impact.planted import MAY, Store, target

RSA = ("rsa_socle",)


@pytest.fixture
def store() -> Store:
    return Store()


def followed(store: Store, months: list[Month], **asked: Any) -> Outcomes:
    rows = asked.pop("rows", [target("A")])
    given = {"since": MAY, "within_months": 3, "benefits": RSA, **asked}
    return follow(store.con, store.targets(*rows), months, **given)


def said(outcomes: Outcomes, household: str = "A") -> dict[str, Any]:
    rows = [dict(zip(outcomes.households.columns, row, strict=True)) for row in outcomes.households.fetchall()]
    (found,) = (row for row in rows if row["household_id"] == household)
    return {name: found[name] for name in ("opened", "applied", "opened_after", "months_seen", "seen")}


@pytest.mark.parametrize(
    ("state", "opened", "applied"),
    [
        ("live", True, True), ("pending", False, True), ("refused", False, True), ("suspended", False, True),
        ("under_minimum", False, True),
    ],
)  # fmt: skip
def test_what_each_state_says(store: Store, state: str, opened: bool, applied: bool) -> None:
    months = [store.month(1, {"A": (1, 10)}, [("household", 10, "rsa_socle", state)])]
    found = said(followed(store, months))
    assert (found["opened"], found["applied"]) == (opened, applied)


@pytest.mark.parametrize(("after", "opened"), [(0, False), (1, True), (3, True), (4, False), (-1, False)])
def test_only_the_window_counts(store: Store, after: int, opened: bool) -> None:
    months = [store.month(after, {"A": (1, 10)}, [("household", 10, "rsa_socle", "live")])]
    assert said(followed(store, months))["opened"] is opened


@pytest.mark.parametrize(
    ("received", "benefits", "opened"),
    [
        (("household", 10, "rsa_socle", "live"), RSA, True),
        (("household", 11, "rsa_socle", "live"), RSA, False),
        (("person", 10, "rsa_socle", "live"), RSA, False),
        (("household", 10, "apl", "live"), RSA, False),
        (("person", 1, "css_gratuite", "live"), ("css_gratuite", "css_participation"), True),
        (("person", 1, "css_participation", "live"), ("css_gratuite", "css_participation"), True),
        (("household", 1, "css_gratuite", "live"), ("css_gratuite",), False),
    ],
)
def test_whose_right_it_is(store: Store, received: Any, benefits: tuple[str, ...], opened: bool) -> None:
    months = [store.month(1, {"A": (1, 10)}, [received])]
    assert said(followed(store, months, benefits=benefits))["opened"] is opened


def test_people_are_followed_not_households(store: Store) -> None:
    """The household has another number each month, and its two people part; one of them opens the right."""
    rows = [target("A", "a1"), target("A", "a2"), target("B", "b")]
    months = [
        store.month(1, {"a1": (1, 10), "a2": (2, 10), "b": (3, 11)}),
        store.month(2, {"a1": (5, 20), "a2": (6, 21), "b": (7, 10)}, [("household", 21, "rsa_socle", "live")]),
    ]
    outcomes = followed(store, months, rows=rows)
    assert said(outcomes) == {
        "opened": True, "applied": True, "opened_after": 2, "months_seen": 2, "seen": True,
    }  # fmt: skip
    assert not said(outcomes, "B")["opened"]
    assert count(store.con, outcomes) == Arms(2, 1, 0, 0)


def test_what_was_there_at_the_release_is_not_opened_by_it(store: Store) -> None:
    people = {"A": (1, 10), "B": (2, 11), "C": (3, 12)}
    state = [("household", 10, "rsa_socle", "live"), ("household", 11, "rsa_socle", "refused")]
    later = [*state, ("household", 10, "apl", "live"), ("household", 12, "rsa_socle", "refused")]
    outcomes = followed(
        store,
        [store.month(1, people, later)],
        rows=[target("A"), target("B"), target("C")],
        at_release=store.month(0, people, state),
    )
    assert [said(outcomes, name)["applied"] for name in "ABC"] == [False, False, True]
    assert not said(outcomes)["opened"]


def test_a_request_of_before_that_is_granted_is_opened(store: Store) -> None:
    people = {"A": (1, 10)}
    before = store.month(0, people, [("household", 10, "rsa_socle", "refused")])
    after = store.month(1, people, [("household", 10, "rsa_socle", "live")])
    assert said(followed(store, [after], at_release=before))["opened"]


@pytest.mark.parametrize(
    ("held", "found", "asked", "opened"),
    [
        (("household", 10, "apl"), ("household", 10, "als"), ("als",), False),
        (("household", 10, "alf"), ("household", 10, "apl"), ("apl", "als"), False),
        (("person", 1, "acs"), ("person", 1, "css_participation"), ("css_participation",), False),
        (("person", 1, "acs"), ("person", 1, "cmuc"), ("cmuc", "acs"), False),
        (("household", 10, "rsa_activite"), ("household", 10, "rsa_socle"), RSA, False),
        (None, ("household", 10, "als"), ("apl",), True),
        (None, ("person", 1, "css_gratuite"), ("cmuc",), True),
        (("person", 1, "acs"), ("household", 10, "als"), ("cmuc", "apl"), True),
        (("household", 10, "apl"), ("household", 10, "rsa_socle"), RSA, True),
        (None, ("person", 1, "aspa"), ("apl", "cmuc"), False),
    ],
)
def test_a_right_is_one_under_each_of_its_forms(
    store: Store, held: Any, found: Any, asked: tuple[str, ...], opened: bool
) -> None:
    """Whoever received it under another code opens nothing; whoever did not opens it under any."""
    people = {"A": (1, 10)}
    before = store.month(0, people, [(*held, "live")] if held else [])
    later = store.month(1, people, [(*found, "live")])
    outcomes = followed(store, [later], at_release=before, benefits=asked)
    assert (said(outcomes)["opened"], said(outcomes)["applied"]) == (opened, opened)


def test_another_right_than_the_one_received_counts(store: Store) -> None:
    people = {"A": (1, 10)}
    before = store.month(0, people, [("household", 10, "apl", "live")])
    after = store.month(1, people, [("household", 10, "apl", "live"), ("person", 1, "cmuc", "live")])
    outcomes = followed(store, [after], at_release=before, benefits=("apl", "cmuc"))
    assert said(outcomes)["opened_after"] == 1


def test_a_month_that_was_not_delivered_is_missing(store: Store) -> None:
    """June came without the CAF, August not at all: neither is a month without RSA."""
    months = [store.month(1, {"A": (1, 10)}, sources=("registrations",)), store.month(2, {"A": (1, 10)})]
    outcomes = followed(store, months)
    assert outcomes.missing == {MAY.shift(1): RSA, MAY.shift(3): RSA}
    assert outcomes.observed == (MAY.shift(2),)
    assert said(outcomes)["seen"]  # in the last month that came


def test_a_right_that_a_month_tells_nothing_of(store: Store) -> None:
    months = [store.month(after, {"A": (1, 10)}, sources=("caf_persons",)) for after in (1, 2, 3)]
    outcomes = followed(store, months, benefits=("rsa_socle", "cmuc", "aspa"))
    assert outcomes.missing == {MAY.shift(after): ("cmuc",) for after in (1, 2, 3)}
    assert len(outcomes.observed) == 3


def test_who_is_never_seen_again_counts(store: Store) -> None:
    outcomes = followed(store, [store.month(1, {"A": (1, 10)})], rows=[target("A"), target("B", arm="control")])
    assert said(outcomes, "B") == {
        "opened": False, "applied": False, "opened_after": None, "months_seen": 0, "seen": False,
    }  # fmt: skip
    assert count(store.con, outcomes) == Arms(1, 0, 1, 0)
    assert count(store.con, outcomes, "seen") == Arms(1, 1, 1, 0)


def test_counts_by_group_and_by_month(store: Store) -> None:
    rows = [
        target("A", profile="working_poor"), target("B", arm="control"), target("C", profile=None),
        target("D", arm="control", profile="working_poor"),
    ]  # fmt: skip
    people = {name: (number, 10 + number) for number, name in enumerate("ABCD")}
    months = [
        store.month(2, people, [("household", 10, "rsa_socle", "live")]),
        store.month(3, people, [("household", 11, "rsa_socle", "live")]),
    ]
    outcomes = followed(store, months, rows=rows)
    assert count_by(store.con, outcomes, "profile") == {
        "other": Arms(0, 0, 1, 1), "unknown": Arms(1, 0, 0, 0), "working_poor": Arms(1, 1, 1, 0),
    }  # fmt: skip
    assert count_by_month(store.con, outcomes) == {1: Arms(2, 0, 2, 0), 2: Arms(2, 1, 2, 0), 3: Arms(2, 1, 2, 1)}


def test_nobody_drawn(store: Store) -> None:
    none = store.targets(target("A")).filter("false")
    outcomes = follow(store.con, none, [], since=MAY, within_months=3, benefits=RSA)
    assert count(store.con, outcomes) == Arms(0, 0, 0, 0)
    assert outcomes.observed == ()


def test_every_benefit_is_told_by_a_source() -> None:
    assert TOLD_BY.keys() == BENEFITS.keys()


@pytest.mark.parametrize("asked", [{"within_months": 0}, {"benefits": ()}, {"benefits": ("aah",)}])
def test_nothing_to_follow(store: Store, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="nothing to follow"):
        followed(store, [], **asked)
