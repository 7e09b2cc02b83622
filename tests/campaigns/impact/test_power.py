"""The smallest effect a draw detects."""

import math

import numpy as np
import pytest

from campaigns.impact.power import smallest_effect


@pytest.mark.parametrize(
    ("contacted", "control", "share_without"),
    [(1400, 600, 0.1), (800, 200, 0.05), (1900, 100, 0.1), (5000, 5000, 0.5), (300, 300, 0.3)],
)
def test_it_is_detected_four_times_out_of_five(contacted: int, control: int, share_without: float) -> None:
    """By simulation, with the test that tells whether there is an effect (chi-squared)."""
    share_with = share_without + smallest_effect(contacted, control, share_without) / 100
    chance = np.random.default_rng(1)
    opened, opened_without = (
        chance.binomial(n, p, 40_000) for n, p in ((contacted, share_with), (control, share_without))
    )
    pooled = (opened + opened_without) / (contacted + control)
    deviation = np.sqrt(pooled * (1 - pooled) * (1 / contacted + 1 / control))
    detected = np.abs(opened / contacted - opened_without / control) > 1.96 * deviation
    assert detected.mean() == pytest.approx(0.80, abs=0.015)


def test_the_usual_sample_size_gives_its_effect_back() -> None:
    """10 % against 15 % needs 686 in each arm, by the formula of textbooks (Fleiss)."""
    without, share = 0.10, 0.15
    mean = (without + share) / 2
    spread = 1.959964 * (2 * mean * (1 - mean)) ** 0.5
    spread += 0.841621 * (without * (1 - without) + share * (1 - share)) ** 0.5
    needed = (spread / (share - without)) ** 2
    assert round(needed) == 686
    assert smallest_effect(686, 686, without) == pytest.approx(5.0, abs=0.01)


@pytest.mark.parametrize("arms", [(0, 100), (100, 0), (0, 0)])
def test_an_empty_arm_shows_nothing(arms: tuple[int, int]) -> None:
    assert math.isnan(smallest_effect(*arms, 0.1))


def test_not_even_a_rise_to_everybody_would_be_seen() -> None:
    assert math.isnan(smallest_effect(5, 5, 0.9))


@pytest.mark.parametrize("share_without", [0.0, 1.0])
def test_ends_of_the_scale(share_without: float) -> None:
    points = smallest_effect(500, 500, share_without)
    assert math.isnan(points) if share_without == 1 else 0 < points < 5


def test_a_share_is_no_percentage() -> None:
    with pytest.raises(ValueError, match="share"):
        smallest_effect(100, 100, 10)
