"""Persons as rules see them: their incomes over windows of months, and what is added up or ranked among their foyer.

Belongs here: one row a person. Does not: one row a foyer (`foyer`), what is common to both (`frame`).
"""

from collections.abc import Callable, Collection
from typing import Any

import narwhals as nw

from eligibility.bounds import MOST, Amount, Truth, least
from eligibility.facts import HOUSEHOLD, INCOMES, NONE_MORE, Presumptions
from eligibility.frames.frame import Between, Frame, as_it_is, of_unlisted
from eligibility.frames.quantities import Q
from eligibility.frames.windows import MONTHS, Income, Window, known_column
from eligibility.parameters import Law

Who = Callable[["Person"], Truth]
_NIL = nw.lit(0.0)


class Person(Frame):
    """One row a person, with the facts of the foyer beside."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        super().__init__(law, complete, presumptions)
        self.incomes: set[Income] = set()
        self.totals: dict[int, dict[str, nw.Expr]] = {}
        """By the stage that asks for them, sums over the people of the foyer."""
        self.ranks: dict[int, dict[str, nw.Expr]] = {}
        """By the stage that asks for them, 1 for those who are counted from the eldest on."""
        is_adult = nw.col("role") == "adult"
        self.adult = Truth(frozenset(), 0, is_adult, is_adult)
        self.child = ~self.adult

    def income(self, kinds: str | tuple[str, ...], window: Window, form: str = "net") -> Amount:
        """EUR over the whole window, of this person; of several kinds together, which costs less than adding them.

        Beside its facts it uses what tells whether they are known over that window, for who names what is missing.
        """
        asked = (kinds,) if isinstance(kinds, str) else kinds
        income = Income(tuple(kind for kind in asked if kind not in self.presumptions.nil_kinds), form, window)
        if not income.kinds:
            return Amount(frozenset(f"{INCOMES}{kind}" for kind in asked), 0, _NIL, _NIL)
        self.incomes.add(income)
        facts = frozenset(f"{INCOMES}{kind}" for kind in asked)
        facts |= {known_column(kind, window) for kind in income.kinds if f"{INCOMES}{kind}" not in self.complete}
        told = nw.col(income.column)
        unsure = [kind for kind in income.kinds if not self._taken_as_told(kind)]
        if not unsure:
            return Amount(facts, 0, told, told)
        known = nw.all_horizontal(*(nw.col(known_column(kind, window)) for kind in unsure), ignore_nulls=False)
        return Amount(facts, 0, told, nw.when(known).then(told).otherwise(nw.lit(MOST)))

    @property
    def looked_at(self) -> set[tuple[str, str, Window]]:
        """Kind, form (net where only months are counted) and window of every income asked for."""
        forms = {MONTHS: "net"}
        return {(kind, forms.get(i.form, i.form), i.window) for i in self.incomes for kind in i.kinds}

    def _taken_as_told(self, kind: str) -> bool:
        fact = f"{INCOMES}{kind}"
        return self.presumed(fact) is not None or fact in self.complete

    def months(self, kind: str, window: Window) -> Amount:
        """How many months of the window have some of this income."""
        return least(self.income(kind, window, MONTHS), float(window.months))

    def in_foyer(self, value: Q) -> Amount:
        """The sum over the people of the foyer, of amounts never negative, or of those whose condition holds."""
        amount = value if isinstance(value, Amount) else value.counted
        totals = self.totals.setdefault(amount.stage, {})
        name = f"foyer_{amount.stage}_{len(totals)}"
        totals[name] = amount.low.sum()
        low = high = nw.col(name)
        if not amount.exact:
            totals[f"{name}__may"] = amount.high.sum()
            high = nw.col(f"{name}__may")
        if self.all_listed:
            return Amount(amount.uses, amount.stage, low, high)
        return Amount(amount.uses | {"couple"}, amount.stage, low, high + of_unlisted(isinstance(value, Truth)))

    def computed(self, rows: nw.LazyFrame[Any], between: Between = as_it_is) -> nw.LazyFrame[Any]:
        """Sums and places of a foyer are joined before the stage that asks: windows would carry all columns."""
        for number, stage in enumerate(self.stages):
            if number in self.totals:
                totals = rows.group_by(HOUSEHOLD).agg(**self.totals[number])
                rows = rows.join(totals, on=HOUSEHOLD, how="left")
            for name, among in self.ranks.get(number, {}).items():
                ranked = rows.select("person_id", HOUSEHOLD, "birth_date", **{name: among})
                place = nw.col(name).cum_sum().over(HOUSEHOLD, order_by=["birth_date", "person_id"])
                rows = rows.join(ranked.select("person_id", place.alias(name)), on="person_id", how="left")
            if stage:
                rows = between(rows.with_columns(**stage))
        return rows

    def rank_by_age(self, among: Truth) -> Amount:
        """The place in the foyer, from the eldest on, of those whose condition holds; any where a birth date lacks."""
        told, exact = self._fact("birth_date")
        ranks = self.ranks.setdefault(among.stage, {})
        name = f"place_{among.stage}_{len(ranks)}"
        ranks[name], place = nw.when(among.sure).then(1.0).otherwise(0.0), nw.col(name)
        uses = among.uses | {"birth_date"}
        if exact and among.exact:
            return Amount(uses, among.stage, place, place)
        totals = self.totals.setdefault(among.stage, {})
        many, untold = f"{name}__many", f"{name}__untold"
        totals[many] = nw.when(among.may).then(1.0).otherwise(0.0).sum()
        totals[untold] = nw.when(among.may & told.is_null()).then(1.0).otherwise(0.0).sum()
        lacking = nw.col(untold) > 0.0
        low = nw.when(lacking).then(nw.lit(1.0)).otherwise(place)
        return Amount(uses, among.stage, low, nw.when(lacking).then(nw.col(many)).otherwise(place))


def adult(person: Person) -> Truth:
    return person.adult


def child(person: Person) -> Truth:
    return person.child
