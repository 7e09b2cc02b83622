"""Of whom all months of a window are known, by kind of income.

Belongs here: what `income_coverage` and the amounts told say together. Does not: the amounts themselves (`incomes`).
"""

from collections.abc import Collection
from datetime import date

import narwhals as nw

from eligibility.dates import month_back
from eligibility.facts import PERSON
from eligibility.frames.windows import FORMS, Window, known_column
from eligibility.situations.tables import EVERY, Rows, Situations, joined, number_where, within


def covered(situations: Situations, asked: Collection[tuple[str, Window]], day: date) -> Rows:
    """By person, whether all months of a window are known of a kind: covered by one row, or each with its amount."""
    cover = _covered_by_a_row(situations, asked, day)
    if situations.presumptions.covered_alone:
        return cover.select(PERSON, **{known_column(k, w): nw.col(f"{k}_{w}__covered") > 0 for k, w in asked})
    both = joined(
        joined(situations.people.select(PERSON), cover, PERSON), _amounts_told(situations, asked, day), PERSON
    )
    known = {}
    for kind, window in asked:
        name = f"{kind}_{window}"
        covers, told, untold = (
            nw.coalesce(nw.col(f"{name}__{what}"), nw.lit(0)) for what in ("covered", "said", "unsaid")
        )
        known[known_column(kind, window)] = (untold == 0) & ((covers > 0) | (told == window.months))
    return both.select(PERSON, **known)


def _covered_by_a_row(situations: Situations, asked: Collection[tuple[str, Window]], day: date) -> Rows:
    return situations.income_coverage.group_by(PERSON).agg(
        **{
            f"{kind}_{window}__covered": nw.when(
                nw.col("kind").is_in([kind, EVERY])
                & (nw.col("first_month") <= month_back(day, window.first))
                & (nw.col("last_month") >= month_back(day, window.last))
            ).then(1).otherwise(0).max()
            for kind, window in asked
        }
    )  # fmt: skip


def _amounts_told(situations: Situations, asked: Collection[tuple[str, Window]], day: date) -> Rows:
    """How many months of a window have a row that tells all amounts, and how many one that does not."""
    unsaid = nw.any_horizontal(*(nw.col(f"{form}_eur_month").is_null() for form in FORMS), ignore_nulls=False)
    windows = sorted({window for _, window in asked})
    by_kind = (
        situations.incomes.filter(nw.col("kind").is_in(sorted({kind for kind, _ in asked})))
        .group_by(PERSON, "kind")
        .agg(
            **{f"{window}__said": number_where(within(window, day) & ~unsaid) for window in windows},
            **{f"{window}__unsaid": number_where(within(window, day) & unsaid) for window in windows},
        )
    )
    return by_kind.group_by(PERSON).agg(
        **{
            f"{kind}_{window}__{what}": nw.when(nw.col("kind") == kind)
            .then(nw.col(f"{window}__{what}"))
            .otherwise(0)
            .sum()
            for kind, window in asked
            for what in ("said", "unsaid")
        }
    )
