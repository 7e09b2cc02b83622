"""Values known within bounds: what rules reckon with, so that the law is written once, whatever is missing.

An amount lies between `low` and `high`; a condition surely holds (`sure`), or may hold (`may`). Arithmetic carries the
bounds along (interval arithmetic, Moore 1966; three-valued logic, Kleene 1938), so that whatever the missing facts
are, the truth lies within. Where nothing is missing both bounds are one expression, written once.

Belongs here: amounts and conditions. Does not: `days_and_codes`, columns (`frames`), the law.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_
from typing import Any, Union

import narwhals as nw

Number = Union["Amount", float, int]
MOST = 1e7
"""No amount of a month, a year or three is higher, EUR: the upper bound of what is not known at all."""


@dataclass(frozen=True)
class Known:
    """What every value tells of itself: the columns it is made from, and after how many stages these exist."""

    uses: frozenset[str]
    stage: int


@dataclass(frozen=True)
class Amount(Known):
    """A number between two bounds, both included; of one expression where it is known of everybody."""

    low: nw.Expr
    high: nw.Expr

    @property
    def exact(self) -> bool:
        return self.low is self.high

    @property
    def undecided(self) -> nw.Expr:
        return self.low < self.high

    def __add__(self, other: Number) -> "Amount":
        return _both(lambda a, b: a + b, self, other)

    def __sub__(self, other: Number) -> "Amount":
        return amount_of((self, _number(other)), lambda a, b: (a.low - b.high, a.high - b.low))

    def __mul__(self, other: Number) -> "Amount":
        """By a number of any sign, or by an amount; amounts that are multiplied are never negative."""
        if isinstance(other, Amount) or other >= 0:
            return _both(lambda a, b: a * b, self, other)
        return amount_of((self, _number(other)), lambda a, b: (a.high * b.low, a.low * b.high))

    def __truediv__(self, other: Number) -> "Amount":
        """By a number, or by an amount that is more than 0, of an amount that is never negative."""
        if isinstance(other, Amount):
            return amount_of((self, other), lambda a, b: (a.low / b.high, a.high / b.low))
        return self * (1 / other)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Number) -> "Amount":
        return _number(other) - self

    def __ge__(self, other: Number) -> "Truth":
        return truth_of((self, _number(other)), lambda a, b: (a.low >= b.high, a.high >= b.low))

    def __gt__(self, other: Number) -> "Truth":
        return truth_of((self, _number(other)), lambda a, b: (a.low > b.high, a.high > b.low))

    def __le__(self, other: Number) -> "Truth":
        return _number(other) >= self

    def __lt__(self, other: Number) -> "Truth":
        return _number(other) > self

    def between(self, least: float, most: float) -> "Truth":
        return (self >= least) & (self <= most)

    def rounded(self, digits: int = 2) -> "Amount":
        """To the nearest, half upwards, whatever the engine's own rounding does."""
        return self._each(lambda bound: (bound * 10**digits + 0.5 + 1e-6).floor() / 10**digits)

    def floor(self) -> "Amount":
        """To the whole number below; a billionth short of the next one is the next one."""
        return self._each(lambda bound: (bound + 1e-9).floor())

    def _each(self, grown: Callable[[nw.Expr], nw.Expr]) -> "Amount":
        """`grown` must never fall where the amount rises."""
        return amount_of((self,), lambda a: (grown(a.low), grown(a.high)))


@dataclass(frozen=True)
class Truth(Known):
    """A condition that surely holds, may hold, or surely does not; of one expression where it is known of everybody."""

    sure: nw.Expr
    may: nw.Expr

    @property
    def exact(self) -> bool:
        return self.sure is self.may

    @property
    def undecided(self) -> nw.Expr:
        return self.may & ~self.sure

    def __and__(self, other: "Truth") -> "Truth":
        return truth_of((self, other), lambda a, b: (a.sure & b.sure, a.may & b.may))

    def __or__(self, other: "Truth") -> "Truth":
        return truth_of((self, other), lambda a, b: (a.sure | b.sure, a.may | b.may))

    def __invert__(self) -> "Truth":
        return truth_of((self,), lambda a: (~a.may, ~a.sure))

    def then(self, value: Number, otherwise: Number = 0.0) -> Amount:
        """`value` where the condition holds, `otherwise` where it does not, and both at once where it is not known."""
        yes, no = _number(value), _number(otherwise)
        uses, stage = _joint((self, yes, no))
        low = nw.when(self.sure).then(yes.low).otherwise(no.low)
        if self.exact:
            high = low if yes.exact and no.exact else nw.when(self.sure).then(yes.high).otherwise(no.high)
            return Amount(uses, stage, low, high)
        return Amount(  # each bound is written once, or nested conditions would grow beyond measure
            uses,
            stage,
            nw.min_horizontal(nw.when(self.may).then(yes.low), nw.when(~self.sure).then(no.low)),
            nw.max_horizontal(nw.when(self.may).then(yes.high), nw.when(~self.sure).then(no.high)),
        )

    @property
    def counted(self) -> Amount:
        """1 where it holds, else 0."""
        return self.then(1.0)


def least(*values: Number) -> Amount:
    """The smallest."""
    return _many(nw.min_horizontal, values)


def most(*values: Number) -> Amount:
    """The greatest."""
    return _many(nw.max_horizontal, values)


def total(values: Sequence[Amount]) -> Amount:
    return reduce(add, values)


def always(holds: bool) -> Truth:
    """A condition that the law of the day does not ask, or that nobody meets."""
    literal = nw.lit(holds)
    return Truth(frozenset(), 0, literal, literal)


def any_of(*conditions: Truth) -> Truth:
    return reduce(or_, conditions)


def all_of(*conditions: Truth) -> Truth:
    return reduce(and_, conditions)


def _number(value: Number) -> Amount:
    if isinstance(value, Amount):
        return value
    literal = nw.lit(float(value))
    return Amount(frozenset(), 0, literal, literal)


def _joint(values: Sequence[Known]) -> tuple[frozenset[str], int]:
    return frozenset().union(*(value.uses for value in values)), max(value.stage for value in values)


def amount_of(values: Sequence[Any], bounds: Callable[..., tuple[nw.Expr, nw.Expr]]) -> Amount:
    """Where all values are exact one expression serves as both bounds."""
    low, high = bounds(*values)
    return Amount(*_joint(values), low, low if all(value.exact for value in values) else high)


def truth_of(values: Sequence[Any], bounds: Callable[..., tuple[nw.Expr, nw.Expr]]) -> Truth:
    sure, may = bounds(*values)
    return Truth(*_joint(values), sure, sure if all(value.exact for value in values) else may)


def _both(operation: Callable[[nw.Expr, nw.Expr], nw.Expr], one: Amount, other: Number) -> Amount:
    return amount_of((one, _number(other)), lambda a, b: (operation(a.low, b.low), operation(a.high, b.high)))


def _many(operation: Callable[..., nw.Expr], values: Sequence[Number]) -> Amount:
    amounts = [_number(value) for value in values]
    if len(amounts) == 1:
        return amounts[0]
    return amount_of(amounts, lambda *parts: (operation(*(p.low for p in parts)), operation(*(p.high for p in parts))))
