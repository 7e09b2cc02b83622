"""The form of the catalogue: what `catalogue.json` holds, for whoever reads it with a program.

Belongs here: names, types, what they mean. Does not: where anything comes from (`gathering`), French pages (`pages`).
Texts are in French, codes are those of `justedroit contracts describe situations`. A change that a reader must know of
raises `Catalogue.form`.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Quantity(Part):
    """What is reckoned on the way, as an explanation shows it."""

    label: str
    unit: str
    """EUR/month, EUR/year, EUR/day, or a French noun for what is counted."""
    article: str


class Condition(Part):
    name: str
    label: str
    plain: str
    """The same to the person, as what is true of them."""
    article: str
    facts: tuple[str, ...]
    """Codes of the facts that it depends on, see `Rule.facts` and `Rule.incomes`."""
    reckoned: tuple[Quantity, ...]


class Wording(Part):
    """The conditions and the amount, as they stand from one day to another; all conditions must hold."""

    start: date
    end: date | None
    conditions: tuple[Condition, ...]
    has_amount: bool
    """Whether an amount is reckoned; otherwise the right is there or not."""
    amount: tuple[Quantity, ...]
    """What leads to the amount."""


class Fact(Part):
    """What a rule asks of a person or a foyer."""

    code: str
    of: Literal["person", "foyer"]
    label: str
    presumed: str | None
    """What is presumed where it is missing; None where it is then unknown, and may leave the right undecided."""
    of_children: bool
    """Whether it is asked of children too."""


class Income(Fact):
    """A kind of income, added up over months."""

    forms: tuple[str, ...]
    """Among net (received), taxable, gross."""
    months: tuple[tuple[int, int], ...]
    """Months read on `Rule.read_on`, or `until`: first and last, back from the month of the right (M-3 is 3)."""
    until: date | None
    """Last day on which it is read, where the rule goes on without it."""


class ReceivedBenefit(Part):
    """A benefit whose state (paid, refused, suspended…) the rule looks at."""

    code: str
    label: str


class Reform(Part):
    """A quantity that is reckoned otherwise from a day on."""

    day: date
    quantity: str
    change: str
    language: Literal["fr", "en"]
    """`en` where only the note of the code says it."""


class Rule(Part):
    start: date
    end: date | None
    """Last day in force; None while it is."""
    of: Literal["foyer", "person"]
    article: str
    function: str
    """The code that applies it, module and function."""
    territories: tuple[str, ...]
    """Where it is the law; elsewhere nothing is said."""
    wordings: tuple[Wording, ...]
    read_on: date
    """The day for which `incomes.months` are told."""
    facts: tuple[Fact, ...]
    incomes: tuple[Income, ...]
    received: tuple[ReceivedBenefit, ...]
    ignores: tuple[str, ...]
    reforms: tuple[Reform, ...]
    parameters: tuple[str, ...]
    """Names of the dated values that it reads, see `Catalogue.parameters`."""


class Benefit(Part):
    code: str = Field(pattern=r"^\w+$")
    name: str
    purpose: str
    rules: tuple[Rule, ...]


class Cell(Part):
    """One number; `keys` in the order of `Parameter.dimensions`, empty where there is none."""

    keys: tuple[str, ...]
    number: float


class Value(Part):
    """What holds from a day to another; no cell where the measure has ended."""

    start: date
    end: date | None
    cells: tuple[Cell, ...]
    source: str | None
    checked_on: date | None
    checked_in: str | None


class Dimension(Part):
    name: str
    kind: Literal["names", "dates", "numbers"]
    """`dates` and `numbers` are thresholds: the number holds from it on."""


class Parameter(Part):
    name: str = Field(pattern=r"^\w+(/\w+)+$")
    description: str
    unit: str
    article: str
    note: str | None
    dimensions: tuple[Dimension, ...]
    values: tuple[Value, ...]
    read_by: tuple[str, ...]
    """Codes of the benefits whose rules read it."""


class Undecided(Part):
    """What no rule here decides, why, and where to go instead."""

    name: str
    article: str
    start: date | None
    """First day of the measure, where that matters."""
    reason: str
    where_to_go: str


class Catalogue(Part):
    form: Literal[1] = 1
    as_of: date | None
    """Only what is in force on that day; None for everything since `since`."""
    since: date
    """Values in force on that day and later ones are given."""
    benefits: tuple[Benefit, ...]
    parameters: tuple[Parameter, ...]
    undecided: tuple[Undecided, ...]
