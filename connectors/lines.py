"""Text files as numbered lines, in the producer's encoding.

One record is one line: a line cut short harms itself only, where a CSV reader that trusts quotes would swallow the
next. A line ends with LF or CRLF, even both in one file. DuckDB reads a million lines in half a second this way; what
it would misread (the characters windows-1252 adds to latin-1, a carriage return inside a line) is read by Python,
twice slower.
"""

import codecs
import glob
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from data_contracts.errors import DeliveryError
from data_contracts.layout import Layout
from data_contracts.row_checks import sql_literal

NEVER_IN_A_LINE = "\x1e\x1f\x1e"
"""The column separator given to the reader so that a line stays whole."""

LONGEST_LINE = 1 << 20
_CHUNK = 1 << 24

_READ_AS = {"utf-8": "utf-8", "latin-1": "latin-1", "windows-1252": "latin-1"}
"""DuckDB's latin-1 refuses the bytes 80 to 9F, the only ones that windows-1252 reads otherwise."""


def read_heading(path: Path, layout: Layout) -> str:
    """The first line of a file, without its end; an undecodable one is a wrong encoding."""
    _check_mark(path, layout)
    with path.open("rb") as file:
        raw = file.readline(LONGEST_LINE)
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode(layout.encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        raise wrong_encoding(path, layout) from None


def read_lines(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout, table: str) -> int:
    """Create the temporary `table(raw VARCHAR)`, whose rowid is the line's number from 0; returns the number of lines.

    An empty line is NULL. Raises DeliveryError where the file is not in the layout's encoding.
    """
    _check_mark(path, layout)
    try:
        count = _read_by_duckdb(con, path, layout, table)
        misread = count != _count_lines(path)
    except duckdb.InvalidInputException as error:
        if "line size" in str(error).lower():
            raise _too_long(path) from None
        if layout.encoding != "windows-1252":
            raise wrong_encoding(path, layout) from None
        misread = True
    if misread:
        count = _read_by_python(con, path, layout, table)
    if layout.encoding != "utf-8" and _looks_like_utf_8(con, table):
        raise wrong_encoding(path, layout)
    return count


def wrong_encoding(path: Path, layout: Layout) -> DeliveryError:
    return DeliveryError(
        what=f"Le fichier {path.name} n'est pas écrit en {layout.encoding}.",
        expected=f"l'encodage {layout.encoding}, comme le dit le format {layout.id}",
        where=path,
        remedy="redemander le fichier dans cet encodage, ou corriger `encoding` dans le format si le producteur "
        "en a changé",
    )


def _check_mark(path: Path, layout: Layout) -> None:
    """A byte order mark tells the encoding; only UTF-8's may be there, and only in UTF-8."""
    with path.open("rb") as file:
        start = file.read(3)
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if utf_16 or (layout.encoding != "utf-8" and start == codecs.BOM_UTF8):
        raise wrong_encoding(path, layout)


def _read_by_duckdb(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout, table: str) -> int:
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT raw FROM read_csv(
            {sql_literal(glob.escape(str(path)))}, columns = {{'raw': 'VARCHAR'}}, header = false,
            auto_detect = false, delim = {sql_literal(NEVER_IN_A_LINE)}, quote = '', escape = '', strict_mode = false,
            new_line = '\\r\\n', encoding = '{_READ_AS[layout.encoding]}', max_line_size = {LONGEST_LINE})
    """)
    return _count(con, table)


def _read_by_python(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout, table: str) -> int:
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (raw VARCHAR)")
    for lines in _batches(path, layout):
        frame = pd.DataFrame({"raw": pd.Series(lines, dtype=object)})
        con.register("batch", frame)
        con.execute(f"INSERT INTO {table} SELECT nullif(raw, '') FROM batch")
        con.unregister("batch")
    return _count(con, table)


def _batches(path: Path, layout: Layout) -> Iterator[list[str]]:
    """The lines of a file, without their ends, some at a time."""
    encoding = "utf-8-sig" if layout.encoding == "utf-8" else layout.encoding
    with path.open("rb") as file:
        while lines := file.readlines(_CHUNK):
            try:
                text = b"".join(lines).decode(encoding)
            except UnicodeDecodeError:
                raise wrong_encoding(path, layout) from None
            if max(map(len, lines)) > LONGEST_LINE:
                raise _too_long(path)
            yield [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


def _count_lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count, last = count + chunk.count(b"\n"), chunk[-1:]
    return count + (last != b"\n")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    (count,) = con.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(count)


def _too_long(path: Path) -> DeliveryError:
    return DeliveryError(
        what=f"Le fichier {path.name} contient une ligne de plus d'un million de caractères.",
        expected="un fichier texte, un enregistrement par ligne",
        where=path,
        remedy="vérifier que le fichier n'est pas compressé ou binaire, et le redemander",
    )


def _looks_like_utf_8(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """More than half of the lines with accents read like UTF-8 taken for a one-byte encoding (`Ã©`)."""
    accented, mistaken = con.execute(f"""
        SELECT count(*), count(*) FILTER (regexp_matches(raw, '[ÃÂÅ][\\x{{80}}-\\x{{BF}}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]'))
        FROM {table} WHERE strlen(raw) <> length(raw)
    """).fetchone() or (0, 0)
    return int(mistaken) * 2 > int(accented)
