"""A preview draws as a release would, and counts the same people in each split."""

import pytest

from campaigns.preview import Arms, preview
from data_contracts.campaign import Campaign
from tests.campaigns.conftest import Territory, edited


def test_arms_add_up_in_every_split(territory: Territory, inform: Campaign) -> None:
    for number in range(200):
        territory.add(number, density_level=1, territory=("urban", "rural", None)[number % 3],
                      verdict=("likely", "possible")[number % 2], deceased=number % 10 == 0)  # fmt: skip
    seen = preview(territory.target(edited(inform, control={"share": 0.25, "strata": ["territory"]})))
    assert seen.households == Arms("foyers", "foyers", 135, 45)
    assert (seen.people.contacted, seen.people.control) == (135, 45)
    for groups in seen.splits.values():
        assert (sum(group.contacted for group in groups), sum(group.control for group in groups)) == (135, 45)
    assert [group.label for group in seen.splits["Territoire"]] == ["urbain dense", "rural", "non connu"]
    assert [group.code for group in seen.splits["Probabilité"]] == ["likely", "possible"]
    assert seen.smallest_effect_points == pytest.approx(18, abs=4)


@pytest.mark.parametrize(("people", "share"), [(0, 0.1), (10, 0), (2, 0.5)])
def test_no_effect_can_be_shown_without_two_arms_of_some_size(
    territory: Territory, inform: Campaign, people: int, share: float
) -> None:
    for number in range(people):
        territory.add(number)
    seen = preview(territory.target(edited(inform, control={"share": share})))
    assert seen.smallest_effect_points is None
    assert seen.people.contacted + seen.people.control == people


def test_a_person_of_several_rights_counts_once_by_the_most_probable(territory: Territory, inform: Campaign) -> None:
    campaign = edited(inform, benefits=["rsa_socle", "aspa"])
    for benefit, verdict in (("rsa_socle", "possible"), ("aspa", "likely")):
        territory.add(1, benefit=benefit, verdict=verdict)
    seen = preview(territory.target(campaign))
    assert seen.targeting.counts.listed == 2
    assert seen.splits["Probabilité"] == [Arms("likely", "droit probable", 1, 0)]
