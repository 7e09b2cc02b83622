"""The statistics of two shares, against published values and at their ends."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.impact.measuring import Arms, cost_of_rights, measure, share_of, total_cost


@pytest.mark.parametrize(
    ("arms", "low", "high"),
    [
        (Arms(70, 56, 80, 48), 5.24, 33.39), (Arms(10, 9, 10, 3), 17.05, 80.90), (Arms(7, 6, 7, 2), 5.82, 80.62),
        (Arms(56, 5, 29, 0), -3.81, 19.26), (Arms(10, 0, 20, 0), -16.11, 27.75), (Arms(10, 0, 10, 0), -27.75, 27.75),
        (Arms(10, 10, 20, 0), 67.91, 100.0), (Arms(10, 10, 10, 0), 60.75, 100.0),
    ],
)  # fmt: skip
def test_the_intervals_of_newcombe_1998(arms: Arms, low: float, high: float) -> None:
    """Table II of the paper, method 10, in points."""
    effect = measure(arms)
    assert (effect.low, effect.high) == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))


def test_difference_and_p_value() -> None:
    """By hand: 80 % less 60 %; z = 0.2 / sqrt(0.6933 x 0.3067 x (1/70 + 1/80)) = 2.65, p = 0.008."""
    effect = measure(Arms(70, 56, 80, 48))
    assert effect.points == 20.0
    assert effect.p_value == pytest.approx(0.008, abs=0.0005)
    assert effect.demonstrated


@pytest.mark.parametrize("arms", [Arms(0, 0, 0, 0), Arms(5, 2, 0, 0), Arms(0, 0, 5, 2)])
def test_an_empty_arm_measures_nothing(arms: Arms) -> None:
    effect = measure(arms)
    assert (effect.points, effect.low, effect.high, effect.p_value) == (None, None, None, None)
    assert not effect.measured
    assert not effect.demonstrated


@pytest.mark.parametrize("opened", [0, 20])
def test_nobody_and_everybody(opened: int) -> None:
    effect = measure(Arms(20, opened, 20, opened))
    assert (effect.points, effect.p_value, effect.demonstrated) == (0.0, 1.0, False)


def test_a_harm_is_demonstrated_too() -> None:
    effect = measure(Arms(500, 20, 500, 100))
    assert effect.points == -16.0
    assert effect.demonstrated


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_what_always_holds(contacted: int, control: int, data: st.DataObject) -> None:
    opened = data.draw(st.integers(0, contacted)), data.draw(st.integers(0, control))
    effect = measure(Arms(contacted, opened[0], control, opened[1]))
    turned = measure(Arms(control, opened[1], contacted, opened[0]))
    assert effect.points is not None
    assert effect.low is not None
    assert effect.high is not None
    assert effect.p_value is not None
    assert -100 - 1e-9 <= effect.low <= effect.points + 1e-9
    assert effect.points <= effect.high + 1e-9 <= 100 + 2e-9
    assert 0 <= effect.p_value <= 1
    assert turned.points == pytest.approx(-effect.points)
    assert turned.low == pytest.approx(-effect.high, abs=1e-9)


@pytest.mark.parametrize("counts", [(5, 6, 5, 0), (5, -1, 5, 0), (5, 0, 5, 6)])
def test_counts_that_cannot_be(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="more rights opened"):
        Arms(*counts)


@pytest.mark.parametrize(
    ("count", "among", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(count: int, among: int, low: float, high: float) -> None:
    """81 of 263 and 1 of 29 are the examples of Newcombe, Statistics in Medicine 17, 1998, p. 857."""
    share = share_of(count, among)
    assert (share.low, share.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_share_of_nobody() -> None:
    assert share_of(0, 0).share is None


@dataclass(frozen=True)
class Spent:
    fixed_eur: float = 1000.0
    hours: float = 20.0
    hour_eur: float = 35.5
    letter_eur: float = 0.9
    call_eur: float = 4.0
    visit_eur: float = 30.0


def test_what_a_campaign_cost() -> None:
    assert total_cost(Spent(), {"letter": 1000, "call": 50}) == 1000 + 710 + 900 + 200
    assert total_cost(Spent(), {}) == 1710


def test_a_right_costs_the_total_over_the_rights_won() -> None:
    effect = measure(Arms(1000, 200, 1000, 80))
    cost = cost_of_rights(6000.0, effect)
    assert cost.extra_rights == pytest.approx(120)
    assert cost.per_right_eur == pytest.approx(50)
    assert cost.low_eur is not None
    assert cost.high_eur is not None
    assert cost.low_eur < 50 < cost.high_eur


def test_no_right_won_has_no_cost() -> None:
    assert cost_of_rights(6000.0, measure(Arms(100, 10, 100, 10))).per_right_eur is None
    assert cost_of_rights(6000.0, measure(Arms(100, 5, 100, 10))).per_right_eur is None
    assert cost_of_rights(6000.0, measure(Arms(100, 5, 0, 0))).extra_rights is None


def test_an_effect_that_is_not_sure_bounds_no_cost() -> None:
    cost = cost_of_rights(6000.0, measure(Arms(100, 12, 100, 10)))
    assert cost.per_right_eur == pytest.approx(3000)
    assert cost.high_eur is None
