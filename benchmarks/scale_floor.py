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

from data_contracts.settings import read_settings  # noqa: E402

DELIMITED = {
    "registrations": ("pole_emploi", "PE_STOCK_*.csv", "latin-1", '"'),
    "unemployment_payments": ("pole_emploi", "PE_PJC_*.csv", "latin-1", '"'),
    "caf_dossiers": ("caf", "CAF_DOSSIERS_*.csv", "utf-8", ""),
    "caf_persons": ("caf", "CAF_PERSONNES_*.csv", "utf-8", ""),
    "objections": ("objections", "OPPOSITIONS_*.csv", "utf-8", ""),
}
FIXED = {
    "pensions": (
        "cnav",
        "CNAV_PENSIONS_*.txt",
        [15, 30, 30, 20, 1, 8, 5, 1, 3, 9, 9, 9, 4, 9, 9, 8, 5, 38, 38, 38, 38, 38],
    ),
    "deaths": ("deaths", "deces-*.txt", [80, 1, 8, 5, 30, 30, 8, 5, 9]),
}


AS_SAID = "auto_detect = false"
JOINED = """
    SELECT * FROM (SELECT *, left(nir, 13) AS nir13 FROM '{out}/caf_persons.parquet')
    FULL JOIN (SELECT *, nir AS nir13 FROM '{out}/registrations.parquet') USING (nir13)
    FULL JOIN (SELECT *, left(c1, 13) AS nir13 FROM '{out}/pensions.parquet') USING (nir13)
    FULL JOIN (SELECT *, left(NIR, 13) AS nir13 FROM '{out}/health_covers.parquet') USING (nir13)
"""


def main(period: str) -> None:
    landing = read_settings().landing_folder
    con = duckdb.connect(config={"threads": os.cpu_count() or 1})
    ready = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=landing.parent) as folder:
        out = Path(folder)
        for table, (source, pattern, encoding, quote) in DELIMITED.items():
            files = [str(path) for path in sorted((landing / source / period).glob(pattern))]
            with Path(files[0]).open(encoding=encoding) as file:
                heading = file.readline().rstrip("\n").replace('"', "").split(";")
            columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in heading) + "}"
            form = f"delim = ';', quote = '{quote}', escape = '{quote}', skip = 1, strict_mode = false"
            said = f"columns = {columns}, encoding = '{encoding}', ignore_errors = true, {AS_SAID}, {form}"
            _copy(con, out, table, f"SELECT * FROM read_csv({files}, {said})")
        for table, (source, pattern, widths) in FIXED.items():
            starts = [1 + sum(widths[:index]) for index in range(len(widths))]
            parts = [f"substr(line, {start}, {width})" for start, width in zip(starts, widths, strict=True)]
            cut = ", ".join(f"{part} AS c{start}" for part, start in zip(parts, starts, strict=True))
            form = "delim = e'\\x1f', quote = '', escape = '', columns = {'line': 'VARCHAR'}, encoding = 'latin-1'"
            read = f"read_csv('{landing}/{source}/{period}/{pattern}', header = false, {AS_SAID}, {form})"
            _copy(con, out, table, f"SELECT {cut} FROM {read}")
        _copy(con, out, "health_covers", f"SELECT * FROM read_parquet('{landing}/cnam/{period}/*.parquet')")
        _copy(con, out, "joined", JOINED.format(out=out))
        done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps({"startup_s": round(ready - STARTED, 2), "work_s": round(done - ready, 2), "peak_mb": peak // 1024})
    )


def _copy(con: duckdb.DuckDBPyConnection, out: Path, table: str, query: str) -> None:
    con.execute(f"COPY ({query}) TO '{out}/{table}.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")


if __name__ == "__main__":
    main(sys.argv[1])
