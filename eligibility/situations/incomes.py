"""Incomes added up over the windows that rules ask for, a column each.

Belongs here: sums of rows by person, kind, form and window. Does not: whether all of them are known (`coverage`).
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import add

import narwhals as nw

from eligibility.dates import month_back
from eligibility.facts import PERSON
from eligibility.frames.windows import FORMS, MONTHS, Income, Window
from eligibility.situations.tables import Rows, joined, within


def with_incomes(rows: Rows, incomes: Rows, asked: Collection[Income], day: date) -> Rows:
    """A column an income asked for, 0 where the person has none."""
    cells = {kind: {(i.form, i.window) for i in asked if kind in i.kinds} for i in asked for kind in i.kinds}
    parts: dict[Income, list[str]] = {income: [] for income in asked}
    for number, kinds in enumerate(_asked_alike(cells)):
        columns = {f"{i.column}_{number}": i for i in asked if set(i.kinds) & kinds}
        for column, income in columns.items():
            parts[income].append(column)
        rows = joined(rows, _added_up(incomes, columns, kinds, day), PERSON)
    nil = nw.lit(0.0)
    return rows.with_columns(
        **{i.column: reduce(add, (nw.coalesce(nw.col(part), nil) for part in parts[i])) for i in asked}
    ).drop([part for named in parts.values() for part in named])


def _asked_alike(cells: Mapping[str, Collection[object]]) -> list[set[str]]:
    """Kinds by how many sums are asked of them, none in one set with a kind of which over twice as many are.

    Wages are asked over ten times as many windows as some family benefits: each row is added up over few for nothing.
    """
    sets: list[set[str]] = []
    most = 0
    for kind in sorted(cells, key=lambda kind: (-len(cells[kind]), kind)):
        if 2 * len(cells[kind]) < most or not sets:
            sets.append(set())
            most = len(cells[kind])
        sets[-1].add(kind)
    return sets


def _added_up(incomes: Rows, columns: Mapping[str, Income], kinds: Collection[str], day: date) -> Rows:
    """Sums by person of the rows of some kinds: first by kind, which shortens the table tenfold."""
    cells = sorted({(income.form, income.window) for income in columns.values()})
    earliest, latest = max(w.first for _, w in cells), min(w.last for _, w in cells)
    forms = {form: nw.col(f"{form}_eur_month").cast(nw.Float64) for form in FORMS}
    forms[MONTHS] = nw.when(nw.col("net_eur_month") > 0).then(1.0).otherwise(0.0)
    asked_forms = sorted({form for form, _ in cells})
    looked_at = incomes.filter(
        nw.col("month") >= month_back(day, earliest),
        nw.col("month") <= month_back(day, latest),
        nw.col("kind").is_in(sorted(kinds)),
    )
    by_kind = (
        looked_at.select(PERSON, "kind", "month", **{form: forms[form] for form in asked_forms})
        .group_by(PERSON, "kind")
        .agg(**{f"{form}_{window}": _sum_over(window, day, form) for form, window in cells})
    )
    return by_kind.group_by(PERSON).agg(
        **{
            column: nw.when(nw.col("kind").is_in(i.kinds))
            .then(nw.col(f"{i.form}_{i.window}"))
            .otherwise(nw.lit(0.0))
            .sum()
            for column, i in columns.items()
        }
    )


def _sum_over(window: Window, day: date, form: str) -> nw.Expr:
    return nw.when(within(window, day)).then(nw.col(form)).otherwise(nw.lit(0.0)).sum()
