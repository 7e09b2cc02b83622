"""The benchmark of the measure, on a few campaigns: it must see what it is there to see."""

import numpy as np

from benchmarks import evaluation
from campaigns.impact.measuring import Arms, measure


def test_a_few_campaigns() -> None:
    trials = [evaluation.trial(12.0, (1, 1, number)) for number in range(40)]
    found = evaluation.summary(trials, 12.0)
    assert abs(found["bias_points"]) < 2
    assert found["covered"] >= 0.85
    assert found["called_by_interval"] > 0.5


def test_a_trial_is_the_same_again() -> None:
    assert evaluation.trial(0.0, (1, 0, 5)) == evaluation.trial(0.0, (1, 0, 5))


def test_nobody_is_capped() -> None:
    """A chance cut at 1 would make the true effect smaller than the set one."""
    for seed in range(20):
        _, without = evaluation.population(np.random.default_rng(seed))
        assert 0 < without.min() <= without.max() <= 0.45


def test_what_is_not_covered_is_counted() -> None:
    sure = evaluation.Trial(4000, measure(Arms(2000, 1000, 2000, 500)))
    found = evaluation.summary([sure, sure, evaluation.Trial(20, measure(Arms(10, 2, 10, 1)))], 0.0)
    assert found["covered"] == 1 / 3
    assert found["called_by_p_value"] == found["called_by_interval"] == 2 / 3
