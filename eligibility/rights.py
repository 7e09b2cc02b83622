"""What a rule is: a benefit, the days it is in force, and the right it finds for each foyer or person.

Belongs here: the shape every rule shares, and the register of rules. Does not: any rule (`benefits/`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from eligibility.bounds import Amount, Truth
from eligibility.days_and_codes import Code
from eligibility.frames.foyer import Foyer
from eligibility.frames.person import Person

METROPOLE = ("metropole", "alsace_moselle")
UNTOLD = ""
"""In place of a sentence: of some, nothing is said to the person, for it only follows from another condition."""


@dataclass(frozen=True)
class Shown:
    """A quantity that an explanation gives."""

    label: str
    """In French, as the agent reads it."""
    value: Amount
    unit: str = "EUR/month"
    """EUR/month, EUR/year, EUR/day, or a French noun for what is counted (« enfants »)."""
    article: str = ""


@dataclass(frozen=True)
class Condition:
    """One condition of a right; all of a right's must hold."""

    name: str
    label: str
    """In French, for the agent and the catalogue: what must hold."""
    article: str
    met: Truth
    plain: str
    """In French, to the person: the same without jargon, as what is true of them (« Vous avez 25 ans ou plus »)."""
    shown: tuple[Shown, ...] = ()
    """What decides it, in the order in which one would reckon."""
    otherwise: str = ""
    """In French, to the person, where it does not hold; nothing is said of it if empty."""
    closer: tuple[tuple[Truth, str], ...] = ()
    """Sentences that say it better of some: of those whose truth surely holds the first is told instead."""


@dataclass(frozen=True)
class Right:
    """What a rule finds, for each foyer or person; `amount` is what is paid a month where every condition holds."""

    conditions: tuple[Condition, ...]
    state: Code | None
    """State of the benefit as the files tell it."""
    amount: Amount | None = None
    shown: tuple[Shown, ...] = ()
    """What leads to the amount, in the order in which one would reckon."""
    signals: Mapping[str, Truth] = field(default_factory=dict)
    """Named findings of one adult that a campaign may ask for, whatever the verdict; they count where they are sure.

    Made from quantities of the frame and, where the right is a foyer's, of the person (`foyer.person`).
    """

    @property
    def all_shown(self) -> tuple[Shown, ...]:
        """What leads to the amount, then what decides each condition."""
        return *self.shown, *(shown for condition in self.conditions for shown in condition.shown)


@dataclass(frozen=True)
class Rule:
    """A dated rule, published in the catalogue; a benefit has one a day."""

    benefit: str
    of: type[Foyer] | type[Person]
    start: date
    end: date
    article: str
    ignores: tuple[str, ...]
    """In French, what the law says and the rule does not look at."""
    find: Callable[[Any], Right]
    territories: tuple[str, ...] = METROPOLE
    """Where the rule is the law; elsewhere the verdict says that it is not covered."""

    def in_force(self, day: date) -> bool:
        return self.start <= day <= self.end


RULES: list[Rule] = []
"""Every rule; filled by `rule` when a module of `benefits/` is imported, put in order by `rules`."""


def rule(
    benefit: str,
    *,
    of: type[Foyer] | type[Person] = Foyer,
    article: str,
    start: date,
    end: date = date.max,
    ignores: tuple[str, ...] = (),
    territories: tuple[str, ...] = METROPOLE,
) -> Callable[[Callable[[Any], Right]], Callable[[Any], Right]]:
    """Register a dated function as the rule of a benefit from `start` to `end`, both included."""

    def register(find: Callable[[Any], Right]) -> Callable[[Any], Right]:
        RULES.append(Rule(benefit, of, start, end, article, ignores, find, territories))
        return find

    return register
