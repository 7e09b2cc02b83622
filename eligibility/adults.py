"""Assessment of each adult: what a foyer has a right to is said of each of its adults, with signals and reasons.

Belongs here: what lists need beside findings. Does not: what is found (`assessing`), any rule.
"""

from collections.abc import Collection

import narwhals as nw

from eligibility.assessing import Keep, asked_of, holders, reckoned
from eligibility.facts import HOUSEHOLD, PERSON
from eligibility.findings import found, listed
from eligibility.frames.foyer import Foyer
from eligibility.graph import conditions_of, roots_of
from eligibility.missing import presumed
from eligibility.parameters import Law
from eligibility.reasons import reasons
from eligibility.situations.tables import Rows, Situations


def assess_adults(
    situations: Situations,
    law: Law,
    *,
    keep: Keep,
    benefits: Collection[str] | None = None,
) -> Rows:
    """One row a benefit in force and adult: the columns of `assess`, `signals`, and `why` where the right may hold."""
    asked = asked_of(situations, law, benefits)
    people, foyers = reckoned(asked, situations, keep, shown=True)
    adults = people.filter(nw.col("role") == "adult").select(HOUSEHOLD, PERSON, *asked.signal_columns)
    parts = []
    for rule, right in asked.rights.values():
        frame = asked.frame(rule)
        rows = holders(rule, people, foyers)
        if rule.of is Foyer:
            rows = rows.join(adults, on=HOUSEHOLD, how="inner")
        met = conditions_of(rule, right, frame)
        to_tell = nw.all_horizontal(*(truth.may for truth in met.values()), ignore_nulls=False)
        if right.state:
            to_tell &= right.state.code != "live"
        presumptions = listed(presumed(frame, roots_of(rule, right, frame)), " ; ")
        signals = listed({name: signal.sure for name, signal in right.signals.items()})
        why = nw.when(to_tell).then(reasons(right, met, presumptions))
        parts.append(found(rule, right, frame, rows, nw.col(PERSON), signals=signals, why=why))
    return nw.concat(parts)
