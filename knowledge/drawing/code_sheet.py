"""A village's binding codes on A4, to be cut along the dashed lines and handed out house by house."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.drawing.canvas import GREY, INK, Canvas, ems, new_page

WIDTH, HEIGHT = 210, 297
COLUMNS, ROWS = 2, 7
ON_A_PAGE = COLUMNS * ROWS
DPI = 200

_MARGIN = 5.0
_TOP = 8.0  # the line that says what the page is
_QR = 33.0
_GAP = 3.0
_LINE = 1.4  # of the height of characters


@dataclass(frozen=True, slots=True)
class Slip:
    """What one household gets: its head's name, where it is, the code as it is typed, the link in the picture."""

    head: str
    place: str
    code: str
    link: str


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The sentences on a sheet. `heading` takes the page's number and how many there are."""

    heading: Callable[[int, int], str]
    how: str
    note: str


def sheet_pdf(slips: Sequence[Slip], words: SheetWords) -> bytes:
    """All pages as one PDF."""
    from matplotlib.backends.backend_pdf import PdfPages

    file = io.BytesIO()
    with PdfPages(file) as pdf:
        for page in _pages(slips, words):
            pdf.savefig(page.figure)
    return file.getvalue()


def sheet_pngs(slips: Sequence[Slip], words: SheetWords) -> list[bytes]:
    """Every page as a picture."""
    pictures = []
    for page in _pages(slips, words):
        file = io.BytesIO()
        page.figure.savefig(file, format="png", dpi=DPI)
        pictures.append(file.getvalue())
    return pictures


def page_count(slips: int) -> int:
    """How many pages so many slips take."""
    return -(-slips // ON_A_PAGE)


def _pages(slips: Sequence[Slip], words: SheetWords) -> Iterator[Canvas]:
    count = page_count(len(slips))
    for number in range(count):
        page = new_page(WIDTH, HEIGHT)
        page.y = (_MARGIN + _TOP - 3.2) / 2
        page.write(_MARGIN + _GAP, words.heading(number + 1, count), 3.2, GREY)
        _cutting_lines(page)
        for place, slip in enumerate(slips[number * ON_A_PAGE : (number + 1) * ON_A_PAGE]):
            row, column = divmod(place, COLUMNS)
            _draw(page, slip, words, _left(column), _upper(row))
        yield page


def _left(column: int) -> float:
    return _MARGIN + column * (WIDTH - 2 * _MARGIN) / COLUMNS


def _upper(row: int) -> float:
    return _MARGIN + _TOP + row * (HEIGHT - 2 * _MARGIN - _TOP) / ROWS


def _cutting_lines(page: Canvas) -> None:
    for row in range(ROWS + 1):
        page.line(0, _upper(row), WIDTH, _upper(row), GREY, dashed=True)
    for column in range(1, COLUMNS):
        page.line(_left(column), _upper(0), _left(column), HEIGHT, GREY, dashed=True)


def _draw(page: Canvas, slip: Slip, words: SheetWords, x: float, y: float) -> None:
    page.qr(slip.link, x + _GAP / 2, y + (_upper(1) - _upper(0) - _QR) / 2, _QR)
    left = x + _QR + _GAP
    room = _left(1) - _left(0) - _QR - 2 * _GAP
    page.y = y + _GAP + 0.8
    page.write(left, slip.head, min(5.0, room / ems(slip.head)), INK, bold=True)
    page.y += 7.0
    page.write(left, slip.place, min(3.2, room / ems(slip.place)), INK)
    page.y += 5.2
    page.write(left, slip.code, 6.2, INK, bold=True)
    page.y += 8.8
    page.paragraph(left, words.how, 3.0, INK, room, gap=_LINE)
    page.y += 0.6
    page.paragraph(left, words.note, 2.5, GREY, room, gap=_LINE)
