"""The tables of a situation, of any engine that Narwhals speaks to.

Belongs here: the tables by name, and the few expressions that all readers of them share. Does not: what facts mean
(`data_contracts.situation`), the rows made of them (`rows`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from data_contracts.situation import EVERY_KIND, EVERY_OTHER, SITUATIONS
from eligibility.dates import month_back
from eligibility.facts import NONE_MORE, Presumptions
from eligibility.frames.windows import Window

Rows = nw.LazyFrame[Any]
NONE, EVERY, OTHERS = "none", next(iter(EVERY_KIND)), next(iter(EVERY_OTHER))


@dataclass(frozen=True)
class Situations:
    """The tables of data_contracts/situation, by name."""

    households: Rows
    people: Rows
    incomes: Rows
    income_coverage: Rows
    benefits: Rows
    presumptions: Presumptions = NONE_MORE

    @classmethod
    def of(cls, tables: Mapping[str, Any], presumptions: Presumptions = NONE_MORE) -> "Situations":
        """From tables of any engine that Narwhals speaks to."""
        rows = {name: nw.from_native(tables[name]).lazy() for name in SITUATIONS}
        return cls(**rows, presumptions=presumptions)


def number_where(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(1).otherwise(0).sum()


def joined(rows: Rows, other: Rows, key: str) -> Rows:
    return rows.join(other, on=key, how="left")


def within(window: Window, day: date) -> nw.Expr:
    """Whether a month is of the window."""
    month = nw.col("month")
    return (month >= month_back(day, window.first)) & (month <= month_back(day, window.last))
