"""How every spreadsheet is opened, written and printed, whichever room fills it.

Belongs here: what keeps identities out of temporary files and a file the same every time, and the common looks. Does
not: any sheet.

Why XlsxWriter: of the libraries that can set a print layout and document properties (without which a file is not
reproducible) it was the quickest tried, before openpyxl and polars.write_excel. Those written in Rust are several times
quicker and can do neither yet.
In memory, not constant_memory, and not the default either: both put the rows in files of the system's temporary
folder, and no identity may go there (design rule 2). It costs some 130 MB for 50,000 rows.
"""

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

A3, A4 = 8, 9
"""Paper sizes."""

SHEET_ROWS = 1_048_575
"""What a sheet holds below its heading."""

READING: dict[str, Any] = {"font_name": "Arial", "font_size": 9, "valign": "top"}
HEADING: dict[str, Any] = {
    **READING,
    "align": "left",
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": "#DCE6F1",
    "bottom": 1,
}
LINE_HEIGHT = 12.5
"""Points a line of text takes in that font."""
_CHARACTERS = 1.15
"""Characters a unit of column width takes, at least, words cut at their ends."""


def open_workbook(buffer: BytesIO, title: str, day: date) -> Any:
    """A workbook of XlsxWriter in memory; `day` is a date of the data, so that the file is the same every time."""
    import xlsxwriter  # type: ignore[import-untyped]

    # The three strings_to_* are off by default for write_string; said again because a name must never be computed.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "author": "Juste Droit", "created": datetime.combine(day, time())})
    return book


def height(texts: Iterable[tuple[str | None, float]]) -> float:
    """The height (points) that shows every wrapped text of a row whole, given each with the width of its column: Excel
    would find it when opening, LibreOffice does not."""
    lines = max(math.ceil(len(text or "") / (width * _CHARACTERS)) for text, width in texts)
    return LINE_HEIGHT * max(lines, 1) + 4


def print_layout(sheet: Any, paper: int) -> None:
    """As many pages as it takes, one page wide, numbered."""
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P sur &N")
