"""The gate: every line of a file is accepted or rejected, with all its reasons.

Lines become texts, texts become typed values, values are judged by the contract; one SQL statement for a few files, and
a second one over the refused lines only, which finds their reasons. Belongs here: the judging. Does not: finding and
checking deliveries (`deliveries`), opening files (`opening`), types (`parsing`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.opening import Opened, open_file, unreadable_parquet
from connectors.parsing import Parsed, parse
from data_contracts.layout import Layout, LayoutColumn
from data_contracts.received import PROVENANCE, RejectedLine, record_base
from data_contracts.row_checks import row_checks, sql_literal

EMPTY_LINE, INCOMPLETE_LINE = "ligne vide", "ligne incomplète ou mal découpée"
FORBIDDEN_CHARACTER = "caractère interdit (octet nul ou retour chariot) dans la ligne"
_FORBIDDEN = "(contains(raw, chr(0)) OR contains(raw, chr(13)))"


SIDE_BY_SIDE = 4
"""Files judged by one statement: a small file alone keeps one processor busy. Their lines are in memory together."""


@dataclass(frozen=True)
class Judged:
    """Counts of one file: received = accepted + rejected."""

    received: int
    accepted: int
    rejected: int
    reasons: dict[str, int]
    last_line_rejected: bool


def judge_files(
    con: duckdb.DuckDBPyConnection, paths: Sequence[Path], layout: Layout, position: int = 0
) -> tuple[str, list[Judged]]:
    """Judge at most SIDE_BY_SIDE files of a layout: the name of the table of their rows, and the counts of each file.

    Refused lines join the table `rejected`; `create_rejected` has been called before. `position` is the place of the
    first file among those of its dataset. Raises DeliveryError where a file as a whole cannot be read.
    """
    opened = [open_file(con, path, layout, lines=f"lines_{number}") for number, path in enumerate(paths)]
    fields = [f'"{field}"' for field in layout.contract.column_names() if field not in PROVENANCE]
    parsed = {p.field: p for column in layout.read_columns for p in parse(column, f'"text_{column.field}"')}
    table = f"judged_{layout.dataset}_{position}"
    files = list(zip(paths, opened, strict=True))
    rows = " UNION ALL ".join(
        f"""(
            {_judging(lines, parsed, layout)}
            SELECT {sql_literal(path.name)} AS file, line, {record_base(layout.dataset, number)} + line AS record_no,
                {", ".join(fields)}, broken
            FROM judging)"""
        for number, (path, lines) in enumerate(files, start=position)
    )
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {rows}")
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        if layout.format == "parquet":
            raise unreadable_parquet(paths[0]) from None
        raise
    refused = " UNION ALL ".join(
        f"""(
            {_judging(lines, parsed, layout, only=f"line IN ({_broken_lines(table, path)})")}
            SELECT {sql_literal(path.name)} AS file, line, {sql_literal(layout.dataset)} AS dataset, raw,
                {_reasons(parsed, layout)} AS reasons
            FROM judging)"""
        for path, lines in files
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE refused AS {refused}")
    con.execute("INSERT INTO rejected BY NAME FROM refused ORDER BY file, line")
    counted = [_count(con, table, path) for path in paths]
    con.execute("DROP TABLE refused")
    for number, _ in enumerate(paths):
        con.execute(f"DROP TABLE IF EXISTS lines_{number}")
    return table, counted


def accept(con: duckdb.DuckDBPyConnection, dataset: str, tables: Iterable[str]) -> None:
    """Create the view `accepted_<dataset>` of the rows of judged tables that are not broken."""
    parts = [f"SELECT * EXCLUDE broken FROM {table} WHERE NOT broken" for table in tables]
    con.execute(f"CREATE OR REPLACE TEMP VIEW accepted_{dataset} AS {' UNION ALL '.join(parts)}")


def create_rejected(con: duckdb.DuckDBPyConnection) -> None:
    """Create the empty temporary table `rejected` that the files of a delivery share."""
    columns = ", ".join(f'"{column.name}" {column.duckdb_type}' for column in RejectedLine.columns())
    con.execute(f"CREATE OR REPLACE TEMP TABLE rejected ({columns})")


def _broken_lines(table: str, path: Path) -> str:
    return f"SELECT line FROM {table} WHERE broken AND file = {sql_literal(path.name)}"


def _count(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> Judged:
    name = sql_literal(path.name)
    (received, rejected, last) = con.execute(f"""
        SELECT count(*), count(*) FILTER (broken), coalesce(arg_max(broken, line), false) FROM {table}
        WHERE file = {name}
    """).fetchone() or (0, 0, False)
    reasons = con.execute(f"""
        SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM refused WHERE file = {name})
        GROUP BY reason ORDER BY reason
    """).fetchall()
    return Judged(received, received - rejected, rejected, dict(reasons), bool(last))


def _judging(opened: Opened, parsed: dict[str, Parsed], layout: Layout, only: str = "true") -> str:
    texts = ", ".join(
        f'{_text(opened.texts[str(column.field)], column)} AS "text_{column.field}"' for column in layout.read_columns
    )
    values = ", ".join(f'{p.value} AS "{p.field}"' for p in parsed.values())
    broken = " OR ".join(f"({check})" for check in ["NOT whole", "raw IS NULL", _FORBIDDEN, *_broken(parsed, layout)])
    return f"""
        WITH opened AS ({opened.select} AND {only}),
        texts AS (SELECT line, raw, whole, {texts} FROM opened),
        typed AS (SELECT *, {values} FROM texts),
        judging AS (SELECT *, coalesce({broken}, false) AS broken FROM typed)
    """


def _text(raw: str, column: LayoutColumn) -> str:
    """SQL: a column's text, NULL where it is empty or bears the producer's mark of a missing value."""
    text = f"nullif({raw}, '')"
    return f"nullif({text}, {sql_literal(column.missing)})" if column.missing else text


def _broken(parsed: dict[str, Parsed], layout: Layout) -> list[str]:
    unreadable = [p.unreadable for p in parsed.values() if p.unreadable]
    return unreadable + [check.broken for check in row_checks(layout.contract) if check.column not in PROVENANCE]


def _reasons(parsed: dict[str, Parsed], layout: Layout) -> str:
    """Every reason of a row, NULLs left out; a line that is empty or cut has that single reason.

    A text that cannot be read is not said to be missing as well.
    """
    origin = {str(column.field): column.name for column in layout.read_columns}
    unreadable = {p.field: p for p in parsed.values() if p.unreadable}
    cases = [
        f"CASE WHEN {p.unreadable} THEN {sql_literal(f'{origin[p.field]} : {p.expected}')} END"
        for p in unreadable.values()
    ]
    for check in row_checks(layout.contract):
        if check.column in PROVENANCE or not parsed[check.column].expected:
            continue  # a precision is missing only with its date, of which it is said already
        seen = parsed[check.column].unreadable
        broken = f"({check.broken}) AND NOT ({seen})" if seen else check.broken
        said = f"{origin.get(check.column, check.column)} : {check.expected}"
        cases.append(f"CASE WHEN {broken} THEN {sql_literal(said)} END")
    return f"""CASE
        WHEN raw IS NULL THEN [{sql_literal(EMPTY_LINE)}]
        WHEN {_FORBIDDEN} THEN [{sql_literal(FORBIDDEN_CHARACTER)}]
        WHEN NOT whole THEN [{sql_literal(INCOMPLETE_LINE)}]
        ELSE list_filter([{", ".join(cases)}], lambda reason: reason IS NOT NULL) END"""
