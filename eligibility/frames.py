"""People and foyers as rules see them: facts by name, quantities made once, sums of a foyer.

A rule asks a `Foyer` for facts and quantities; nothing is computed then: each quantity becomes a column, placed after
those it uses, and facts asked for are noted so that no other is read. Belongs here: that bookkeeping. Does not: tables
(`situations`), any rule.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, ParamSpec, TypeVar

import narwhals as nw

from eligibility.bounds import EARLIEST, LATEST, MOST, Amount, Code, Day, Truth, least
from eligibility.facts import FACTS, INCOMES, NONE_MORE, VAGUE, Presumptions
from eligibility.parameters import Law

Who = Callable[["Person"], Truth]
Q = TypeVar("Q", Amount, Truth)
P = ParamSpec("P")

FORMS = ("net", "taxable", "gross")
MONTHS = "months"
"""Not an amount but how many months have one."""
HOUSEHOLD = "household_id"
STATES = "benefits."
"""What the name of the state of a benefit begins with."""


@dataclass(frozen=True, order=True)
class Window:
    """Whole months counted back from the month of the day: `Window(3, 1)` is M-3 to M-1, `Window(0, 0)` the month."""

    first: int
    last: int

    @property
    def months(self) -> int:
        return self.first - self.last + 1

    def __str__(self) -> str:
        return f"m{self.first}_m{self.last}"


@dataclass(frozen=True, order=True)
class Income:
    """Amounts of some kinds in a form, added up over a window."""

    kinds: tuple[str, ...]
    form: str
    window: Window

    @property
    def column(self) -> str:
        return f"{'_'.join(self.kinds)}_{self.form}_{self.window}"


class Frame:
    """Columns of one row a person or a foyer, in stages: those of a stage use those of the stages before."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        self.law = law
        self.complete = complete
        """Facts that nobody's row lacks, incomes as `incomes.KIND`."""
        self.presumptions = presumptions
        self.facts: set[str] = set()
        self.stages: list[dict[str, nw.Expr]] = []
        self.made: dict[str, Amount | Truth] = {}
        """Every quantity by its name, as written; `reference` gives it as a column."""
        self.references: dict[str, Amount | Truth] = {}
        self.quantities: set[Quantity[..., Any]] = set()
        """Every quantity asked for, for who lists the reforms that a rule knows."""

    def truth(self, fact: str) -> Truth:
        """A fact that is true or false."""
        told, exact = self._fact(fact)
        if exact:
            return Truth(frozenset({fact}), 0, told, told)
        if fact in self.presumptions.absent:
            return Truth(frozenset({fact}), 0, nw.lit(False), nw.lit(True))
        return Truth(frozenset({fact}), 0, nw.coalesce(told, nw.lit(False)), nw.coalesce(told, nw.lit(True)))

    def number(self, fact: str) -> Amount:
        """A fact that is a number of 0 or more."""
        told, exact = self._fact(fact)
        told = told.cast(nw.Float64)
        if exact:
            return Amount(frozenset({fact}), 0, told, told)
        if fact in self.presumptions.absent:
            return Amount(frozenset({fact}), 0, nw.lit(0.0), nw.lit(MOST))
        return Amount(frozenset({fact}), 0, nw.coalesce(told, nw.lit(0.0)), nw.coalesce(told, nw.lit(MOST)))

    def date(self, fact: str) -> Day:
        told, exact = self._fact(fact)
        if exact:  # a day that somebody has none of is never reached
            told = nw.coalesce(told, nw.lit(LATEST))
            return Day(frozenset({fact}), 0, told, told)
        if fact in self.presumptions.absent:
            return Day(frozenset({fact}), 0, nw.lit(EARLIEST), nw.lit(LATEST))
        return Day(frozenset({fact}), 0, nw.coalesce(told, nw.lit(EARLIEST)), nw.coalesce(told, nw.lit(LATEST)))

    def code(self, fact: str) -> Code:
        told, exact = self._fact(fact)
        return Code(frozenset({fact}), 0, told, None) if exact else Code(
            frozenset({fact}), 0, nw.coalesce(told, nw.lit("")), ~told.is_null(), VAGUE.get(fact, {})
        )  # fmt: skip

    @property
    def all_listed(self) -> bool:
        """Whether nobody may have a spouse whom the tables do not list."""
        return "couple" in self.complete

    def presumed(self, fact: str) -> bool | str | float | None:
        """What is presumed of a fact where it is missing, or None."""
        return None if fact in self.presumptions.unknown else FACTS[fact].presumed

    def keep(self, name: str, value: Q) -> Q:
        """Make a value a column, or two where its bounds differ, and give it back as such."""
        while len(self.stages) <= value.stage:
            self.stages.append({})
        column = self.stages[value.stage]
        self.made[name] = value
        uses, stage = frozenset({name}), value.stage + 1
        low, high = (value.low, value.high) if isinstance(value, Amount) else (value.sure, value.may)
        column[name] = low
        kept_low = kept_high = nw.col(name)
        if not value.exact:
            column[f"{name}__may"] = high
            kept_high = nw.col(f"{name}__may")
        self.references[name] = type(value)(uses, stage, kept_low, kept_high)
        return self.references[name]  # type: ignore[return-value]

    def computed(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        for stage in filter(None, self.stages):
            rows = rows.with_columns(**stage)
        return rows

    def columns_of(self, name: str) -> frozenset[str]:
        """The columns that a value is read from: its own, or, where it has none, those it is made from."""
        if name in self.references or name not in self.made:
            return frozenset({name} & self.references.keys())
        return self.made[name].uses

    def origins(self, name: str) -> frozenset[str]:
        """The quantity and everything that it is made from, facts and other quantities, however far."""
        found, waiting = {name}, [name]
        while waiting:
            value = self.made.get(waiting.pop())
            new = value.uses - found if value else frozenset()
            found |= new
            waiting.extend(new)
        return frozenset(found)

    def _fact(self, name: str) -> tuple[nw.Expr, bool]:
        """The column, and whether nobody's is missing: nobody's is of what is presumed."""
        self.facts.add(name)
        presumed = self.presumed(name)
        if name in self.complete or presumed is None:
            return nw.col(name), name in self.complete
        if name in self.presumptions.absent:
            return nw.lit(presumed), True
        return nw.coalesce(nw.col(name), nw.lit(presumed)), True


_NIL = nw.lit(0.0)


class Person(Frame):
    """One row a person, with the facts of the foyer beside."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        super().__init__(law, complete, presumptions)
        self.incomes: set[Income] = set()
        self.benefits: set[str] = set()
        self.totals: dict[int, dict[str, nw.Expr]] = {}
        """By the stage that asks for them, sums over the people of the foyer."""
        self.ranks: dict[int, dict[str, nw.Expr]] = {}
        """By the stage that asks for them, 1 for those who are counted from the eldest on."""
        is_adult = nw.col("role") == "adult"
        self.adult = Truth(frozenset(), 0, is_adult, is_adult)
        self.child = ~self.adult

    def income(self, kinds: str | tuple[str, ...], window: Window, form: str = "net") -> Amount:
        """EUR over the whole window, of this person; of several kinds together, which costs less than adding them."""
        asked = (kinds,) if isinstance(kinds, str) else kinds
        income = Income(tuple(kind for kind in asked if kind not in self.presumptions.nil_kinds), form, window)
        if not income.kinds:
            return Amount(frozenset(f"{INCOMES}{kind}" for kind in asked), 0, _NIL, _NIL)
        self.incomes.add(income)
        facts = frozenset(f"{INCOMES}{kind}" for kind in asked)
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
        return Amount(amount.uses | {"couple"}, amount.stage, low, high + _unlisted(isinstance(value, Truth)))

    def computed(self, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
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
                rows = rows.with_columns(**stage)
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

    def received(self, benefit: str) -> Code:
        """The state of a benefit of this person."""
        self.benefits.add(benefit)
        return _state(benefit)


class Foyer(Frame):
    """One row a foyer; its people are in `person`."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        super().__init__(law, complete, presumptions)
        self.person = Person(law, complete, presumptions)
        self.sums: dict[str, nw.Expr] = {}
        """Columns of the foyer that are sums of a column of its people."""
        self.benefits: set[str] = set()

    def sum(self, quantity: Callable[..., Q], *arguments: Any, among: Who | None = None) -> Amount:
        """The sum of a quantity of people (never negative), or the number of those whose condition holds."""
        value = quantity(self.person, *arguments)
        amount = value if isinstance(value, Amount) else value.counted
        if among is not None:
            amount = among(self.person).then(amount)
        name = _named(quantity, arguments) + (f"_among_{_name_of(among)}" if among else "")
        unlisted = None if among is child or self.all_listed else _unlisted(isinstance(value, Truth))
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
        return Amount(frozenset({"couple"}), 0, listed, listed + _unlisted(True))

    def received(self, benefit: str) -> Code:
        """The state of a benefit of the foyer as a whole."""
        self.benefits.add(benefit)
        return _state(benefit)

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


def adult(person: Person) -> Truth:
    return person.adult


def child(person: Person) -> Truth:
    return person.child


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
        name = _named(self, arguments[1:])
        if name not in frame.references:
            in_force = [function for day, function in self.versions if day <= frame.law.day][-1]
            frame.keep(name, in_force(*arguments, **named))
        return frame.references[name]  # type: ignore[no-any-return]


def unsaid(fact: str) -> nw.Expr:
    """Whether a column does not tell a fact, or not all of it."""
    if fact not in VAGUE:
        return nw.col(fact).is_null()
    return nw.coalesce(nw.col(fact).is_in(list(VAGUE[fact])), nw.lit(True))


def known_column(kind: str, window: Window) -> str:
    """Whether everything is known of a kind of income over a window."""
    return f"{kind}_{window}__known"


def quantity(function: Callable[P, Q]) -> Quantity[P, Q]:
    """Make a function of a frame a quantity."""
    return Quantity(function)


def years_before(day: date, years: float) -> date:
    """The day as many whole years earlier; 29 February becomes 1 March."""
    return months_before(day, round(12 * years))


def months_before(day: date, months: float) -> date:
    """The day as many months earlier, or the first of the next month where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - int(months), 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)


def _unlisted(counted: bool) -> nw.Expr:
    """What somebody may add whom the tables do not list: a spouse, where nobody says that the adult lives alone."""
    unsaid = nw.col("couple").is_null() & (nw.col("adults") < 2)
    return nw.when(unsaid).then(nw.lit(1.0 if counted else MOST)).otherwise(nw.lit(0.0))


def _state(benefit: str) -> Code:
    told = nw.col(f"state_{benefit}")
    return Code(frozenset({f"{STATES}{benefit}"}), 0, nw.coalesce(told, nw.lit("")), ~told.is_null())


def _named(function: Callable[..., Any], arguments: Any) -> str:
    return "_".join([_name_of(function), *(str(argument).replace(".", "_") for argument in arguments)])


def _name_of(function: Callable[..., Any]) -> str:
    return function.__name__.strip("_")
