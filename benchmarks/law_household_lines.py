"""Incomes of random households in the making: lines of so much a month from one month to another, then rows by month.

Belongs here: how a line becomes amounts of months, and what they are net, taxable and gross. Does not: which lines
there are (`law_household_incomes`).
"""

from datetime import date

import numpy as np
import polars as pl

from benchmarks.law_household_people import Array

FORMS = {
    "wages": (1.035, 1.28), "self_employment": (1.0, 1.0), "unemployment": (1.0, 1.03), "sickness": (1.0, 1.07),
    "own_pension": (1.01, 1.04), "survivor_pension": (1.01, 1.04), "invalidity_pension": (1.0, 1.03),
    "alimony_received": (1.0, 1.0), "alimony_paid": (1.0, 1.0), "capital": (1.0, 1.0), "ass": (1.0, 1.0),
}  # fmt: skip
"""Kind -> taxable and gross for one euro net. A benefit that is not named is exempt, and paid as it is owed."""

SCHEMA = {
    "person": pl.Int64, "kind": pl.String, "level": pl.Float64, "start": pl.Int64, "end": pl.Int64,
    "unsteady": pl.Float64, "before": pl.Float64,
}  # fmt: skip


class Lines:
    """Incomes in the making: `start` and `end` count months from the first, both included."""

    def __init__(self, months: int) -> None:
        self.months = months
        self.parts: list[pl.DataFrame] = []

    def add(
        self,
        where: Array,
        person: Array,
        kind: Array | str,
        level: Array,
        start: Array | int = 0,
        end: Array | int | None = None,
        unsteady: Array | float = 0.0,
        before: Array | float = 1.0,
    ) -> None:
        """Lines where `where` holds; `before` multiplies what is older than a year, `unsteady` is a spread by month."""
        end = self.months - 1 if end is None else end
        columns = {"person": person, "kind": kind, "level": level, "start": start, "end": end}
        columns |= {"unsteady": unsteady, "before": before}
        self.parts.append(
            pl.DataFrame({name: np.broadcast_to(part, len(where))[where] for name, part in columns.items()})
        )

    def by_month(self, draw: np.random.Generator, first: date) -> pl.DataFrame:
        """person, month, kind and the three forms; one row where there is something."""
        lines = pl.concat([part.cast(pl.Schema(SCHEMA)) for part in self.parts])
        month, column = np.arange(self.months), {name: lines[name].to_numpy()[:, None] for name in SCHEMA}
        held = (month >= column["start"]) & (month <= column["end"])
        spread = np.exp(column["unsteady"] * draw.normal(0, 1, held.shape) - column["unsteady"] ** 2 / 2)
        older = np.where(month < self.months - 13, column["before"], 1.0)
        amount = np.where(held, column["level"] * spread * older, 0).round(2)
        line, at = np.nonzero(amount >= 0.01)
        starts = pl.Series([date(first.year + m // 12, m % 12 + 1, 1) for m in range(self.months)])
        taxable, gross = (
            pl.col("kind").replace_strict({kind: forms[n] for kind, forms in FORMS.items()}, default=float(n))
            for n in range(2)
        )
        return (
            pl.DataFrame({"person": lines["person"].gather(line), "month": starts.gather(at)})
            .with_columns(kind=lines["kind"].gather(line), net_eur_month=pl.Series(amount[line, at]))
            .group_by("person", "month", "kind", maintain_order=True)
            .agg(pl.col("net_eur_month").sum().round(2))
            .with_columns(
                taxable_eur_month=(pl.col("net_eur_month") * taxable).round(2),
                gross_eur_month=(pl.col("net_eur_month") * gross).round(2),
            )
        )
