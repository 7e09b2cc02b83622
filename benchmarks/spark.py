"""The same rules on PySpark in local mode and on DuckDB: `python -m benchmarks.spark` (extra `spark`, and Java 17).

Random complete households, some of whose facts are hidden, are assessed by the same code on both engines; every row
must be the same: verdict, conditions, missing facts, and amounts to the cent. The last line is one JSON object.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.law_households import blocks
from data_contracts.situation import SITUATIONS
from eligibility.assessing import assess
from eligibility.engines import OnDuckDB, on_spark
from eligibility.parameters import Law
from eligibility.situations.tables import Situations

KEY = ["benefit", "household_id", "person_id"]
HIDDEN = {"households": ("couple", "tenure", "isolated_since"), "people": ("birth_date", "student", "work_state")}
"""Facts hidden of one household in ten, so that both engines reckon with what is not known."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--date", default="2014-06", help="month")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", default="6g", help="of Spark's process")
    options = parser.parse_args()
    day = date.fromisoformat(f"{options.date}-01")
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), options.households, day, options.seed)
        duck, duck_seconds = timed(on_duckdb_assessed, Path(folder), day)
        spark, spark_seconds = timed(on_spark_assessed, Path(folder), day, options.memory)
    both = duck.join(spark, on=KEY, how="full", coalesce=True, nulls_equal=True, suffix="_spark")
    others = [column for column in duck.columns if column not in KEY]
    differences = {
        column: both.filter(pl.col(column).ne_missing(pl.col(f"{column}_spark"))).height for column in others
    }
    for column, count in differences.items():
        print(f"{column:24}{count:>10} of {both.height} differ")
    print(f"DuckDB {duck_seconds:.1f} s, Spark {spark_seconds:.1f} s (start included)")
    figures = {
        "benchmark": "spark", "households": options.households, "date": options.date, "seed": options.seed,
        "rows": both.height, "rows_duckdb": duck.height, "rows_spark": spark.height, "differences": differences,
        "seconds": {"duckdb": round(duck_seconds, 2), "spark": round(spark_seconds, 2)},
    }  # fmt: skip
    print(json.dumps(figures))
    if any(differences.values()) or not duck.height == spark.height == both.height:
        sys.exit(1)


def write(folder: Path, count: int, day: date, seed: int) -> None:
    """One Parquet file a block and table, so that neither engine is given frames of the other."""
    for number, tables in enumerate(blocks(count, day, seed)):
        homes = tables["households"]["household_id"].gather_every(10)
        for name, table in tables.items():
            (folder / name).mkdir(exist_ok=True)
            for fact in HIDDEN.get(name, ()):
                of_these = pl.col("household_id").is_in(homes.implode())
                table = table.with_columns(pl.when(~of_these).then(pl.col(fact)).alias(fact))
            table.write_parquet(folder / name / f"{number}.parquet")


def on_duckdb_assessed(folder: Path, day: date) -> pl.DataFrame:
    con = duckdb.connect()
    tables = {name: con.read_parquet(f"{folder}/{name}/*.parquet") for name in SITUATIONS}
    return assess(Situations.of(tables), Law(day), keep=OnDuckDB(con)).collect(backend="polars").to_native()


def on_spark_assessed(folder: Path, day: date, memory: str) -> pl.DataFrame:
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": memory, "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "8",
        "spark.local.dir": str(folder / "spill"),
    }  # fmt: skip
    builder = SparkSession.builder.master("local[*]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    tables = {name: spark.read.parquet(str(folder / name)) for name in SITUATIONS}
    found: Any = assess(Situations.of(tables), Law(day), keep=on_spark).to_native()
    found.write.mode("overwrite").parquet(str(folder / "found"))
    spark.stop()
    return pl.read_parquet(folder / "found" / "*.parquet")


def timed(work: Any, *arguments: Any) -> tuple[pl.DataFrame, float]:
    begun = time.perf_counter()
    return work(*arguments), time.perf_counter() - begun


if __name__ == "__main__":
    main()
