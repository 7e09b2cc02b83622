"""The review as a spreadsheet: two lines a pair, what differs in yellow, one cell to fill in.

Belongs here: how the sheets look. Does not: what they say (`sheet`). Everything but the answers is locked,
without a password: against slips, not against people.
"""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import Any

from data_contracts.errors import InputError
from data_contracts.period import Period
from data_contracts.workbooks import A3, A4, HEADING, READING, SHEET_ROWS, height, open_workbook, print_layout
from linkage.review.notice import notice
from linkage.review.sheet import (
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

_OF_RECORD = {
    "Fichier": 18, "Nom d'usage": 18, "Nom de naissance": 18, "Prénom": 17, "Naissance": 19, "Sexe": 9, "NIR": 16,
    "Commune": 28, "Numéro du producteur": 20,
}  # fmt: skip
_TOLD = {"Ce qui rapproche": 42, "Ce qui éloigne": 32, "Pourquoi": 34}
_WIDTHS = {
    NUMBER: 7, DECISION: 22, **_OF_RECORD, **_TOLD, "Probabilité": 11, ALREADY: 22, "Fichier et ligne": 36,
    REFERENCE: 14,
}  # fmt: skip
"""Heading -> width of its column, from left to right."""
_AT = {heading: position for position, heading in enumerate(_WIDTHS)}

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
    sheet, heading_format = book.add_worksheet(SHEET), book.add_format(HEADING)
    for heading, position in _AT.items():
        sheet.set_column(position, position, _WIDTHS[heading])
        sheet.write_string(0, position, heading, heading_format)
    sheet.set_row(0, 20)
    look = _looks(book)
    for question in asked:
        _write_question(sheet, look, question, period)
    sheet.data_validation(1, _AT[DECISION], max(2 * len(asked), 1), _AT[DECISION], {
        "validate": "list", "source": list(ANSWERS), "error_title": DECISION,
        "error_message": f"Choisir {' ou '.join(f'« {word} »' for word in ANSWERS)}, ou laisser vide.",
    })  # fmt: skip
    sheet.freeze_panes(1, _AT[DECISION] + 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    print_layout(sheet, A3)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _write_question(sheet: Any, look: Callable[..., Any], question: Question, period: Period) -> None:
    row, shade = 2 * question.number - 1, question.number % 2
    of_pair: dict[str, tuple[Any, Any]] = {
        NUMBER: (question.number, look(shade, True, bold=True, align="center")),
        DECISION: ("", look(shade, True, bold=True, locked=False, bg_color=_TO_FILL, border=1)),
        "Ce qui rapproche": (question.agreements, look(shade, True)),
        "Ce qui éloigne": (question.disagreements, look(shade, True)),
        "Pourquoi": (question.why, look(shade, True)),
        "Probabilité": (question.probability, look(shade, True, num_format="0.0 %", align="center")),
        ALREADY: (question.already, look(shade, True)),
    }
    for heading, (value, cell) in of_pair.items():
        sheet.merge_range(row, _AT[heading], row + 1, _AT[heading], value, cell)
    needed = height((of_pair[heading][0], width) for heading, width in _TOLD.items()) / 2
    for line, (record, place) in enumerate(zip(question.records, question.places, strict=True)):
        for heading, text in record.items():
            shown = {"bg_color": _DIFFERENT} if question.differs(heading) else {}
            sheet.write_string(row + line, _AT[heading], text, look(shade, line == 1, **shown))
        sheet.write_string(row + line, _AT["Fichier et ligne"], place, look(shade, line == 1))
        small = look(shade, line == 1, shrink=True, text_wrap=False, font_color="#808080")
        sheet.write_string(row + line, _AT[REFERENCE], reference(period, question.pair), small)
        said = [(text, _WIDTHS[heading]) for heading, text in record.items()]
        needed = max(needed, height([*said, (place, _WIDTHS["Fichier et ligne"])]))
    for line in (0, 1):
        sheet.set_row(row + line, needed)


def _looks(book: Any) -> Callable[..., Any]:
    """Formats by shade (0 or 1), whether a pair ends there, and whatever else; each made once."""

    @cache
    def look(shade: int, last: bool, **more: Any) -> Any:
        bottom = {"bottom": 1, "bottom_color": "#808080"} if last else {}
        common = {**READING, "text_wrap": True, "valign": "vcenter", "bg_color": _SHADES[shade]}
        return book.add_format({**common, **bottom, **more})

    return look


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
