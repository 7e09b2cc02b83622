"""Our rules against openfisca-france on the same random complete households: `python -m benchmarks.law`.

For each date and benefit: same right, same amount within 1 EUR a month, how many are entitled and how many stand near
the threshold. The last line is one JSON object with every figure. See `law_oracle` for what openfisca is asked, and
what is set right in it first.
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.law_households import blocks
from benchmarks.law_oracle import DAYS, oracle_of, shares
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB
from eligibility.parameters import Law
from eligibility.situations.tables import Situations

SAME_RIGHT, SAME_AMOUNT = 0.999, 0.995
CLOSE_EUR_MONTH = 1.0


def ours_of(count: int, day: date, seed: int, benefits: list[str] | None) -> pl.DataFrame:
    """What our rules say of the same households, on DuckDB, 20,000 at a time."""
    parts = []
    for tables in blocks(count, day, seed):
        con = duckdb.connect()
        relations = {name: con.from_arrow(table.to_arrow()) for name, table in tables.items()}
        found = assess(Situations.of(relations), Law(day), keep=OnDuckDB(con), benefits=benefits)
        parts.append(found.collect(backend="polars").to_native())
    return pl.concat(parts)


def compared(answers: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """Answers that openfisca gives, beside ours, with `same_right` and `same_amount`."""
    parts = []
    for (benefit,), asked in (
        answers.filter(pl.col("entitled").is_not_null()).partition_by("benefit", as_dict=True).items()
    ):
        found = ours.filter(pl.col("benefit") == benefit).drop("benefit")
        on = ["household_id"] if found["person_id"].is_null().all() else ["household_id", "person_id"]
        if len(on) == 1:
            found = found.drop("person_id")
        parts.append(asked.join(found, on=on, how="left"))
    off = pl.col("amount_eur_month") - pl.col("amount_min_eur_month").fill_null(0.0)
    return pl.concat(parts, how="diagonal_relaxed").with_columns(
        same_right=pl.col("entitled") == (pl.col("right") == "likely").fill_null(False),
        same_amount=off.abs() <= CLOSE_EUR_MONTH,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=2000)
    parser.add_argument("--date", action="append", help="month, such as 2014-06; may be repeated; all dates by default")
    parser.add_argument("--benefit", action="append", help="may be repeated; all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--differences", type=Path, help="write the households that differ to this Parquet file")
    options = parser.parse_args()
    days = [date.fromisoformat(f"{month}-01") for month in options.date] if options.date else DAYS
    figures: dict[str, Any] = {"benchmark": "law", "households": options.households, "seed": options.seed, "dates": {}}
    print(f"{'':9}{'benefit':20}{'same right':>12}{'same amount':>13}{'entitled':>10}{'near':>8}")
    different = []
    for day in days:
        answers, _ = oracle_of(options.households, day, options.seed, options.home)
        both = compared(answers, ours_of(options.households, day, options.seed, options.benefit))
        mattering = {row["benefit"]: row for row in shares(answers).iter_rows(named=True)}
        agreed = both.group_by("benefit", maintain_order=True).agg(pl.col("same_right", "same_amount").mean())
        rows = [
            row | mattering[row["benefit"]]
            for row in agreed.iter_rows(named=True)
            if not options.benefit or row["benefit"] in options.benefit
        ]
        for row in rows:
            short = row["same_right"] < SAME_RIGHT or row["same_amount"] < SAME_AMOUNT
            line = f"{day:%Y-%m}  {row['benefit']:20}{row['same_right']:>12.3%}{row['same_amount']:>13.3%}"
            print(line + f"{row['entitled']:>10.2%}{row['near']:>8.2%}" + "   <" * short, flush=True)
        figures["dates"][f"{day:%Y-%m}"] = rows
        different.append(both.filter(~pl.col("same_right") | ~pl.col("same_amount")).with_columns(day=day))
    if options.differences:
        pl.concat(different).write_parquet(options.differences)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
