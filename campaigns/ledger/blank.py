"""The sheet that goes with a list, for what comes back: references filled in, the rest to choose or to write.

Belongs here: its cells, and the notice that explains them. Does not: reading it when it comes back (`returns`).
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from data_contracts.decided import BENEFITS
from data_contracts.returned import BENEFIT, COLUMNS, DAY, KIND, LONGEST_REASON, REASON, REFERENCE, RETURN_KINDS, SHEET
from data_contracts.workbooks import A4, HEADING, READING, height, open_workbook, print_layout

_WIDTHS = {REFERENCE: 14, KIND: 38, DAY: 13, REASON: 44, BENEFIT: 44}
_AT = {name: place for place, name in enumerate(COLUMNS)}
_TO_FILL = "#FFF9E5"
_SPARE = 200
"""Rows past the last reference: a person may send back several things, a line each."""
NOTICE_SHEET = "Lisez-moi"
NOTICE = {
    "À quoi sert cette feuille": "Elle dit ce qui est revenu des courriers, appels ou rendez-vous. Elle n'est pas "
    "une liste de personnes : chacune n'y figure que par la référence imprimée sur son courrier.",
    "Comment la remplir": "Une ligne par retour. S'il n'y a rien à dire d'une personne, laisser sa ligne comme elle "
    "est. S'il y a plusieurs choses à dire d'une même personne, recopier sa référence sur une ligne vide, en bas.",
    **COLUMNS,
    "Ne pas écrire": "Ni nom, ni adresse, ni numéro de sécurité sociale, ni état de santé, y compris dans le motif.",
    "Une personne dit non": "« refuse cette aide » : elle ne recevra plus rien pour cette aide. « s'oppose à "
    "l'utilisation de ses données » : plus rien du tout. Dans les deux cas, rien d'autre ne change pour elle.",
    "La renvoyer": "Enregistrer la feuille en XLSX ou en CSV et la rendre au service qui tient la campagne. Elle peut "
    "être rendue plusieurs fois, complétée : ce qui est déjà connu n'est pas compté deux fois.",
}
"""What a service reads before it fills the sheet in."""


def blank_returns(title: str, references: Sequence[str], benefits: Sequence[str], day: date) -> bytes:
    """The XLSX for the people of a wave, in their order; `benefits`: codes that were proposed; `day`: of the data."""
    buffer = BytesIO()
    book = open_workbook(buffer, f"Retours, {title}", day)
    _write_lines(book, references, benefits, day)
    _write_notice(book, title)
    book.close()
    return buffer.getvalue()


def _write_lines(book: Any, references: Sequence[str], benefits: Sequence[str], day: date) -> None:
    sheet, heading = book.add_worksheet(SHEET), book.add_format(HEADING)
    common = {**READING, "locked": False, "border": 1, "border_color": "#D9D9D9", "bg_color": _TO_FILL}
    text = book.add_format({**common, "num_format": "@", "text_wrap": True})
    days = book.add_format({**common, "num_format": "dd/mm/yyyy"})
    for name, place in _AT.items():
        sheet.set_column(place, place, _WIDTHS[name])
        sheet.write_string(0, place, name, heading)
    last = len(references) + _SPARE
    for row in range(1, last + 1):
        for name, place in _AT.items():
            sheet.write_blank(row, place, None, days if name == DAY else text)
        if row <= len(references):
            sheet.write_string(row, _AT[REFERENCE], references[row - 1], text)
    _choose(sheet, KIND, last, list(RETURN_KINDS.values()))
    _choose(sheet, BENEFIT, last, [BENEFITS[code] for code in benefits])
    sheet.data_validation(1, _AT[DAY], last, _AT[DAY], {
        "validate": "date", "criteria": ">=", "value": day, "error_title": DAY,
        "error_message": "Écrire un jour, jj/mm/aaaa.",
    })  # fmt: skip
    sheet.data_validation(1, _AT[REASON], last, _AT[REASON], {
        "validate": "length", "criteria": "<=", "value": LONGEST_REASON, "error_title": REASON,
        "error_message": f"{LONGEST_REASON} caractères au plus, sans nommer personne.",
    })  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    print_layout(sheet, A4)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _choose(sheet: Any, name: str, last: int, labels: list[str]) -> None:
    """A dropdown; the list stands in the rule where Excel's 255 characters allow it, else beside the sheet."""
    source: Any = labels
    if len(",".join(labels)) > 255:
        place = len(_AT) + 2 + _AT[name]
        for row, label in enumerate(labels):
            sheet.write_string(row, place, label)
        sheet.set_column(place, place, None, None, {"hidden": True})
        letter = chr(ord("A") + place)
        source = f"=${letter}$1:${letter}${len(labels)}"
    sheet.data_validation(1, _AT[name], last, _AT[name], {
        "validate": "list", "source": source, "error_title": name, "error_message": "Choisir dans la liste.",
    })  # fmt: skip


def _write_notice(book: Any, title: str) -> None:
    sheet, widths = book.add_worksheet(NOTICE_SHEET), (28, 90)
    formats = (book.add_format({**READING, "bold": True}), book.add_format({**READING, "text_wrap": True}))
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, f"Retours, {title}", book.add_format({**READING, "bold": True, "font_size": 14}))
    for row, texts in enumerate(NOTICE.items(), start=2):
        for position, text in enumerate(texts):
            sheet.write_string(row, position, text, formats[position])
        sheet.set_row(row, height(zip(texts, widths, strict=True)))
    sheet.hide_gridlines(2)
    print_layout(sheet, A4)
