"""Foyers as rules see them: their adults, and sums of what their people have.

Belongs here: one row a foyer. Does not: one row a person (`person`), what is common to both (`frame`).
"""

from collections.abc import Callable, Collection
from typing import Any

import narwhals as nw

from eligibility.bounds import Amount, Truth
from eligibility.facts import NONE_MORE, Presumptions
from eligibility.frames.frame import Frame, of_unlisted
from eligibility.frames.person import Person, Who, child
from eligibility.frames.quantities import Q, name_asked, name_of
from eligibility.parameters import Law


class Foyer(Frame):
    """One row a foyer; its people are in `person`."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        super().__init__(law, complete, presumptions)
        self.person = Person(law, complete, presumptions)
        self.sums: dict[str, nw.Expr] = {}
        """Columns of the foyer that are sums of a column of its people."""

    def sum(self, quantity: Callable[..., Q], *arguments: Any, among: Who | None = None) -> Amount:
        """The sum of a quantity of people (never negative), or the number of those whose condition holds."""
        value = quantity(self.person, *arguments)
        amount = value if isinstance(value, Amount) else value.counted
        if among is not None:
            amount = among(self.person).then(amount)
        name = name_asked(quantity, arguments) + (f"_among_{name_of(among)}" if among else "")
        unlisted = None if among is child or self.all_listed else of_unlisted(isinstance(value, Truth))
        return self._summed(f"sum_{name}", amount, unlisted)

    def any(self, quantity: Callable[..., Truth], *arguments: Any, among: Who | None = None) -> Truth:
        """Whether the condition holds of somebody."""
        return self.sum(quantity, *arguments, among=among) > 0

    @property
    def adults(self) -> Amount:
        """One, or two who live as a couple."""
        listed = nw.col("adults")
        if self.all_listed:
            return Amount(frozenset(), 0, listed, listed)
        return Amount(frozenset({"couple"}), 0, listed, listed + of_unlisted(True))

    def _summed(self, column: str, amount: Amount, unlisted: nw.Expr | None) -> Amount:
        if column not in self.sums:
            if amount.uses <= self.person.references.keys():  # added up as it is, without a column of its own
                self.person.made[column] = amount
            else:
                amount = self.person.keep(column, amount)
            self.sums[column] = amount.low.sum()
            if not amount.exact:
                self.sums[f"{column}__may"] = amount.high.sum()
        low = high = nw.col(column)
        if not amount.exact:
            high = nw.col(f"{column}__may")
        if unlisted is None:
            return Amount(frozenset({column}), 0, low, high)
        return Amount(frozenset({column, "couple"}), 0, low, high + unlisted)

    def is_exact(self, name: str) -> bool:
        """Whether a column has no second one for its upper bound."""
        made = self.references.get(name) or (self.person.made[name] if name in self.sums else None)
        return made is None or made.exact
