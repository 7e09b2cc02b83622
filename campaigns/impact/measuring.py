"""How many points a campaign won, and how sure that is: from counts, nothing else.

Belongs here: the statistics of two shares, of one share, and what a right cost. Does not: counting (`outcomes`,
`answers`), words and pictures (`report`, `chart`).

A draw gives every household the same chance, whatever its stratum: households of the two arms are thus compared as they
are, without weights, and the difference that is told is that of the counts that are shown. It is unbiased; its
interval does not use that the draw is stratified, so it is slightly too wide where strata differ much, never too
narrow (`python -m benchmarks.evaluation` shows by how much). Everyone drawn counts, reached or not (intention to
treat).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

SIGNIFICANCE = 0.05
FEW = 30
"""Households in an arm below which it says next to nothing."""


@dataclass(frozen=True)
class Arms:
    """Households drawn in each arm, and those of them that opened the right."""

    contacted: int
    opened_contacted: int
    control: int
    opened_control: int

    def __post_init__(self) -> None:
        if not (0 <= self.opened_contacted <= self.contacted and 0 <= self.opened_control <= self.control):
            raise ValueError(f"more rights opened than households, or less than none: {self}")

    @property
    def few(self) -> bool:
        return min(self.contacted, self.control) < FEW

    @property
    def share_contacted(self) -> float | None:
        """0 to 1; None where nobody was drawn."""
        return self.opened_contacted / self.contacted if self.contacted else None

    @property
    def share_control(self) -> float | None:
        return self.opened_control / self.control if self.control else None


@dataclass(frozen=True)
class Effect:
    """A difference of two shares, in points (-100 to 100), contacted less control; None where an arm is empty."""

    arms: Arms
    points: float | None
    low: float | None
    """Of the 95 % interval, as `high`."""
    high: float | None
    p_value: float | None

    @property
    def measured(self) -> bool:
        return self.points is not None

    @property
    def demonstrated(self) -> bool:
        """The interval leaves out zero; that is what is called an effect, in either direction."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True)
class Share:
    """A share (0 to 1) with its 95 % interval; None where there is nothing to divide by."""

    count: int
    among: int
    share: float | None
    low: float | None
    high: float | None


class Costs(Protocol):
    """What a campaign file says of its costs, in euros; the last three are of one letter, one call, one visit."""

    @property
    def fixed_eur(self) -> float: ...
    @property
    def hours(self) -> float: ...
    @property
    def hour_eur(self) -> float: ...
    @property
    def letter_eur(self) -> float: ...
    @property
    def call_eur(self) -> float: ...
    @property
    def visit_eur(self) -> float: ...


@dataclass(frozen=True)
class Cost:
    """What the campaign cost, and each right that would not have been opened without it.

    `per_right_eur` is None where the effect is not above zero: no right was won, so none has a cost. `high_eur` is None
    where the interval of the effect reaches zero: nothing bounds the cost of a right.
    """

    total_eur: float
    extra_rights: float | None
    per_right_eur: float | None
    low_eur: float | None
    high_eur: float | None


def measure(arms: Arms) -> Effect:
    """The difference, its 95 % interval (Newcombe, Statistics in Medicine 17, 1998, method 10: from the two Wilson
    intervals, sound with few people and with zeros) and the p-value of the score test that there is none."""
    from statsmodels.stats.proportion import (  # type: ignore[import-untyped]
        confint_proportions_2indep,
        test_proportions_2indep,
    )

    counts = (arms.opened_contacted, arms.contacted, arms.opened_control, arms.control)
    if not arms.contacted or not arms.control:
        return Effect(arms, None, None, None, None)
    low, high = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=SIGNIFICANCE)
    # Where nobody, or everybody, opened the right, the arms do not differ and the test has nothing to divide by.
    same = arms.opened_contacted + arms.opened_control in (0, arms.contacted + arms.control)
    with np.errstate(divide="ignore", invalid="ignore"):  # of ratios that come with the test and are not used
        p_value = 1.0 if same else float(test_proportions_2indep(*counts, method="score", compare="diff").pvalue)
    # Of whole numbers, so that a round difference is told as one.
    surplus = arms.opened_contacted * arms.control - arms.opened_control * arms.contacted
    return Effect(arms, 100 * surplus / (arms.contacted * arms.control), 100 * float(low), 100 * float(high), p_value)


def share_of(count: int, among: int) -> Share:
    """A share with its Wilson interval (Wilson, JASA 22, 1927)."""
    from statsmodels.stats.proportion import proportion_confint

    if not among:
        return Share(count, among, None, None, None)
    low, high = proportion_confint(count, among, alpha=SIGNIFICANCE, method="wilson")
    return Share(count, among, count / among, float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1)))


def total_cost(costs: Costs, sent: Mapping[str, int]) -> float:
    """Euros; `sent` counts what was done by kind of wave: letter, call, visit."""
    per_piece = {"letter": costs.letter_eur, "call": costs.call_eur, "visit": costs.visit_eur}
    pieces = math.fsum(float(per_piece[kind]) * count for kind, count in sent.items())
    return float(costs.fixed_eur) + float(costs.hours) * float(costs.hour_eur) + pieces


def cost_of_rights(total_eur: float, effect: Effect) -> Cost:
    """Spread a cost over the rights won: the difference times the households contacted."""
    if effect.points is None or effect.low is None or effect.high is None:
        return Cost(total_eur, None, None, None, None)

    def per_right(points: float) -> float | None:
        return total_eur / (points / 100 * effect.arms.contacted) if points > 0 else None

    extra = effect.points / 100 * effect.arms.contacted
    if effect.points <= 0:
        return Cost(total_eur, extra, None, None, None)
    return Cost(total_eur, extra, per_right(effect.points), per_right(effect.high), per_right(effect.low))
