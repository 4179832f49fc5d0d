"""What a list's file holds, before anything is written: its sheets, which column is what, for which village."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from knowledge.roster.layouts import ROWS_SEARCHED, Layout, find_layout
from knowledge.roster.no_people import is_no_person
from knowledge.roster.places import Places
from knowledge.roster.values import Reason
from storage.errors import BadFile
from storage.spreadsheets.sheets import Sheet, Spreadsheet

Kind = Literal["roster", "payments"]

MOST_COLUMNS = 104
# one of each group must have a column
_NEEDED: dict[Kind, tuple[frozenset[str], ...]] = {
    "roster": (frozenset({"name"}), frozenset({"id_number"})),
    "payments": (frozenset({"amount"}), frozenset({"paid_on"}), frozenset({"id_number", "name"})),
}


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """A sheet with a table. `area_id` is the village that its name or title speaks of; a column goes before it."""

    sheet: Sheet
    layout: Layout
    area_id: str | None

    def rows(self) -> Iterator[list[str]]:
        """The rows below the heading."""
        return islice(self.sheet.rows(), self.layout.header_row, None)


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that can be imported. `passed_over` are sheets without a table; `remarks` what to know beforehand."""

    kind: Kind
    name: str
    sheets: tuple[SheetPreview, ...]
    passed_over: tuple[str, ...]
    remarks: tuple[Reason, ...]

    @property
    def height(self) -> int:
        """About how many rows there are."""
        return sum(preview.sheet.height for preview in self.sheets)


def preview_list(spreadsheet: Spreadsheet, kind: Kind, places: Places, area_id: str | None = None) -> Preview:
    """What the file holds; `area_id` says whose list it is where the file does not.

    `BadFile` where no sheet has the table, a needed column is missing, or cells that count hold formulas.
    """
    sheets: list[SheetPreview] = []
    passed_over: list[str] = []
    for sheet in spreadsheet.sheets:
        first_rows = list(islice(sheet.rows(), ROWS_SEARCHED + 1))
        if any(sum(map(bool, row)) > MOST_COLUMNS for row in first_rows):
            raise BadFile(Reason("files.too_wide"))
        layout = find_layout(first_rows, kind)
        if layout is None:
            passed_over.append(sheet.name)
            continue
        _check_columns(sheet, layout, kind)
        _check_formulas(sheet, layout, kind)
        area = area_id or _area_of(sheet.name, layout, places) or places.find_in(spreadsheet.name)
        sheets.append(SheetPreview(sheet, layout, area))
    if not sheets:
        raise BadFile(Reason(f"files.no_table_{kind}"))
    preview = Preview(
        kind, spreadsheet.name, tuple(sheets), tuple(passed_over), tuple(_remarks(sheets, kind))
    )
    _check_villages(preview)
    return preview


def _area_of(name: str, layout: Layout, places: Places) -> str | None:
    return places.find_in(name) or places.find_in(layout.title)


def _check_columns(sheet: Sheet, layout: Layout, kind: Kind) -> None:
    for group in _NEEDED[kind]:
        if not group & layout.fields:
            raise BadFile(Reason(f"files.no_{min(group)}", {"sheet": sheet.name}))


def _check_formulas(sheet: Sheet, layout: Layout, kind: Kind) -> None:
    """A formula's figure may be old or missing, so it does not count as written; in a row of sums it may stay."""
    places = {column.place for column in layout.columns if column.field}
    cells = [(row, place) for row, place in sheet.formulas if row > layout.header_row and place in places]
    if not cells:
        return
    last = max(row for row, _ in cells)
    rows = dict(enumerate(islice(sheet.rows(), last), 1))
    for row, place in cells:  # a formula that was never worked out leaves its cell empty
        rows[row][place] = rows[row][place] or "="
    for row, place in cells:
        if not is_no_person(rows[row], kind):
            column = next(column for column in layout.columns if column.place == place)
            blanks = {"sheet": sheet.name, "row": row, "heading": column.heading}
            raise BadFile(Reason("files.formulas", blanks))


def _check_villages(preview: Preview) -> None:
    if preview.kind == "payments":
        return
    for sheet in preview.sheets:
        if sheet.area_id is None and "area" not in sheet.layout.fields:
            raise BadFile(Reason("files.no_village", {"sheet": sheet.sheet.name}))


def _remarks(sheets: list[SheetPreview], kind: Kind) -> Iterator[Reason]:
    fields = frozenset[str]().union(*(sheet.layout.fields for sheet in sheets))
    if kind == "roster" and not {"household", "head", "head_id", "relation"} & fields:
        yield Reason("files.no_households")
    if kind == "roster" and "category" not in fields:
        yield Reason("files.no_categories")
    if kind == "payments" and "order_number" not in fields:
        yield Reason("files.no_order_numbers")
