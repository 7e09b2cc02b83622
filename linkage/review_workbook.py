"""The review as a spreadsheet: two lines a pair, what differs in yellow, one cell to fill in.

Belongs here: how the sheets look. Does not: what they say (`review_sheet`). Everything but the answers is locked,
without a password: against slips, not against people.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.workbooks import A3, A4, HEADING, READING, SHEET_ROWS, height, open_workbook, print_layout
from linkage.review_notice import notice
from linkage.review_sheet import (
    ALREADY,
    ANSWERS,
    DECISION,
    NOTICE_SHEET,
    NUMBER,
    REFERENCE,
    SHEET,
    Question,
    reference,
)

_PAIR_FIRST = {NUMBER: 6, DECISION: 21}
_RECORD = {
    "Fichier": 12, "Nom d'usage": 18, "Nom de naissance": 18, "Prénom": 17, "Naissance": 17, "Sexe": 8, "NIR": 16,
    "Commune": 20, "Numéro du producteur": 17,
}  # fmt: skip
_PAIR_LAST = {"Ce qui rapproche": 36, "Ce qui éloigne": 30, "Pourquoi": 32, "Probabilité": 11}
_LAST = {ALREADY: 18, "Fichier et ligne": 32, REFERENCE: 14}
_WIDTHS = {**_PAIR_FIRST, **_RECORD, **_PAIR_LAST, **_LAST}
"""Heading -> width of its column, from left to right: of the pair, of each record, of the pair again, of each line."""

_SHADES, _DIFFERENT, _TO_FILL = ("#FFFFFF", "#F2F2F2"), "#FFEB9C", "#E2F0D9"


def review_workbook(asked: Sequence[Question], period: Period) -> bytes:
    """The workbook of a review, as the bytes of an XLSX; the same for the same questions. Raises InputError."""
    if 2 * len(asked) > SHEET_ROWS:
        raise InputError(
            what=f"Il y a {len(asked)} paires à examiner, plus qu'une feuille n'en peut contenir.",
            expected="au plus 500 000 paires ; au-delà, le modèle de rapprochement ne convient pas à ces fichiers",
            where=f"review export --period {period}",
            remedy="apprendre un nouveau modèle sur ces fichiers, puis relancer la période",
        )
    buffer = BytesIO()
    book = open_workbook(buffer, f"Rapprochements à examiner, {period}", period.last_day)
    _write_pairs(book, asked, period)
    _write_notice(book, period, len(asked))
    book.close()
    return buffer.getvalue()


def _write_pairs(book: Any, asked: Sequence[Question], period: Period) -> None:
    sheet, columns = book.add_worksheet(SHEET), {heading: position for position, heading in enumerate(_WIDTHS)}
    heading_format = book.add_format(HEADING)
    for heading, position in columns.items():
        sheet.set_column(position, position, _WIDTHS[heading])
        sheet.write_string(0, position, heading, heading_format)
    sheet.set_row(0, 20)

    @cache
    def look(shade: int, last: bool, **more: Any) -> Any:
        bottom = {"bottom": 1, "bottom_color": "#808080"} if last else {}
        return book.add_format({**READING, "text_wrap": True, "bg_color": _SHADES[shade], **bottom, **more})

    for question in asked:
        row, shade = 2 * question.number - 1, question.number % 2
        of_pair: dict[str, Any] = {
            NUMBER: question.number,
            DECISION: "",
            ALREADY: question.already,
            "Ce qui rapproche": question.agreements,
            "Ce qui éloigne": question.disagreements,
            "Pourquoi": question.why,
            "Probabilité": question.probability,
        }
        formats = {
            NUMBER: look(shade, True, bold=True, align="center", valign="vcenter"),
            DECISION: look(shade, True, bold=True, locked=False, bg_color=_TO_FILL, border=1, valign="vcenter"),
            "Probabilité": look(shade, True, num_format="0.0 %", align="center"),
        }
        for heading, value in of_pair.items():
            position = columns[heading]
            sheet.merge_range(row, position, row + 1, position, value, formats.get(heading, look(shade, True)))
        for line, (record, place) in enumerate(zip(question.records, question.places, strict=True)):
            of_line = {"Fichier et ligne": place, REFERENCE: reference(period, question.pair)}
            for heading, text in (record | of_line).items():
                more: dict[str, Any] = (
                    {"bg_color": _DIFFERENT} if heading in record and question.differs(heading) else {}
                )
                if heading == REFERENCE:
                    more |= {"shrink": True, "text_wrap": False, "font_color": "#808080"}
                sheet.write_string(row + line, columns[heading], text, look(shade, line == 1, **more))
            lines = height((text, _WIDTHS[heading]) for heading, text in (record | {"Fichier et ligne": place}).items())
            both = height((of_pair[heading], _WIDTHS[heading]) for heading in _PAIR_LAST if heading != "Probabilité")
            sheet.set_row(row + line, max(lines, both / 2))
    last = max(2 * len(asked), 1)
    sheet.data_validation(1, columns[DECISION], last, columns[DECISION], {
        "validate": "list", "source": list(ANSWERS), "error_title": DECISION,
        "error_message": f"Choisir {' ou '.join(f'« {word} »' for word in ANSWERS)}, ou laisser vide.",
    })  # fmt: skip
    sheet.freeze_panes(1, len(_PAIR_FIRST))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    print_layout(sheet, A3)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_notice(book: Any, period: Period, pairs: int) -> None:
    sheet, widths = book.add_worksheet(NOTICE_SHEET), (34, 100)
    formats = (book.add_format({**READING, "bold": True}), book.add_format({**READING, "text_wrap": True}))
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    title = book.add_format({**READING, "bold": True, "font_size": 14})
    sheet.write_string(0, 0, f"Rapprochements à examiner, {period}", title)
    for row, texts in enumerate(notice(period, pairs).items(), start=2):
        for position, text in enumerate(texts):
            sheet.write_string(row, position, text, formats[position])
        sheet.set_row(row, height(zip(texts, widths, strict=True)))
    sheet.hide_gridlines(2)
    print_layout(sheet, A4)
