"""Quantities of the law, and the reforms that changed how they are reckoned.

A quantity becomes a column of the frame that it is asked of, made once however many rules ask. Belongs here: what makes
a function of a frame a quantity, and which of its versions is in force. Does not: frames (`frame`), any quantity.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, ParamSpec, TypeVar

from eligibility.bounds import Amount, Truth

Q = TypeVar("Q", Amount, Truth)
P = ParamSpec("P")


class Quantity(Generic[P, Q]):
    """A quantity of the law, computed once however many rules ask for it; its first argument is the frame it is of.

    A reform is a further function: `@name.since(day, "ce qui change")` takes the place of the one before from that day
    on; what changes is said in French, for the catalogue.
    """

    def __init__(self, function: Callable[P, Q]) -> None:
        self.__name__, self.__doc__, self.__module__ = function.__name__, function.__doc__, function.__module__
        self.versions: list[tuple[date, Callable[P, Q]]] = [(date.min, function)]
        self.changes: dict[date, str] = {}

    def since(self, day: date, change: str = "") -> Callable[[Callable[P, Q]], "Quantity[P, Q]"]:
        def replaced(function: Callable[P, Q]) -> "Quantity[P, Q]":
            self.versions.append((day, function))
            self.changes[day] = change
            return self

        return replaced

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> Q:
        frame: Any = arguments[0]
        frame.quantities.add(self)
        name = name_asked(self, arguments[1:])
        if name not in frame.references:
            in_force = [function for day, function in self.versions if day <= frame.law.day][-1]
            frame.keep(name, in_force(*arguments, **named))
        return frame.references[name]  # type: ignore[no-any-return]


def quantity(function: Callable[P, Q]) -> Quantity[P, Q]:
    """Make a function of a frame a quantity."""
    return Quantity(function)


def name_asked(function: Callable[..., Any], arguments: Any) -> str:
    """The column of a quantity asked for with these arguments."""
    return "_".join([name_of(function), *(str(argument).replace(".", "_") for argument in arguments)])


def name_of(function: Callable[..., Any]) -> str:
    return function.__name__.strip("_")
