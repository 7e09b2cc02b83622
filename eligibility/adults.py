"""Assessment of each adult: what a foyer has a right to is said of each of its adults, with signals and reasons.

Belongs here: what lists need beside findings. Does not: what is found (`assessing`), any rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals as nw

from eligibility.assessing import Keep, asked_of, holders, reckoned
from eligibility.bounds import Truth
from eligibility.facts import HOUSEHOLD, PERSON
from eligibility.findings import found, listed
from eligibility.frames.foyer import Foyer
from eligibility.graph import conditions_of, roots_of
from eligibility.missing import presumed
from eligibility.parameters import Law
from eligibility.reasons import reasons
from eligibility.rights import Right
from eligibility.situations.tables import Rows, Situations


@dataclass(frozen=True)
class LookedAt:
    """Of whom a benefit is looked at, and whether to write why the right may hold."""

    households: Rows
    """A column `household_id`."""
    reasons: bool = True


def assess_adults(situations: Situations, law: Law, benefits: Mapping[str, LookedAt], *, keep: Keep) -> Rows:
    """One row a benefit and adult looked at: the columns of `assess`, `signals`, and `why` where the right may hold and
    is not received.

    All are made from the same people and foyers, which takes most of the time.
    """
    asked = asked_of(situations, law, benefits)
    people, foyers = reckoned(asked, situations, keep, shown=True)
    adults = people.filter(nw.col("role") == "adult").select(HOUSEHOLD, PERSON, *asked.signal_columns)
    parts = []
    for rule, right in asked.rights.values():
        frame = asked.frame(rule)
        looked_at = benefits[rule.benefit]
        rows = holders(rule, people, foyers).join(looked_at.households, on=HOUSEHOLD, how="semi")
        if rule.of is Foyer:
            rows = rows.join(adults, on=HOUSEHOLD, how="inner")
        met = conditions_of(rule, right, frame)
        presumptions = listed(presumed(frame, roots_of(rule, right, frame)), " ; ")
        signals = listed({name: signal.sure for name, signal in right.signals.items()})
        why: nw.Expr = nw.lit(None, nw.String)
        if looked_at.reasons:
            why = nw.when(_to_tell(right, met)).then(reasons(right, met, presumptions))
        parts.append(found(rule, right, frame, rows, nw.col(PERSON), signals=signals, why=why))
    return nw.concat(parts)


def _to_tell(right: Right, met: Mapping[str, Truth]) -> nw.Expr:
    may = nw.all_horizontal(*(truth.may for truth in met.values()), ignore_nulls=False)
    return may & (right.state.code != "live") if right.state else may
