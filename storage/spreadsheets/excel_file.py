"""Excel and WPS workbooks (.xlsx, .xls, .xlsb, .ods), read by calamine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from knowledge.roster.values import Reason
from storage.errors import BadFile
from storage.spreadsheets.inspection import Cells, formulas_of

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_EXACT = 10**15  # larger figures have lost their last digits: left in a form that shows it


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as ISO, empty as empty."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        if abs(cell) >= _LAST_EXACT:
            return f"{cell:.10E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


@dataclass(frozen=True, slots=True)
class ExcelSheet:
    """One sheet of a workbook."""

    name: str
    height: int
    formulas: tuple[tuple[int, int], ...]
    sheet: CalamineSheet

    def rows(self) -> Iterator[list[str]]:
        """The rows, as text."""
        for cells in self.sheet.iter_rows():
            yield [cell if cell.__class__ is str else text_of(cell) for cell in cells]


def open_workbook(file: BinaryIO) -> tuple[ExcelSheet, ...]:
    """The visible sheets that hold anything; `BadFile` where the file is locked, damaged, too large or no workbook."""
    file.seek(0)
    start = file.read(len(_OLE))
    formulas: dict[str, Cells] = {}
    if start.startswith(b"PK"):
        formulas = formulas_of(file)
    elif start == _OLE and _ENCRYPTED in start + file.read():
        raise BadFile(Reason("files.locked"))
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        return tuple(_sheets(workbook, formulas))
    except PasswordError as error:
        raise BadFile(Reason("files.locked")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise BadFile(Reason("files.damaged")) from error


def _sheets(workbook: CalamineWorkbook, formulas: dict[str, Cells]) -> Iterator[ExcelSheet]:
    for meta in workbook.sheets_metadata:
        if meta.visible != SheetVisibleEnum.Visible or meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.start is None:
            continue
        left = sheet.start[1]  # calamine leaves out the empty columns before the first
        cells = formulas.get(meta.name, ())
        yield ExcelSheet(
            meta.name, sheet.total_height, tuple((row, column - left) for row, column in cells), sheet
        )
