"""Returns files as spreadsheets really save them: whatever a service does to a sheet is read, or told."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from campaigns.ledger.returns import read_rows, understand
from data_contracts.errors import InputError
from tests.campaigns.ledger.sheets import HEADING

REFERENCE, DAY = "ZZQZ-BH30-7", date(2014, 6, 10)
LINE = [REFERENCE, "a répondu", "10/06/2014"]
NAMES = HEADING.split(";")
Fill = Callable[[Any, Any], None]


def workbook(fill: Fill, **options: Any) -> bytes:
    """A workbook of the writer that returns sheets are not made with in other tests."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Feuil1"))
    book.close()
    return held.getvalue()


def lines(*said: Sequence[Any], top: int = 0, left: int = 0, shown: str = "dd/mm/yyyy") -> Fill:
    """The heading and lines, from a row and column on; days are written as days, shown in that format."""

    def fill(book: Any, sheet: Any) -> None:
        for row, line in enumerate([NAMES, *said], start=top):
            for column, cell in enumerate(line, start=left):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, book.add_format({"num_format": shown}))
                else:
                    sheet.write(row, column, cell)

    return fill


def then(fill: Fill, more: Callable[[Any, Any], object]) -> Fill:
    def both(book: Any, sheet: Any) -> None:
        fill(book, sheet)
        more(book, sheet)

    return both


A_DAY = [REFERENCE, "a répondu", DAY]
XLSX: dict[str, bytes] = {
    "a day": workbook(lines(A_DAY)),
    "a day in words": workbook(lines(A_DAY, shown="[$-40C]dddd d mmmm yyyy")),
    "a day as Excel of macOS counts": workbook(lines(A_DAY), date_1904=True),
    "a day with its time": workbook(lines([REFERENCE, "a répondu", datetime.combine(DAY, time(14, 30))])),
    "a day typed as text": workbook(lines([REFERENCE, "a répondu", "10/6/14"])),
    "a day that is worked out": workbook(
        then(lines(LINE[:2]), lambda book, sheet: sheet.write_formula(
            1, 2, "=DATE(2014,6,10)", book.add_format({"num_format": "dd/mm/yyyy"}), 41800))),
    "spaces that do not break": workbook(lines([f"{REFERENCE}\u00a0", "a\u00a0répondu ", "\u00a010/06/2014"])),
    "lines coloured below": workbook(
        then(lines(A_DAY, *[[" "] * 5] * 3), lambda book, sheet: sheet.write_blank(
            40, 0, None, book.add_format({"bold": True})))),
    "cells merged below": workbook(then(lines(A_DAY), lambda book, sheet: sheet.merge_range(3, 0, 4, 4, ""))),
    "a column before": workbook(lines(A_DAY, left=1)),
    "strings in their cells": workbook(lines(LINE), constant_memory=True),
}  # fmt: skip

_TEXT = f"{HEADING}\r\n{REFERENCE};a répondu;10/06/2014;;\r\n"
CSV: dict[str, bytes] = {
    "Excel of France": _TEXT.encode("windows-1252"),
    "UTF-8 without mark": _TEXT.encode(),
    "commas": _TEXT.replace(";", ",").encode("utf-8-sig"),
    "tabs": _TEXT.replace(";", "\t").encode("windows-1252"),
    "quotes": _TEXT.replace(";", '";"').replace("\r\n", '"\r\n"').join('""').removesuffix('""').encode("windows-1252"),
    "columns and lines too many": (_TEXT.replace("\r\n", ";;\r\n") + ";;;;;;\r\n" * 3).encode("windows-1252"),
    "lines ended by CR": _TEXT.replace("\r\n", "\r").encode("windows-1252"),
    "a short year": _TEXT.replace("/2014", "/14").encode("windows-1252"),
    "dots": _TEXT.replace("10/06/", "10.06.").encode("windows-1252"),
    "a time": _TEXT.replace("2014", "2014 00:00").encode("windows-1252"),
}


@pytest.mark.parametrize(
    ("name", "content"), [("r.xlsx", one) for one in XLSX.values()] + [("r.csv", one) for one in CSV.values()],
    ids=[*XLSX, *CSV],
)  # fmt: skip
def test_a_sheet_is_read_as_it_was_saved(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (said,), faults = understand(read_rows(tmp_path / name)[1], DAY)
    assert (said.reference, said.kind, said.day, said.reason, said.benefit) == (REFERENCE, "answered", DAY, None, None)
    assert faults == []


def test_numbers_and_characters_of_windows_are_kept_in_a_reason(tmp_path: Path) -> None:
    line = f'{REFERENCE};droit refusé;10/06/2014;"sœur à charge – l’aide de 12 €";RSA socle\r\n'
    (tmp_path / "r.csv").write_bytes(f"{HEADING}\r\n{line}".encode("windows-1252"))
    (tmp_path / "r.xlsx").write_bytes(workbook(lines([REFERENCE, "droit refusé", DAY, 12, "RSA socle"])))
    reasons = [understand(read_rows(tmp_path / name)[1], DAY)[0][0].reason for name in ("r.csv", "r.xlsx")]
    assert reasons == ["sœur à charge – l’aide de 12 €", "12"]


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_lines_are_numbered_as_the_sheet_shows_them(tmp_path: Path, name: str) -> None:
    wrong = [[REFERENCE, "content", "10/06/2014"], [], LINE]
    text = "\r\n".join(["", "", HEADING, *(";".join(line) for line in wrong)])
    content = text.encode("windows-1252") if name == "r.csv" else workbook(lines(*wrong, top=2))
    (tmp_path / name).write_bytes(content)
    said, faults = understand(read_rows(tmp_path / name)[1], DAY)
    assert ([one.line for one in said], [line for line, _ in faults]) == ([6], [4])


def test_a_title_above_the_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_bytes(
        workbook(then(lines(LINE, top=1), lambda _, sheet: sheet.merge_range(0, 0, 0, 4, "Retours de juin")))
    )
    with pytest.raises(InputError, match="les colonnes Référence, Retour, Date manquent"):
        read_rows(tmp_path / "r.xlsx")


def test_a_reference_merged_over_two_lines_is_told(tmp_path: Path) -> None:
    two = lines(LINE, ["", "a déposé une demande", "10/06/2014"])
    (tmp_path / "r.xlsx").write_bytes(workbook(then(two, lambda _, sheet: sheet.merge_range(1, 0, 2, 0, REFERENCE))))
    said, faults = understand(read_rows(tmp_path / "r.xlsx")[1], DAY)
    assert [one.kind for one in said] == ["answered"]
    assert [(line, fault.what) for line, fault in faults] == [(3, "la référence manque")]
