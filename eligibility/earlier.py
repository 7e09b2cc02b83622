"""People and foyers as they were some months before the day: rules written for the day hold for an earlier month.

`months_ago(foyer, 2)` is asked like the foyer itself: ages, the law and windows of income are those of that month, and
its quantities are further columns beside those of the day. Facts that say nothing of time (studies, tenure…) are those
of the day. Belongs here: that shift. Does not: any rule, which months a benefit looks at.
"""

from datetime import date, timedelta
from typing import TypeVar, overload

import narwhals as nw

from eligibility.bounds import Amount, Truth, most
from eligibility.dates import month_back, months_before
from eligibility.frames.foyer import Foyer
from eligibility.frames.frame import Frame
from eligibility.frames.person import Person
from eligibility.frames.quantities import Q, quantity
from eligibility.frames.windows import Window

F = TypeVar("F", bound=Frame)


class EarlierPerson(Person):
    """The people of a month before; who was not born at its end is nobody's child yet."""

    def __init__(self, today: Person, months: int, not_before: date) -> None:
        self.__dict__ |= today.__dict__
        self.today, self.back = today, months
        self.law = today.law.on(months_before(today.law.day, months), not_before)
        self.references: dict[str, Amount | Truth] = {}
        month_after = month_back(self.law.day, -1)
        self.child = today.child & self.date("birth_date").until(month_after - timedelta(days=1))

    def income(self, kinds: str | tuple[str, ...], window: Window, form: str = "net") -> Amount:
        return self.today.income(kinds, Window(window.first + self.back, window.last + self.back), form)

    def number(self, fact: str) -> Amount:
        """A pregnancy was so many months younger."""
        told = super().number(fact)
        return most(told - self.back, 0.0) if fact == "pregnancy_month" else told

    def keep(self, name: str, value: Q) -> Q:
        return _kept(self, name, value)


class EarlierFoyer(Foyer):
    """The foyers of a month before, of the people of the day."""

    def __init__(self, today: Foyer, months: int, not_before: date) -> None:
        self.__dict__ |= today.__dict__
        self.today, self.back = today, months
        self.person = months_ago(today.person, months, not_before)
        self.law = self.person.law
        self.references: dict[str, Amount | Truth] = {}

    def keep(self, name: str, value: Q) -> Q:
        return _kept(self, name, value)

    def _summed(self, column: str, amount: Amount, unlisted: nw.Expr | None) -> Amount:
        return self.today._summed(_earlier(column, self.back), amount, unlisted)


@overload
def months_ago(frame: Person, months: int, not_before: date = ...) -> EarlierPerson: ...
@overload
def months_ago(frame: Foyer, months: int, not_before: date = ...) -> EarlierFoyer: ...
def months_ago(frame: Person | Foyer, months: int, not_before: date = date.min) -> EarlierPerson | EarlierFoyer:
    """People or foyers so many months before the day; the law is that of the month, its values not before a day."""
    known: dict[int, EarlierPerson | EarlierFoyer] = frame.__dict__.setdefault("_earlier", {})
    if months not in known:
        earlier = EarlierPerson if isinstance(frame, Person) else EarlierFoyer
        known[months] = earlier(frame, months, not_before)  # type: ignore[arg-type]
    return known[months]


@quantity
def unborn(person: Person) -> Truth:
    """Born since: expected that month."""
    return ~person.adult & ~person.child


def of_today(frame: F) -> F:
    """The same people or foyers at the day, whatever the month they are seen at."""
    return getattr(frame, "today", frame)


def _kept(frame: EarlierPerson | EarlierFoyer, name: str, value: Q) -> Q:
    kept = frame.today.keep(_earlier(name, frame.back), value)
    frame.references[name] = kept
    return kept


def _earlier(name: str, months: int) -> str:
    return f"{name}_{months}_months_ago"
