"""Markdown: tables that are straight in the file as on the page, and text that cannot break them.

Belongs here: that syntax. Does not: anything of the law.
"""

import re
from collections.abc import Sequence

from data_contracts.french import UNBROKEN

WIDEST = 90
"""A longer cell sticks out of its column, in the file, rather than widen it."""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Lines of a table, then a blank one; columns at the places `right` stand to the right, the last is not padded."""
    cells = [[_cell(text) for text in row] for row in (headings, *rows)]
    widths = [max(3, *(len(text) for text in column if len(text) <= WIDEST)) for column in zip(*cells, strict=True)]
    if len(widths) - 1 not in right:
        widths[-1] = 3
    rule = ["-" * (width - 1) + (":" if place in right else "-") for place, width in enumerate(widths)]
    padded = [
        [
            text.rjust(width) if place in right else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in cells
    ]
    return [f"| {' | '.join(row).rstrip()} |" for row in (padded[0], rule, *padded[1:])] + [""]


def bullets(texts: Sequence[str]) -> list[str]:
    """Lines of a list, then a blank one; nothing for an empty list."""
    return [*(f"- {' '.join(text.split())}" for text in texts), ""] if texts else []


def page(lines: Sequence[str]) -> str:
    """Lines as a file, with one line feed at its end, and the spaces that French does not let a line end at."""
    text = "\n".join(lines).rstrip("\n") + "\n"
    return re.sub(r" (?=[:;?!»])|(?<=«) ", UNBROKEN, text)


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|").strip(" ")
