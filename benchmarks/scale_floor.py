"""The floor of `benchmarks.scale`: the same files read into Parquet, plainly, and joined on the NIR."""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

STARTED = time.perf_counter()

import duckdb  # noqa: E402  (start-up is measured)

from connectors.layouts import load_layouts  # noqa: E402
from data_contracts.layout import Layout, LayoutColumn  # noqa: E402
from data_contracts.settings import read_settings  # noqa: E402

JOINED = """
    SELECT * FROM (SELECT *, left(nir, 13) AS nir13 FROM '{out}/caf_persons.parquet')
    FULL JOIN (SELECT *, nir AS nir13 FROM '{out}/registrations.parquet') USING (nir13)
    FULL JOIN (SELECT *, left("NIR", 13) AS nir13 FROM '{out}/pensions.parquet') USING (nir13)
    FULL JOIN (SELECT *, left(nir, 13) AS nir13 FROM '{out}/health_covers.parquet') USING (nir13)
"""


def main(period: str) -> None:
    landing, layouts = read_settings().landing_folder, load_layouts()
    con = duckdb.connect(config={"threads": os.cpu_count() or 1})
    ready = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=landing.parent) as folder:
        out = Path(folder)
        for layout in layouts.values():
            files = [str(path) for path in sorted((landing / layout.source / period).glob(layout.file_pattern))]
            columns = ", ".join(f'{_value(column)} AS "{column.name}"' for column in layout.columns)
            if files:  # an optional source may send nothing
                _copy(con, out, layout.dataset, f"SELECT {columns} FROM {_read(layout, files)}")
        _copy(con, out, "joined", JOINED.format(out=out))
        done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps({"startup_s": round(ready - STARTED, 2), "work_s": round(done - ready, 2), "peak_mb": peak // 1024})
    )


def _read(layout: Layout, files: list[str]) -> str:
    """The plainest way DuckDB has of reading the files: as CSV, as lines cut by position, as Parquet."""
    if layout.format == "parquet":
        return f"read_parquet({files})"
    encoding = "utf-8" if layout.encoding == "utf-8" else "latin-1"
    said = f"auto_detect = false, strict_mode = false, ignore_errors = true, encoding = '{encoding}'"
    if layout.format == "fixed_width":
        return f"read_csv({files}, columns = {{'line': 'VARCHAR'}}, delim = e'\\x1f', quote = '', escape = '', {said})"
    names = ", ".join(f"'{column.name}': 'VARCHAR'" for column in layout.columns)
    quote = '"' if layout.quoted else ""
    marks = f"delim = ';', quote = '{quote}', escape = '{quote}', skip = 1"
    return f"read_csv({files}, columns = {{{names}}}, {marks}, {said})"


def _value(column: LayoutColumn) -> str:
    """A column with the type its layout gives it; what cannot be read becomes NULL."""
    text = f'"{column.name}"' if column.start is None else f"substr(line, {column.start}, {column.width})"
    match column.type:
        case "date" | "partial_date":
            return f"CAST(try_strptime({text}, '{column.pattern}') AS DATE)"
        case "decimal":
            return f"TRY_CAST(replace({text}, ',', '.') AS DECIMAL(12,2))"
        case "cents" | "integer":
            return f"TRY_CAST({text} AS BIGINT)"
    return text


def _copy(con: duckdb.DuckDBPyConnection, out: Path, table: str, query: str) -> None:
    con.execute(f"COPY ({query}) TO '{out}/{table}.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")


if __name__ == "__main__":
    main(sys.argv[1])
