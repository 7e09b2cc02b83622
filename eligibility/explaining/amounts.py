"""Amounts as the person reads them: rounded, and no more exact than they are known. Belongs here: that rounding."""

from math import floor

from data_contracts.french import whole_euros
from eligibility.explaining.explanation import Range

NARROW = 0.05
"""Bounds that differ by less than this share are one « environ »."""


def about(amount: Range, times: int = 1) -> str:
    """`environ 440 €`, `entre 200 € et 250 €`, `jusqu'à environ 250 €`, `au moins 200 €`."""
    low = 0.0 if amount.low is None else amount.low * times
    high = None if amount.high is None else amount.high * times
    if high is None:
        return f"au moins {whole_euros(_rounded(low, floor))}" if low >= 1 else ""
    if high < 1:
        return ""
    if high - low <= NARROW * high:
        return f"environ {whole_euros(_rounded((low + high) / 2, round))}"
    if low < 1:
        return f"jusqu'à environ {whole_euros(_rounded(high, round))}"
    return f"entre {whole_euros(_rounded(low, floor))} et {whole_euros(_rounded(high, round))}"


def _rounded(amount: float, to_whole: object) -> float:
    """To 10 euros; to 5 below 100, to 1 below 20."""
    step = 1 if amount < 20 else 5 if amount < 100 else 10
    return float(to_whole(round(amount / step, 6)) * step)  # type: ignore[operator]
