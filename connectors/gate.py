"""The gate: every line of a file is accepted or rejected, with all its reasons.

Lines become texts, texts become typed values, values are judged by the contract; one SQL statement a file, and a
second one over the refused lines only, which finds their reasons. Belongs here: the judging. Does not: finding and
checking deliveries (`deliveries`), opening files (`opening`), types (`parsing`).
"""

from collections.abc import Mapping
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

INTAKE = "intake"
"""Schema of the tables of a delivery, which every connection to the database sees."""


@dataclass(frozen=True)
class Judged:
    """Counts of one file: received = accepted + rejected."""

    received: int
    accepted: int
    rejected: int
    reasons: dict[str, int]
    last_line_rejected: bool


def judge_file(con: duckdb.DuckDBPyConnection, path: Path, layout: Layout, position: int = 0) -> Judged:
    """Judge a file: its rows go into the table `judged_<dataset>_<position>` of INTAKE, the refused ones, with their
    reasons, into `refused_<dataset>_<position>`.

    `position` is the file's place among those of its dataset. Files may be judged side by side, each on a connection
    of its own. Raises DeliveryError where the file as a whole cannot be read.
    """
    opened = open_file(con, path, layout)
    fields = [f'"{field}"' for field in layout.contract.column_names() if field not in PROVENANCE]
    parsed = {p.field: p for column in layout.read_columns for p in parse(column, f'"text_{column.field}"')}
    judged, refused = (f"{INTAKE}.{kind}_{layout.dataset}_{position}" for kind in ("judged", "refused"))
    try:
        con.execute(f"""
            CREATE OR REPLACE TABLE {judged} AS
            {_judging(opened, parsed, layout)}
            SELECT {sql_literal(path.name)} AS file, line, {record_base(layout.dataset, position)} + line AS record_no,
                {", ".join(fields)}, broken
            FROM judging
        """)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        if layout.format == "parquet":
            raise unreadable_parquet(path) from None
        raise
    con.execute(f"""
        CREATE OR REPLACE TABLE {refused} AS
        {_judging(opened, parsed, layout, only=f"line IN (SELECT line FROM {judged} WHERE broken)")}
        SELECT {sql_literal(path.name)} AS file, line, {sql_literal(layout.dataset)} AS dataset, raw,
            {_reasons(parsed, layout)} AS reasons
        FROM judging ORDER BY line
    """)
    con.execute("DROP TABLE IF EXISTS lines")
    (received, rejected, last) = con.execute(
        f"SELECT count(*), count(*) FILTER (broken), coalesce(arg_max(broken, line), false) FROM {judged}"
    ).fetchone() or (0, 0, False)
    reasons = con.execute(f"""
        SELECT reason, count(*) FROM (SELECT unnest(reasons) AS reason FROM {refused}) GROUP BY reason ORDER BY reason
    """).fetchall()
    return Judged(received, received - rejected, rejected, dict(reasons), bool(last))


def accepted(con: duckdb.DuckDBPyConnection, dataset: str, files: int) -> duckdb.DuckDBPyRelation:
    """The rows of a dataset's judged files that are not broken."""
    parts = [f"SELECT * EXCLUDE broken FROM {INTAKE}.judged_{dataset}_{n} WHERE NOT broken" for n in range(files)]
    return con.sql(" UNION ALL ".join(parts))


def rejected(con: duckdb.DuckDBPyConnection, files: Mapping[str, int]) -> duckdb.DuckDBPyRelation:
    """The refused lines of the judged files of every dataset, see contract RejectedLine."""
    columns = ", ".join(RejectedLine.column_names())
    parts = [f"SELECT {columns} FROM {INTAKE}.refused_{name}_{n}" for name in files for n in range(files[name])]
    return con.sql(" UNION ALL ".join(parts))


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
