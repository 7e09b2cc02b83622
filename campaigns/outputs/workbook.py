"""The contact list as a spreadsheet: « Lisez-moi », then the list, ready to filter and to print.

Belongs here: how the sheets look. Does not: what they say (`lists`, `notice`), nor how any workbook is opened
(`data_contracts/workbooks`).
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from campaigns.outputs.list_columns import ListColumn
from campaigns.outputs.lists import Listing
from campaigns.outputs.notice import notice
from campaigns.targeting import Targeting
from data_contracts.workbooks import (
    A3,
    A4,
    HEADING,
    LINE_HEIGHT,
    READING,
    SHEET_ROWS,
    height,
    open_workbook,
    print_layout,
)

_CELLS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "eur": {"num_format": '#,##0.00 "€"'},
    "date": {"num_format": "dd/mm/yyyy"},
}


def write_workbook(listing: Listing, path: Path) -> int:
    """Write the list as XLSX, over several sheets past what one can hold. Returns the rows."""
    buffer, targeting = BytesIO(), listing.targeting
    book = open_workbook(buffer, targeting.campaign.title, targeting.period.last_day)
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
    heading = book.add_format(HEADING)
    for position, column in enumerate(shown):
        cell = book.add_format({**READING, **_CELLS[column.kind]})
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
        sheet.set_row(row, height([(values[position], shown[position].width) for position in texts]))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, row, len(shown) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    print_layout(sheet, A3)  # eighteen columns on A4 cannot be read
    return row


def _write_notice(book: Any, targeting: Targeting) -> None:
    sheet = book.add_worksheet("Lisez-moi")
    said = book.add_format({**READING, "valign": "vcenter", "text_wrap": True, "align": "left"})
    formats = {
        "title": book.add_format({**READING, "bold": True, "font_size": 14}),
        "heading": book.add_format({**HEADING, "text_wrap": False}),
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
        lines = height(list(zip(map(str, cells), widths, strict=True)))
        sheet.set_row(row, lines if line.kind == "text" else 2 * LINE_HEIGHT)
    sheet.hide_gridlines(2)
    print_layout(sheet, A4)
