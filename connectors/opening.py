"""Opening a delivered file as a relation: its lines, and where the text of each column stands in them.

Belongs here: the generic readers (delimited, fixed width, Parquet) and the comparison of columns with the layout.
Does not: bytes and encodings (`lines`), types (`parsing`), judging (`gate`).
"""

import glob
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.lines import read_heading, read_lines
from data_contracts.errors import DeliveryError
from data_contracts.layout import Layout, LayoutColumn
from data_contracts.row_checks import sql_literal

_WIDE_SPACES = r"[\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]"
"""Spaces other than the common one, which DuckDB's `trim` removes too."""


@dataclass(frozen=True)
class Opened:
    """A file opened as a relation: `line` number, `raw` text, `whole` (cut into as many parts as columns), and what
    the texts are taken from."""

    select: str
    """SQL of the lines, open to a further condition on `line`."""
    texts: dict[str, str]
    """SQL of each column's text without spaces around it, over the columns of `select`."""


def open_file(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout) -> Opened:
    """Open a file by its layout; a text file's lines go into the temporary table `lines`."""
    if layout.format == "parquet":
        return _open_parquet(con, path, layout)
    opening = _open_fixed if layout.format == "fixed_width" else _open_delimited
    return opening(con, path, layout)


def _open_fixed(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout) -> Opened:
    read_lines(con, path, layout, "lines")
    # DuckDB cuts a column that holds no accent much faster, and knows which one holds none.
    con.execute("""
        CREATE OR REPLACE TEMP TABLE lines AS
        SELECT CASE WHEN plain THEN raw END AS plain, CASE WHEN NOT plain THEN raw END AS accented
        FROM (SELECT raw, strlen(raw) = length(raw) AS plain FROM lines)
    """)
    texts = {
        str(c.field): f"trim(CASE WHEN accented IS NULL THEN {_cut('plain', c)} ELSE {_cut('accented', c)} END)"
        for c in layout.read_columns
    }
    select = f"""
        SELECT rowid + 1 AS line, coalesce(plain, accented) AS raw, length(raw) >= {layout.width} AS whole,
            plain, accented
        FROM lines WHERE true"""
    return Opened(select, texts)


def _cut(text: str, column: LayoutColumn) -> str:
    return f"substr({text}, {column.start}, {column.width})"


def _open_delimited(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout) -> Opened:
    position = _positions(path, layout)
    read_lines(con, path, layout, "lines")
    mark = '"' if layout.quoted else ""
    body, border = ("raw[2:-2]", f'"{layout.delimiter}"') if layout.quoted else ("raw", layout.delimiter)
    whole = f"length(parts) = {len(position)}"
    untidy = [f"contains({body}, {sql_literal(f' {mark}{layout.delimiter}')})"]
    untidy += [f"contains({body}, {sql_literal(f'{layout.delimiter}{mark} ')})"]
    untidy += [f"starts_with({body}, ' ')", f"ends_with({body}, ' ')"]
    untidy += [f"(strlen(raw) <> length(raw) AND regexp_matches(raw, '{_WIDE_SPACES}'))"]
    tidied = "trim(part)"
    if layout.quoted:
        whole += """ AND starts_with(raw, '"') AND ends_with(raw, '"')"""
        untidy += [f"contains(replace({body}, {sql_literal(border)}, ''), '\"')"]
        tidied = """trim(replace(part, '""', '"'))"""
    split = f"string_split({body}, {sql_literal(border)})"
    # Few lines have spaces around a value or quotes within: looking once a line is quicker than tidying every value.
    parts = f"""CASE WHEN {" OR ".join(untidy)} THEN list_transform({split}, lambda part: {tidied}) ELSE {split} END"""
    return Opened(
        f"SELECT rowid + 1 AS line, raw, {parts} AS parts, {whole} AS whole FROM lines WHERE rowid > 0",
        {str(c.field): f"parts[{position[c.name]}]" for c in layout.read_columns},
    )


def _open_parquet(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout) -> Opened:
    scan = f"read_parquet({sql_literal(glob.escape(str(path)))}, file_row_number = true)"
    try:
        came = [name for name, *_ in con.execute(f"DESCRIBE SELECT * EXCLUDE file_row_number FROM {scan}").fetchall()]
    except duckdb.Error:
        raise unreadable_parquet(path) from None
    _compare_columns(path, layout, came)
    raw = "CAST(to_json(struct_pack(" + ", ".join(f'"{name}" := "{name}"' for name in came) + ")) AS VARCHAR)"
    texts = {str(c.field): f'trim(CAST("{c.name}" AS VARCHAR))' for c in layout.read_columns}
    lines = f"SELECT file_row_number + 1 AS line, *, {raw} AS raw, true AS whole FROM {scan}"
    return Opened(f"SELECT * FROM ({lines}) WHERE true", texts)


def unreadable_parquet(path: Path) -> DeliveryError:
    return DeliveryError(
        what=f"Le fichier {path.name} n'est pas un fichier Parquet lisible.",
        expected="un fichier Parquet complet et non chiffré",
        where=path,
        remedy="redemander le fichier : il est sans doute coupé ou d'un autre format",
    )


def _positions(path: Path, layout: Layout) -> dict[str, int]:
    """Position, from 1, of each column in the file, read from its heading; the order is the file's own."""
    heading = read_heading(path, layout)
    if not heading.strip():
        raise DeliveryError(
            what=f"Le fichier {path.name} est vide.",
            expected="une ligne de titres puis un enregistrement par ligne",
            where=path,
            remedy="redemander le fichier",
        )
    if "\r" in heading:
        raise DeliveryError(
            what=f"Dans le fichier {path.name}, des lignes finissent par un retour chariot seul.",
            expected="des lignes qui finissent par LF ou CRLF",
            where=f"{path}, ligne 1",
            remedy="redemander le fichier avec des fins de ligne Windows ou Unix",
        )
    came = [name.strip().strip('"') for name in heading.split(layout.delimiter)]
    if len(came) == 1 and len(layout.columns) > 1:
        raise DeliveryError(
            what=f"Le fichier {path.name} n'est pas séparé par « {layout.delimiter} ».",
            expected=f"{len(layout.columns)} colonnes séparées par « {layout.delimiter} » (format {layout.id})",
            where=f"{path}, ligne 1",
            remedy="redemander le fichier avec ce séparateur, ou corriger `delimiter` dans le format",
        )
    _compare_columns(path, layout, came)
    return {name: index for index, name in enumerate(came, start=1)}


def _compare_columns(path: Path, layout: Layout, came: list[str]) -> None:
    known = [column.name for column in layout.columns]
    safe = layout.format == "parquet" or _is_heading(known, came)
    missing, unknown = [n for n in known if n not in came], [n for n in came if n not in known]
    twice = sorted({name for name in came if came.count(name) > 1})
    problems = [
        f"{label} : {', '.join(names) if named else f'{len(names)} (la ligne 1 semble porter des valeurs)'}"
        for label, names, named in (
            ("colonne manquante", missing, True), ("colonne inconnue", unknown, safe), ("colonne répétée", twice, safe),
        )
        if names
    ]  # fmt: skip
    if problems:
        raise DeliveryError(
            what=f"Les colonnes du fichier {path.name} ne sont pas celles du format {layout.id} — "
            f"{' ; '.join(problems)}.",
            expected=f"les colonnes {', '.join(known)}",
            where=f"{path}, ligne 1",
            remedy="redemander le fichier, ou décrire ce nouveau format dans un fichier de connectors/layouts/",
        )


def _is_heading(known: list[str], came: list[str]) -> bool:
    """Whether names may be quoted: a file without heading, or whose heading runs on, begins with somebody's data."""
    unknown = [name for name in came if name not in known]
    like_values = [name for name in unknown if re.search(r"\d{4}", name) or not re.fullmatch(r"\w{1,40}", name)]
    return len(set(known) & set(came)) * 2 >= len(known) >= len(unknown) * 2 and not like_values
