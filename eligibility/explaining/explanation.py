"""What an explanation is made of, as data: one for each benefit and its holder, a foyer or an adult.

Belongs here: the forms, with everything that either text says. Does not: how it is found (`evaluating`, `telling`),
how it is said (`agent`, `person`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data_contracts.french import Months

UNKNOWN_FROM = 100_000
"""A bound above it, of an amount that is not exact, says that the amount is not known on that side."""


@dataclass(frozen=True)
class Range:
    """An amount between two bounds, both included; None where it is not known on that side."""

    low: float | None
    high: float | None

    @classmethod
    def between(cls, low: float, high: float) -> "Range":
        """From bounds as they are reckoned; two that differ by less than half a cent are one."""
        if abs(high - low) < 0.005:
            return cls(high, high)
        return cls(None if low < -UNKNOWN_FROM else low, None if high > UNKNOWN_FROM else high)

    @property
    def exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Value:
    """A quantity that was reckoned; `unit` as in `rights.Shown`."""

    label: str
    range: Range
    unit: str
    article: str


@dataclass(frozen=True)
class Outcome:
    """A condition and whether it holds."""

    name: str
    label: str
    article: str
    holds: Literal["yes", "no", "unknown"]
    plain: str
    """To the person, what is true of them; empty where that is not known, or where the rule has no words for it."""
    supposed: bool
    """Whether that rests on a fact that was presumed, incomes apart."""
    values: tuple[Value, ...]
    missing: tuple[str, ...]
    """Names of the facts that decide it and are missing."""


@dataclass(frozen=True)
class Told:
    """A fact that the rule looked at, as the situation tells it."""

    of: str
    """« foyer », « adulte 1 (person_id) », « enfant 2 (person_id) »."""
    fact: str
    label: str
    value: str | None
    """In French; None where it is missing."""
    source: str
    presumed: bool = False


@dataclass(frozen=True)
class InForce:
    """A value of the law that the rule asked for."""

    name: str
    description: str
    on: date
    """The explanation's day; where the value is not that day's, the newest of those the rule asks for."""
    value: str
    article: str
    source: str


@dataclass(frozen=True)
class Explanation:
    """Why a benefit is found likely, possible or unlikely for its holder."""

    benefit: str
    household_id: str
    person_id: str | None
    """The holder where the right is a person's, None where it is the foyer's."""
    day: date
    verdict: str
    right: str
    """The verdict leaving aside what is received already, and where the rule is the law."""
    state: str | None
    """State of the benefit in the files; None where nobody says."""
    amount: Range | None
    """EUR a month; None where the benefit has no amount of its own."""
    conditions: tuple[Outcome, ...]
    values: tuple[Value, ...]
    missing: tuple[str, ...]
    """Facts that are missing and decide, by name."""
    presumed: tuple[str, ...]
    """Facts that are missing and were presumed, by name."""
    told: tuple[Told, ...]
    months: Months | None
    """Months whose incomes count."""
    months_looked_at: Months | None
    """Every month that some income was looked at."""
    months_of: dict[str, Months]
    """The months looked at of each kind of income."""
    article: str
    ignores: tuple[str, ...]
    in_force: tuple[InForce, ...]
    adults: int
    ages: tuple[int | None, ...]
    """Of the adults, in whole years on the day."""
