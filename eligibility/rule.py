"""What a rule is: a benefit, the days it is in force, and how a situation becomes a finding.

Belongs here: the shape every rule shares, and the register of rules. Does not: any rule (`rules/`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import narwhals as nw

from eligibility.parameters import Law

Text = nw.Expr
"""An expression giving French text, NULL where it has nothing to say."""


@dataclass(frozen=True)
class Finding:
    """What a rule says of each row, as expressions over the situation's columns.

    `certain` and `open`: the right holds on every, on some completion of the missing facts. `receiving`: it is
    already paid, or its state is known to who pays it.
    """

    quantities: tuple[dict[str, nw.Expr], ...]
    """Named quantities, stage by stage: the expressions of a stage, and all below, may use those before by name."""
    concerns: nw.Expr
    """Rows the rule looks at at all; the others get no assessment."""
    receiving: nw.Expr
    certain: nw.Expr
    open: nw.Expr
    amount_min_eur_month: nw.Expr
    amount_max_eur_month: nw.Expr
    signals: dict[str, nw.Expr]
    missing: dict[str, nw.Expr]
    """French name of a fact -> where it is missing and decides."""
    why: list[Text]


@dataclass(frozen=True)
class Rule:
    """A dated rule; `requires` and `presumes` are published with it."""

    benefit: str
    start: date
    end: date
    article: str
    requires: tuple[str, ...]
    presumes: tuple[str, ...]
    find: Callable[[Law], Finding]

    def in_force(self, day: date) -> bool:
        return self.start <= day <= self.end


RULES: list[Rule] = []
"""Every rule, in the order of definition; filled by `rule` when a module of `rules/` is imported."""


def rule(
    benefit: str,
    *,
    article: str,
    start: date,
    end: date = date.max,
    requires: tuple[str, ...],
    presumes: tuple[str, ...],
) -> Callable[[Callable[[Law], Finding]], Callable[[Law], Finding]]:
    """Register a dated function as the rule of a benefit from `start` to `end`, both included."""

    def register(find: Callable[[Law], Finding]) -> Callable[[Law], Finding]:
        RULES.append(Rule(benefit, start, end, article, requires, presumes, find))
        return find

    return register
