"""The contact list as a spreadsheet: « Lisez-moi », then the list, ready to filter and to print.

Belongs here: how the sheets look. Does not: what they say (`lists`, `notice`).

Why XlsxWriter: of the libraries that can set a print layout and document properties (without which a file is not
reproducible) it was the quickest tried, before openpyxl and polars.write_excel. Those written in Rust are several times
quicker and can do neither yet.
In memory, not constant_memory, and not the default either: both put the rows in files of the system's temporary
folder, and no identity may go there (design rule 2). It costs some 130 MB for 50,000 rows.
"""

import math
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from campaigns.lists import ListColumn, Listing
from campaigns.notice import notice
from campaigns.targeting import Targeting

SHEET_ROWS = 1_048_575
"""What a sheet holds below its heading."""

_A3, _A4 = 8, 9
_CELLS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "eur": {"num_format": '#,##0.00 "€"'},
    "date": {"num_format": "dd/mm/yyyy"},
}
_READING = {"font_name": "Arial", "font_size": 9, "valign": "top"}
_HEADING = {
    **_READING,
    "align": "left",
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "bg_color": "#DCE6F1",
    "bottom": 1,
}
_LINE_HEIGHT = 12.5
"""Points a line of text takes in that font."""
_CHARACTERS = 1.15
"""Characters a unit of column width takes, at least, words cut at their ends."""


def write_workbook(listing: Listing, path: Path) -> int:
    """Write the list as XLSX, over several sheets past what one can hold. Returns the rows."""
    buffer, targeting = BytesIO(), listing.targeting
    # The three strings_to_* are off by default for write_string; said again because a name must never be computed.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    created = datetime.combine(targeting.period.last_day, time())  # a date of the data: the same file every time
    book.set_properties({"title": targeting.campaign.title, "author": "Juste Droit", "created": created})
    _write_notice(book, targeting)
    remaining = listing.rows.iter_rows()
    sheets = max(1, -(-listing.rows.height // SHEET_ROWS))
    names = ["Liste", *(f"Liste {number}" for number in range(2, sheets + 1))]
    written = sum(_write_list(book, name, listing.columns, remaining) for name in names)
    book.close()
    path.write_bytes(buffer.getvalue())
    return written


def _write_list(book: Any, name: str, shown: list[ListColumn], remaining: Iterator[tuple[Any, ...]]) -> int:
    sheet = book.add_worksheet(name)
    heading = book.add_format(_HEADING)
    for position, column in enumerate(shown):
        cell = book.add_format({**_READING, **_CELLS[column.kind]})
        sheet.set_column(position, position, column.width, cell)
        sheet.write_string(0, position, column.header, heading)
    sheet.set_row(0, 45)
    writers = {"text": sheet.write_string, "eur": sheet.write_number, "date": sheet.write_datetime}
    typed = [writers[column.kind] for column in shown]
    texts = [position for position, column in enumerate(shown) if column.kind == "text"]
    row = 0
    for row, values in enumerate(islice(remaining, SHEET_ROWS), start=1):
        for position, value in enumerate(values):
            if value is not None and value != "":
                typed[position](row, position, value)
        sheet.set_row(row, _height([(values[position], shown[position].width) for position in texts]))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(shown) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    _print_layout(sheet, _A3)  # eighteen columns on A4 cannot be read
    return row


def _write_notice(book: Any, targeting: Targeting) -> None:
    sheet = book.add_worksheet("Lisez-moi")
    said = book.add_format({**_READING, "valign": "vcenter", "text_wrap": True, "align": "left"})
    formats = {
        "title": book.add_format({**_READING, "bold": True, "font_size": 14}),
        "heading": book.add_format({**_HEADING, "text_wrap": False}),
        "text": said,
    }
    widths = (50, 85)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width, said)
    for row, line in enumerate(notice(targeting)):
        cells = (line.left, line.right)
        for position, value in enumerate(cells):
            if value != "" or line.kind == "heading":
                sheet.write(row, position, value, formats[line.kind])
        lines = _height(list(zip(map(str, cells), widths, strict=True)))
        sheet.set_row(row, lines if line.kind == "text" else 2 * _LINE_HEIGHT)
    sheet.hide_gridlines(2)
    _print_layout(sheet, _A4)


def _height(texts: list[tuple[str | None, float]]) -> float:
    """The height that shows every wrapped text whole: Excel would find it when opening, LibreOffice does not."""
    lines = max(math.ceil(len(text or "") / (width * _CHARACTERS)) for text, width in texts)
    return _LINE_HEIGHT * max(lines, 1) + 4


def _print_layout(sheet: Any, paper: int) -> None:
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P sur &N")
