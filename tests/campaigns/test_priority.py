"""Who comes first, how far the list goes, and what holds of any list."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from campaigns.priority import ORDERS, households_kept
from data_contracts.campaign import Campaign
from data_contracts.campaign_file import load_campaign
from data_contracts.campaign_parts import PRIORITIES
from tests.campaigns.conftest import FILES, Territory, edited
from tests.campaigns.test_targeting import FAULTS, exclusions

GAINS: dict[int, dict[str, Any]] = {
    1: {"amount_min_eur_month": Decimal(100), "amount_max_eur_month": Decimal(100)},
    2: {"amount_min_eur_month": Decimal(0), "amount_max_eur_month": Decimal(300)},
    3: {"amount_min_eur_month": Decimal(120), "amount_max_eur_month": None},
    4: {"amount_min_eur_month": None, "amount_max_eur_month": None},
}
PEOPLE: dict[str, tuple[list[dict[str, Any]], list[int]]] = {
    "expected_gain": (list(GAINS.values()), [2, 3, 1, 4]),
    "certainty": (
        [{"verdict": "possible"}, {"tier": "probable"}, {}, {"verdict": "possible", "tier": "probable"}],
        [3, 2, 1, 4],
    ),
    "distance_from_services": (
        [{"density_level": 3}, {"density_level": None}, {"density_level": 7}, {"density_level": 1}],
        [3, 1, 4, 2],
    ),
    "oldest_first": (
        [{"birth_month": date(1960 + year, 1, 1)} for year in (2, 1, 3)]
        + [{"birth_month": date(1980, 1, 1), "oldest_adult_birth_month": date(1940, 1, 1)}],
        [4, 2, 1, 3],
    ),
    "youngest_first": ([{"birth_month": date(1960 + year, 1, 1)} for year in (2, 1, 3, 0)], [3, 1, 2, 4]),
}
"""priority -> people 1, 2, 3, 4, and the order they come in."""


def test_every_priority_is_an_order_and_has_its_example() -> None:
    assert PRIORITIES.keys() == ORDERS.keys() == PEOPLE.keys()


@pytest.mark.parametrize("priority", PEOPLE)
@pytest.mark.parametrize("capacity", [1, 2, 3, 4])
def test_the_first_by_priority_are_kept(territory: Territory, inform: Campaign, priority: str, capacity: int) -> None:
    people, order = PEOPLE[priority]
    for number, said in enumerate(people, start=1):
        territory.add(number, **said)
    campaign = edited(inform, priority=[priority], capacity=capacity)
    found = exclusions(territory.target(campaign))
    assert {number for number, code in found.items() if code is None} == set(order[:capacity])
    assert {code for number, code in found.items() if number in order[capacity:]} <= {"over_capacity"}


def test_the_second_priority_tells_equals_apart(territory: Territory, inform: Campaign) -> None:
    for number, level in ((1, 1), (2, 7), (3, 3)):
        territory.add(number, density_level=level, verdict="possible" if number == 2 else "likely")
    campaign = edited(inform, priority=["certainty", "distance_from_services"], capacity=1)
    assert exclusions(territory.target(campaign)) == {1: "over_capacity", 2: "over_capacity", 3: None}


@pytest.mark.parametrize(
    ("capacity", "share", "kept"), [(None, 0.1, None), (100, 0, 100), (100, 0.5, 200), (70, 0.3, 100), (100, 0.1, 111)]
)
def test_the_capacity_is_of_people_contacted(
    inform: Campaign, capacity: int | None, share: float, kept: int | None
) -> None:
    assert households_kept(edited(inform, capacity=capacity, control={"share": share})) == kept


@given(st.integers(1, 100_000), st.integers(0, 500))
def test_the_capacity_is_never_exceeded_however_the_draw_rounds(capacity: int, share: int) -> None:
    campaign = edited(
        load_campaign(FILES / "rsa-socle-demandeurs-emploi.yaml"), capacity=capacity, control={"share": share / 1000}
    )
    kept = households_kept(campaign)
    assert kept is not None
    assert kept - kept * share // 1000 <= capacity  # as few control households as the draw may round to
    assert (kept + 1) * (1000 - share) > capacity * 1000  # one household more would be too many


def test_chance_tells_the_rest_apart_by_seed(territory: Territory, inform: Campaign) -> None:
    for number in range(40):
        territory.add(number)
    kept = [
        {
            number
            for number, code in exclusions(
                territory.target(edited(inform, capacity=10, seed=seed, control={"share": 0}))
            ).items()
            if not code
        }
        for seed in (1, 1, 2)
    ]
    assert kept[0] == kept[1] != kept[2]
    assert len(kept[2]) == 10


FAULT = st.sampled_from([{}, {}, {}, *FAULTS.values()])
PERSON = st.tuples(FAULT, st.integers(0, 4), st.sampled_from(["rsa_socle", "aspa", "apl"]), st.booleans())


@hypothesis_settings(max_examples=30)
@given(st.lists(PERSON, max_size=12), st.sampled_from([None, 1, 3]), st.sampled_from(["inform", "orient", "simplify"]))
def test_candidates_are_listed_or_excluded_once(
    people: list[tuple[dict[str, Any], int, str, bool]], capacity: int | None, action: str
) -> None:
    territory = Territory()
    for number, (fault, home, benefit, told) in enumerate(people):
        territory.add(number, **{"household_id": f"{home:020x}", "benefit": benefit, **fault})
        if told:
            territory.know(number, "contacted", benefit="aspa")
    campaign = edited(
        load_campaign(FILES / "rsa-socle-demandeurs-emploi.yaml"),
        action=action, benefits=["rsa_socle", "aspa", "apl"], verdicts=["likely"], signals=[], capacity=capacity,
        tiers=["certain", "alone"],
    )  # fmt: skip
    targeting = territory.target(campaign)
    counts = targeting.counts
    assert counts.candidates == len(people)
    assert counts.candidates == counts.listed + sum(count.count for count in counts.excluded)
    assert counts.households == len(targeting.households.fetchall())
    assert counts.households <= counts.people <= counts.listed
    if capacity is not None:
        assert counts.households <= capacity
    if action != "simplify":
        assert counts.people == counts.households, "one person a household"
