"""What a right becomes for each row: verdict, bounds of the amount, conditions that fail, missing facts that decide.

Belongs here: the columns of contract `Finding`. Does not: the rows (`assessing`), which facts decide (`missing`), any
rule.
"""

from collections.abc import Mapping

import narwhals as nw

from eligibility.facts import HOUSEHOLD, PERSON
from eligibility.frames.frame import Frame
from eligibility.graph import conditions_of, roots_of
from eligibility.missing import deciding, presumed
from eligibility.rights import Right, Rule
from eligibility.situations.tables import Rows

SEPARATOR = "|"


def found(rule: Rule, right: Right, frame: Frame, rows: Rows, person: nw.Expr, **more: nw.Expr) -> Rows:
    """What a rule says of each row, the columns of `assess`, and `more`."""
    conditions = conditions_of(rule, right, frame)
    roots = roots_of(rule, right, frame)
    sure = nw.all_horizontal(*(met.sure for met in conditions.values()), ignore_nulls=False)
    may = nw.all_horizontal(*(met.may for met in conditions.values()), ignore_nulls=False)
    least = most = nw.lit(None, nw.Float64)
    if right.amount is not None:
        amount = frame.references[f"{rule.benefit}__amount"].rounded()  # type: ignore[union-attr]
        least = nw.when(sure).then(amount.low).otherwise(nw.lit(0.0))
        most = nw.when(may).then(amount.high).otherwise(nw.lit(0.0))
    state = right.state.code if right.state else nw.lit("")
    said = nw.when(sure).then(nw.lit("likely")).when(may).then(nw.lit("possible")).otherwise(nw.lit("unlikely"))
    elsewhere = ~frame.code("territory").isin(*rule.territories).may
    return rows.select(
        nw.lit(rule.benefit).alias("benefit"),
        nw.col(HOUSEHOLD),
        person.alias(PERSON),
        nw.when(elsewhere).then(nw.lit("not_covered")).when(state == "live").then(nw.lit("receiving"))
        .otherwise(said).alias("verdict"),
        said.alias("right"),
        nw.when(state != "").then(state).alias("state"),
        least.alias("amount_min_eur_month"),
        most.alias("amount_max_eur_month"),
        listed({name: ~met.may for name, met in conditions.items()}).alias("unmet"),
        listed({name: met.undecided for name, met in conditions.items()}).alias("undecided"),
        nw.when(may).then(listed(deciding(frame, roots))).otherwise(nw.lit("")).alias("missing"),
        nw.when(may).then(listed(presumed(frame, roots))).otherwise(nw.lit("")).alias("presumed"),
        **more,
    )  # fmt: skip


def listed(flags: Mapping[str, nw.Expr], separator: str = SEPARATOR) -> nw.Expr:
    """The names whose flag is set, as one text."""
    if not flags:
        return nw.lit("")
    texts = [nw.when(flag).then(nw.lit(name)) for name, flag in flags.items()]
    return nw.concat_str(texts, separator=separator, ignore_nulls=True)
