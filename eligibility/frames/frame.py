"""What persons and foyers have in common as rules see them: facts by name, and the stages that columns are made in.

A rule asks a frame for facts and quantities; nothing is computed then: each quantity becomes a column, placed after
those it uses, and facts asked for are noted so that no other is read. Belongs here: that bookkeeping. Does not: what
only a person or a foyer has (`person`, `foyer`), tables (`situations`), any rule.
"""

from collections.abc import Callable, Collection
from typing import Any

import narwhals as nw

from eligibility.bounds import MOST, Amount, Truth
from eligibility.days_and_codes import EARLIEST, LATEST, Code, Day
from eligibility.facts import FACTS, NONE_MORE, STATES, VAGUE, Presumptions
from eligibility.frames.quantities import Q, Quantity
from eligibility.parameters import Law

Between = Callable[[nw.LazyFrame[Any]], nw.LazyFrame[Any]]


def as_it_is(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return rows


class Frame:
    """Columns of one row a person or a foyer, in stages: those of a stage use those of the stages before."""

    def __init__(self, law: Law, complete: Collection[str], presumptions: Presumptions = NONE_MORE) -> None:
        self.law = law
        self.complete = complete
        """Facts that nobody's row lacks, incomes as `incomes.KIND`."""
        self.presumptions = presumptions
        self.facts: set[str] = set()
        self.benefits: set[str] = set()
        self.stages: list[dict[str, nw.Expr]] = []
        self.made: dict[str, Amount | Truth] = {}
        """Every quantity by its name, as written; `reference` gives it as a column."""
        self.references: dict[str, Amount | Truth] = {}
        self.quantities: set[Quantity[..., Any]] = set()
        """Every quantity asked for, for who lists the reforms that a rule knows."""

    def truth(self, fact: str) -> Truth:
        """A fact that is true or false."""
        told, exact = self._fact(fact)
        return Truth(frozenset({fact}), 0, *self._between(fact, told, exact, False, True))

    def number(self, fact: str) -> Amount:
        """A fact that is a number of 0 or more."""
        told, exact = self._fact(fact)
        return Amount(frozenset({fact}), 0, *self._between(fact, told.cast(nw.Float64), exact, 0.0, MOST))

    def date(self, fact: str) -> Day:
        """A fact that is a day, or none: a day that somebody has none of is never reached."""
        told, exact = self._fact(fact)
        told = nw.coalesce(told, nw.lit(LATEST)) if exact else told
        return Day(frozenset({fact}), 0, *self._between(fact, told, exact, EARLIEST, LATEST))

    def code(self, fact: str) -> Code:
        told, exact = self._fact(fact)
        return Code(frozenset({fact}), 0, told, None) if exact else Code(
            frozenset({fact}), 0, nw.coalesce(told, nw.lit("")), ~told.is_null(), VAGUE.get(fact, {})
        )  # fmt: skip

    def received(self, benefit: str) -> Code:
        """The state of a benefit of this person, or of the foyer as a whole."""
        self.benefits.add(benefit)
        told = nw.col(f"state_{benefit}")
        return Code(frozenset({f"{STATES}{benefit}"}), 0, nw.coalesce(told, nw.lit("")), ~told.is_null())

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

    def computed(self, rows: nw.LazyFrame[Any], between: Between = as_it_is) -> nw.LazyFrame[Any]:
        """The rows with every column made; `between` is done to them after each stage."""
        for stage in filter(None, self.stages):
            rows = between(rows.with_columns(**stage))
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

    def _between(self, fact: str, told: nw.Expr, exact: bool, lowest: Any, highest: Any) -> tuple[nw.Expr, nw.Expr]:
        """The bounds of a fact: what is told, and where nothing is, all that it may be."""
        if exact:
            return told, told
        if fact in self.presumptions.absent:
            return nw.lit(lowest), nw.lit(highest)
        return nw.coalesce(told, nw.lit(lowest)), nw.coalesce(told, nw.lit(highest))

    def _fact(self, name: str) -> tuple[nw.Expr, bool]:
        """The column, and whether nobody's is missing: nobody's is of what is presumed."""
        self.facts.add(name)
        presumed = self.presumed(name)
        if name in self.complete or presumed is None:
            return nw.col(name), name in self.complete
        if name in self.presumptions.absent:
            return nw.lit(presumed), True
        return nw.coalesce(nw.col(name), nw.lit(presumed)), True


def unsaid(fact: str) -> nw.Expr:
    """Whether a column does not tell a fact, or not all of it."""
    if fact not in VAGUE:
        return nw.col(fact).is_null()
    return nw.coalesce(nw.col(fact).is_in(list(VAGUE[fact])), nw.lit(True))


def of_unlisted(counted: bool) -> nw.Expr:
    """What somebody may add whom the tables do not list: a spouse, where nobody says that the adult lives alone."""
    perhaps = nw.col("couple").is_null() & (nw.col("adults") < 2)
    return nw.when(perhaps).then(nw.lit(1.0 if counted else MOST)).otherwise(nw.lit(0.0))
