"""Values and lists written safely into SQL.

Belongs here: quoting. Does not: any query.
"""

from pathlib import Path


def literal(value: str | Path) -> str:
    """`'it''s'`: a text or a path between quotes."""
    return "'" + str(value).replace("'", "''") + "'"


def in_list(codes: tuple[str, ...]) -> str:
    """`('44', '77')`."""
    return "(" + ", ".join(literal(code) for code in codes) + ")"
