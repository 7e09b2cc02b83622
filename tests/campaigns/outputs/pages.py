"""Reading a PDF as a printer would: pages, text, and where each character stands, in millimetres from the top left."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

MM = 72 / 25.4
A4 = (210, 297)


@dataclass(frozen=True)
class Box:
    """Where a character is printed: left, top, right and bottom."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def texts(path: Path) -> list[str]:
    """The text of each page, on one line, unbroken spaces as spaces."""
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_range().replace("\xa0", " ").split()) for page in document]


def boxes(path: Path, page: int) -> Iterator[Box]:
    """Every printed character of a page."""
    sheet = pypdfium2.PdfDocument(path)[page]
    height, words = sheet.get_height(), sheet.get_textpage()
    for index in range(words.count_chars()):
        letter = words.get_text_range(index, 1)
        if letter.strip():
            left, bottom, right, top = words.get_charbox(index)
            yield Box(letter, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)


def assert_within_margins(path: Path, margin: float = 10) -> None:
    """Nothing is cut by a printer, which prints nothing on the edges."""
    for page in range(len(pypdfium2.PdfDocument(path))):
        for box in boxes(path, page):
            for low, high, side in ((box.x0, box.x1, A4[0]), (box.y0, box.y1, A4[1])):
                assert margin <= low <= high <= side - margin, (page, box)


def assert_drawn_whole(path: Path) -> None:
    """Every page renders, and none is blank."""
    for page in pypdfium2.PdfDocument(path):
        assert page.render(scale=0.5).to_numpy().min() < 128
