"""Writing a delivery: lines numbered, files written aside then renamed, digests, the manifest.

Belongs here: how any dataset becomes a file. Does not: what a dataset holds (`deliveries`).
DuckDB glues the lines into large chunks; Python only encodes, hashes and writes them.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data_contracts.period import Period
from rehearsal.sql import literal

LINES_A_CHUNK = 20_000

# a duplicate is written twice: the first is sound, the copy is the fault
NUMBERED = """
CREATE TABLE lines_{dataset} AS
SELECT * EXCLUDE (sort_key, copy), row_number() OVER (PARTITION BY file ORDER BY sort_key, copy) + {headings} AS line
FROM (
    SELECT * EXCLUDE (fault),
           unnest(if(fault = 'duplicate', [NULL, 'duplicate'], [fault])) AS fault,
           unnest(if(fault = 'duplicate', [0, 1], [0])) AS copy
    FROM ({drafted})
)
ORDER BY file, line
"""


@dataclass(frozen=True)
class Dataset:
    """How a dataset is written: its source, its layout file, its columns in order with the SQL that fills each."""

    source: str
    name: str
    layout: str
    columns: dict[str, str]
    encoding: str = "utf-8"
    quoted: bool = False

    @property
    def heading(self) -> str:
        return self.join(list(self.columns))

    @property
    def text(self) -> str:
        """SQL of one delimited line; a missing value is written as nothing."""
        mark, between = ("'\"'", "'\";\"'") if self.quoted else ("''", "';'")
        glued = f" || {between} || ".join(f"coalesce(({value})::VARCHAR, '')" for value in self.columns.values())
        return f"{mark} || {glued} || {mark}"

    def join(self, values: list[str]) -> str:
        return '"' + '";"'.join(values) + '"' if self.quoted else ";".join(values)


@dataclass
class Delivery:
    """The files of one source for one period, as they are being written in `folder`."""

    source: str
    folder: Path
    files: list[dict[str, str | int]] = field(default_factory=list)

    def add_text(self, con: duckdb.DuckDBPyConnection, dataset: Dataset, *, heading: bool = True) -> None:
        """Write every file of `lines_<dataset>` from its column `text`, which is then dropped."""
        for name, rows in _files(con, dataset.name):
            digest = hashlib.sha256()
            with (self.folder / name).open("wb") as out:
                for chunk in _chunks(con, dataset, name, heading):
                    data = chunk.encode(dataset.encoding)
                    digest.update(data)
                    out.write(data)
            self._note(dataset, name, rows, digest.hexdigest())
        con.execute(f"ALTER TABLE lines_{dataset.name} DROP COLUMN text")

    def add_parquet(self, con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
        """Write every file of `lines_<dataset>`, from the dataset's own columns."""
        for name, rows in _files(con, dataset.name):
            columns = ", ".join(f'"{column}"' for column in dataset.columns)
            con.execute(
                f"COPY (SELECT {columns} FROM lines_{dataset.name} WHERE file = {literal(name)} ORDER BY line)"
                f" TO {literal(self.folder / name)} (FORMAT parquet)"
            )
            with (self.folder / name).open("rb") as written:
                digest = hashlib.file_digest(written, "sha256").hexdigest()
            self._note(dataset, name, rows, digest)

    def _note(self, dataset: Dataset, name: str, rows: int, sha256: str) -> None:
        self.files.append(
            {"name": name, "dataset": dataset.name, "layout": dataset.layout, "rows": rows, "sha256": sha256}
        )


@contextmanager
def delivery(landing: Path, source: str, period: Period) -> Iterator[Delivery]:
    """A delivery that appears whole at the end, in place of an older one, or not at all."""
    final = landing / source / str(period)
    aside = final.with_name(f".{final.name}.partial")
    with whole_folder(aside, final):
        written = Delivery(source, aside)
        yield written
        manifest = {"source": source, "period": str(period), "files": written.files}
        (aside / "manifest.json").write_text(
            json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    if not written.files:  # a source that has nothing to say does not deliver
        shutil.rmtree(final)


@contextmanager
def whole_folder(aside: Path, final: Path) -> Iterator[Path]:
    """A folder filled in `aside`, then renamed to `final`; nothing is left of it after an error."""
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        shutil.rmtree(final, ignore_errors=True)
        os.replace(aside, final)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def whole_file(final: Path) -> Iterator[Path]:
    """A file written beside its place, then renamed to `final`; nothing is left of it after an error."""
    aside = final.with_name(f".{final.name}.partial")
    final.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield aside
        os.replace(aside, final)
    finally:
        aside.unlink(missing_ok=True)


def number_lines(con: duckdb.DuckDBPyConnection, dataset: str, drafted: str, *, headings: int) -> None:
    """Create `lines_<dataset>` from a query of file, sort_key, person_no, household_no, fault, seen_alone, contents."""
    con.execute(NUMBERED.format(dataset=dataset, drafted=drafted, headings=headings))


def _files(con: duckdb.DuckDBPyConnection, dataset: str) -> list[tuple[str, int]]:
    return con.execute(f"SELECT file, count(*) FROM lines_{dataset} GROUP BY file ORDER BY file").fetchall()


def _chunks(con: duckdb.DuckDBPyConnection, dataset: Dataset, name: str, heading: bool) -> Iterator[str]:
    if heading:
        yield dataset.heading + "\n"
    cursor = con.execute(
        f"SELECT string_agg(text, chr(10) ORDER BY line) || chr(10) FROM lines_{dataset.name} WHERE file = ?"
        f" GROUP BY line // {LINES_A_CHUNK} ORDER BY line // {LINES_A_CHUNK}",
        [name],
    )
    while row := cursor.fetchone():
        yield row[0]
