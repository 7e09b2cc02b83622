"""Days and codes known within bounds, as facts have them: rules make conditions and amounts of them.

Belongs here: what may be asked of a day or code that is not known of everybody. Does not: reckoning with the answer
(`bounds`), the calendar (`dates`), which codes are vague (`facts`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from eligibility.bounds import Amount, Known, Truth, amount_of, truth_of

EARLIEST, LATEST = date(1850, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Day(Known):
    """A date, or none: a column and the bounds it lies within; of one expression where it is known of everybody."""

    low: nw.Expr
    high: nw.Expr

    @property
    def exact(self) -> bool:
        return self.low is self.high

    def until(self, day: date) -> Truth:
        """On that day or before."""
        return truth_of((self,), lambda a: (a.high <= day, a.low <= day))

    def after(self, day: date) -> Truth:
        return ~self.until(day)

    def on_scale(self, scale: Sequence[tuple[Any, float]]) -> Amount:
        """The number that holds from the last threshold reached; the scale must rise."""
        return amount_of((self,), lambda a: (_reached(a.low, scale), _reached(a.high, scale)))


@dataclass(frozen=True)
class Code(Known):
    """One of a few codes; `known` is None where nobody's is missing, nor vague."""

    code: nw.Expr
    known: nw.Expr | None
    vague: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes that stand for one of several others."""

    def isin(self, *codes: str) -> Truth:
        """A vague code is one of `codes` if all that it may be are, and may be one if any is."""
        among = self.code.is_in(codes)
        if self.known is None:
            return Truth(self.uses, self.stage, among, among)
        surely = [vague for vague, meant in self.vague.items() if meant <= set(codes)]
        perhaps = [vague for vague, meant in self.vague.items() if meant & set(codes)]
        sure, may = (self.code.is_in([*codes, *more]) if more else among for more in (surely, perhaps))
        return Truth(self.uses, self.stage, self.known & sure, ~self.known | may)


def _reached(day: nw.Expr, scale: Sequence[tuple[Any, float]]) -> nw.Expr:
    (_, first), *others = scale
    chosen = nw.lit(float(first))
    for threshold, number in others:
        chosen = nw.when(day >= threshold).then(nw.lit(float(number))).otherwise(chosen)
    return chosen
