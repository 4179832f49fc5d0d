"""Workbooks for people to open: text stays text, so that no cell of ours ever becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from xlsxwriter import Workbook

Cell = str | int | Decimal | date | datetime | None
_WIDEST = 60


class PlainSheet(Protocol):
    """Cells as they are, without a heading; `merges` are rows and columns from and to, all included, from 0."""

    @property
    def name(self) -> str:
        """The sheet's name."""

    @property
    def rows(self) -> Sequence[Sequence[str | int | float]]:
        """The cells."""

    @property
    def merges(self) -> Sequence[tuple[int, int, int, int]]:
        """Cells that are one: first row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """A sheet to be written: headings, then rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def _workbook(file: BinaryIO) -> Workbook:
    from xlsxwriter import Workbook  # a bot that writes no workbook starts without it

    return Workbook(file, _OPTIONS)


def workbook_of(sheets: Iterable[SheetContent]) -> bytes:
    """The .xlsx file with these sheets; headings are bold and stay in view."""
    file = io.BytesIO()
    with _workbook(file) as workbook:
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        money = workbook.add_format({"num_format": "0.00"})
        for content in sheets:
            sheet = workbook.add_worksheet(content.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, content.headings, bold)
            for place, width in enumerate(content.widths):
                sheet.set_column(place, place, min(width, _WIDEST))
            for number, row in enumerate(content.rows, 1):
                for place, cell in enumerate(row):
                    match cell:
                        case str():
                            sheet.write_string(number, place, cell)
                        case Decimal():
                            sheet.write_number(number, place, float(cell), money)
                        case int():
                            sheet.write_number(number, place, cell)
                        case datetime():  # a spreadsheet knows no zones: the moment's own wall clock
                            sheet.write_datetime(number, place, cell.replace(tzinfo=None), moment)
                        case date():
                            sheet.write_datetime(number, place, cell, day)
    return file.getvalue()


def plain_workbook(sheets: Iterable[PlainSheet]) -> bytes:
    """The .xlsx file with these cells as they are."""
    file = io.BytesIO()
    with _workbook(file) as workbook:
        for content in sheets:
            sheet = workbook.add_worksheet(content.name)
            for first_row, first_column, last_row, last_column in content.merges:
                sheet.merge_range(first_row, first_column, last_row, last_column, "")
            for number, row in enumerate(content.rows):
                for place, cell in enumerate(row):
                    if cell != "":
                        sheet.write(number, place, cell)
    return file.getvalue()
