"""What a draw can show: the smallest effect that it would detect.

Belongs here: power. Does not: what was measured (`measuring`).
"""

import math

POWER = 0.80
SIGNIFICANCE = 0.05
"""Two-sided."""


def smallest_effect(contacted: int, control: int, share_without: float) -> float:
    """The smallest rise, in points, that a two-sided test at 5 % detects four times out of five.

    `contacted` and `control` are households, `share_without` (0 to 1) the share that would open the right without
    being contacted. NaN where an arm is empty, or so small that not even a rise to 100 % would be detected.
    Power of the test of the difference of two proportions (Fleiss, Statistical Methods for Rates and Proportions,
    chapter 4), solved for the difference. Not Cohen's arcsine scale: with a control group several times smaller, an
    effect that it says to be detected at 80 % is at 71 to 79 %.
    """
    from scipy.optimize import brentq  # type: ignore[import-untyped]
    from statsmodels.stats.proportion import power_proportions_2indep  # type: ignore[import-untyped]

    if not 0 <= share_without <= 1:
        raise ValueError(f"share opened without action: {share_without}, expected 0 to 1")

    def beyond(rise: float) -> float:
        tested = power_proportions_2indep(rise, share_without, contacted, control / contacted, SIGNIFICANCE)
        return float(tested.power) - POWER

    least, most = 1e-9, 1 - share_without - 1e-9
    if contacted < 1 or control < 1 or most <= least or beyond(most) < 0:
        return math.nan
    return 100 * float(brentq(beyond, least, most))
