"""Asking a rule, day by day, what it looks at: its conditions, the facts and dated values that it reads.

A rule is asked for its right on a day as `assess` asks it, with nothing known of anybody, and what it asked for is
noted: nothing is described twice. It is asked on its first and last days, and on every day that its own code or that of
a quantity compares the day with (reforms). Between two of those it is asked again only where they do not look alike,
at the days when a value it reads changes. A reform seen only through earlier months (prime d'activité) is found there.

Belongs here: that questioning. Does not: the form that it is given (`gathering`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from eligibility.catalogue.form import Condition, Quantity
from eligibility.facts import OF_HOUSEHOLDS, OF_PEOPLE
from eligibility.frames.quantities import Quantity as Reckoning
from eligibility.frames.windows import Window
from eligibility.graph import graph_of
from eligibility.missing import facts_below
from eligibility.parameters import Law, Parameter
from eligibility.rights import Rule, Shown


@dataclass(frozen=True)
class Sight:
    """What a rule looks at on one day."""

    conditions: tuple[Condition, ...]
    has_amount: bool
    amount: tuple[Quantity, ...]
    facts_of_foyer: frozenset[str]
    facts_of_people: frozenset[str]
    kinds: frozenset[tuple[str, str]]
    """Kinds of income with their forms; the months are in `incomes`, since years of reference move with the day."""
    received: frozenset[str]
    parameters: frozenset[str]
    reckonings: frozenset[Reckoning[..., Any]]

    @property
    def wording(self) -> tuple[Any, ...]:
        """What is said of it, whatever facts it comes from."""
        said = tuple(condition.model_copy(update={"facts": ()}) for condition in self.conditions)
        return said, self.has_amount, self.amount


@dataclass(frozen=True)
class Asked:
    """A sight, the incomes read on that very day, and the days that the code compares the day with."""

    sight: Sight
    incomes: frozenset[tuple[str, str, Window]]
    compared: frozenset[date]


def ask(rule: Rule, parameters: Mapping[str, Parameter], as_of: date | None = None) -> dict[date, Asked]:
    """What the rule looks at, by day in order: on one day alone, or wherever it changes."""
    if as_of:
        return {as_of: _on(rule, parameters, as_of)}
    asked: dict[date, Asked] = {}

    def at(day: date) -> Sight:
        if day not in asked:
            asked[day] = _on(rule, parameters, day)
        return asked[day].sight

    at(rule.start)
    while True:
        known = len(asked)
        for day in sorted(_compared(rule, asked) | {_last_day(rule, parameters, asked)}):
            at(day)
        for one, other in pairwise(sorted(asked)):
            _between(at, _changes(parameters, asked), one, other)
        if len(asked) == known:
            return dict(sorted(asked.items()))


def _between(at: Callable[[date], Sight], days: list[date], one: date, other: date) -> None:
    """Look for the days of change, by halves."""
    within = [day for day in days if one < day < other]
    if within and at(one) != at(other):
        middle = within[len(within) // 2]
        _between(at, within, one, middle)
        _between(at, within, middle, other)


def _compared(rule: Rule, asked: Mapping[date, Asked]) -> set[date]:
    return {day for found in asked.values() for day in found.compared if rule.start <= day <= rule.end}


def _changes(parameters: Mapping[str, Parameter], asked: Mapping[date, Asked]) -> list[date]:
    names = frozenset().union(*(found.sight.parameters for found in asked.values()))
    return sorted({start for name in names for start, _ in parameters[name].series})


def _last_day(rule: Rule, parameters: Mapping[str, Parameter], asked: Mapping[date, Asked]) -> date:
    """Of a rule still in force, the last day on which anything is known to change."""
    if rule.end < date.max:
        return rule.end
    return max([rule.start, *_changes(parameters, asked), *_compared(rule, asked)])


def _on(rule: Rule, parameters: Mapping[str, Parameter], day: date) -> Asked:
    noted, days = _Noted(parameters), set[date]()
    asked = graph_of([rule], Law(_noting(days)(day.year, day.month, day.day), noted), frozenset())
    foyer = asked.foyer
    _, right = asked.rights[rule.benefit]
    frame = asked.frame(rule)
    conditions = tuple(
        Condition(
            name=condition.name,
            label=condition.label,
            plain=condition.plain,
            article=condition.article,
            facts=tuple(sorted(facts_below(frame, f"{rule.benefit}__is_{condition.name}"))),
            reckoned=_quantities(condition.shown),
        )
        for condition in right.conditions
    )
    incomes, facts = frozenset(foyer.person.looked_at), foyer.facts | foyer.person.facts
    facts |= {fact for condition in conditions for fact in condition.facts}
    sight = Sight(
        conditions=conditions,
        has_amount=right.amount is not None,
        amount=_quantities(right.shown),
        facts_of_foyer=frozenset(facts & OF_HOUSEHOLDS.keys()),
        facts_of_people=frozenset(facts & OF_PEOPLE.keys()),
        kinds=frozenset((kind, form) for kind, form, _ in incomes),
        received=frozenset(foyer.benefits | foyer.person.benefits),
        parameters=frozenset(noted.names),
        reckonings=frozenset(foyer.quantities | foyer.person.quantities),
    )
    return Asked(sight, incomes, frozenset(days))


def _quantities(shown: tuple[Shown, ...]) -> tuple[Quantity, ...]:
    return tuple(Quantity(label=one.label, unit=one.unit, article=one.article) for one in shown)


class _Noted(Mapping[str, Parameter]):
    """Parameters that note which of them were asked for."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.names: set[str] = set()
        self._parameters = parameters

    def __getitem__(self, name: str) -> Parameter:
        self.names.add(name)
        return _Undated.model_construct(**dict(self._parameters[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


class _Undated(Parameter):
    """A parameter that compares its days with a plain one: its changes are no reforms of the code."""

    def cells(self, day: date) -> Any:
        return super().cells(date(day.year, day.month, day.day))


def _noting(days: set[date]) -> type[date]:
    """A kind of date that notes every other that it is compared with, on either side."""

    def noted(name: str) -> Callable[[date, object], bool]:
        def compare(self: date, other: object) -> bool:
            if isinstance(other, date):
                days.add(date(other.year, other.month, other.day))
            return getattr(date, name)(self, other)  # type: ignore[no-any-return]

        return compare

    return type("NotingDay", (date,), {name: noted(name) for name in ("__lt__", "__le__", "__gt__", "__ge__")})
