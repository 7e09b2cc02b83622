"""What the ledger knows keeps people off a list: for that right or any, for a time, with their household or alone."""

from datetime import date
from typing import Any

import pytest

from campaigns.already_known import FACTS
from data_contracts.campaign import Campaign
from tests.campaigns.conftest import PERIOD, Territory
from tests.campaigns.test_targeting import exclusions

EXCLUDES = {
    "control": "control",
    "contacted": "contacted",
    "opening": "pending",
    "refused": "refused",
    "objected": "objected",
    "applied": "pending",
    "undelivered": "undeliverable",
}


def test_every_fact_is_told() -> None:
    assert EXCLUDES.keys() == set(FACTS)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("benefit", [None, "rsa_socle"])
def test_each_fact_excludes_alone_from_a_letter(
    territory: Territory, inform: Campaign, fact: str, benefit: str | None
) -> None:
    territory.add(1)
    territory.add(2)
    territory.know(2, fact, benefit=benefit)
    assert exclusions(territory.target(inform)) == {1: None, 2: EXCLUDES[fact]}


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_on_another_right_says_nothing(territory: Territory, inform: Campaign, fact: str) -> None:
    territory.add(1)
    territory.know(1, fact, benefit="aspa")
    assert exclusions(territory.target(inform)) == {1: None}


@pytest.mark.parametrize(
    ("until", "holds"), [(None, True), (date(2014, 6, 30), True), (date(2014, 6, 1), True), (PERIOD.last_day, False)]
)
def test_a_fact_holds_until_the_day_it_no_longer_does(
    territory: Territory, inform: Campaign, until: date | None, holds: bool
) -> None:
    territory.add(1)
    territory.know(1, "contacted", until=until)
    assert exclusions(territory.target(inform)) == {1: "contacted" if holds else None}


HOUSEHOLD = f"{9:020x}"


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize(
    "noted",
    [
        {"household_id": f"{77:020x}"},  # of a person, whose household had another name then
        {"person_id": f"{77:020x}", "household_id": HOUSEHOLD},  # of a household, whoever it was
    ],
)
def test_a_household_shares_what_was_noted_of_one(
    territory: Territory, inform: Campaign, fact: str, noted: dict[str, Any]
) -> None:
    """But for an objection, which is each person's own: their household is still written to."""
    territory.add(1, household_id=HOUSEHOLD)
    territory.add(2, household_id=HOUSEHOLD, verdict="unlikely")
    territory.know(2, fact, **noted)
    assert exclusions(territory.target(inform)) == {1: None if fact == "objected" else EXCLUDES[fact]}


@pytest.mark.parametrize(
    ("fact", "said", "excluded"),
    [
        ("contacted", {}, None),
        ("opening", {"benefit": "acs"}, "pending"),
        ("opening", {"benefit": "css_gratuite"}, "pending"),  # another form of that right
        ("opening", {"benefit": "aspa"}, None),
        ("contacted", {"campaign": "complementaire-sante-minimum-vieillesse"}, "contacted"),
        ("refused", {}, "refused"),
        ("applied", {}, "pending"),
        ("control", {"benefit": "acs"}, "control"),
    ],
)
def test_a_right_is_opened_unless_something_was_done_about_that_right(
    territory: Territory, simplify: Campaign, fact: str, said: dict[str, Any], excluded: str | None
) -> None:
    territory.add(1, benefit="acs")
    territory.know(1, fact, **said)
    assert exclusions(territory.target(simplify)) == {1: excluded}


@pytest.mark.parametrize("fact", ["refused", "opening"])
def test_what_a_spouse_has_done_does_not_keep_a_right_from_being_opened(
    territory: Territory, simplify: Campaign, fact: str
) -> None:
    for number in (1, 2):
        territory.add(number, benefit="acs", household_id=HOUSEHOLD)
    territory.know(2, fact, benefit="acs", household_id=HOUSEHOLD)
    assert exclusions(territory.target(simplify)) == {1: None, 2: EXCLUDES[fact]}
