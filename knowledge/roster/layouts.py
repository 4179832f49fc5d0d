"""Where a sheet's table begins and which column is what: title rows, headings of one or two rows, all spellings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from knowledge.roster.vocabulary import headings, plain_heading

# titles, who filled it in, for which year: more than this is no table
ROWS_SEARCHED = 30
_ENOUGH = 2
_BLANK = [""]
# a longer cell is a sentence, not a heading
_LONGEST_HEADING = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its heading as written, the field that it fills or None."""

    place: int
    heading: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's columns. `header_row` is the heading's last row, from 1; `title` all text above it."""

    header_row: int
    columns: tuple[Column, ...]
    title: str

    def place(self, field: str) -> int | None:
        """Where a field's column is, None where the sheet has none."""
        return next((column.place for column in self.columns if column.field == field), None)

    def picker(self, fields: Sequence[str]) -> Callable[[list[str]], tuple[str, ...]]:
        """What picks these fields' cells out of a row, in this order; a cell that is not there is empty.

        It puts a blank cell behind the row instead of copying it: there are half a million.
        """
        width = len(self.columns)
        places = {column.field: column.place for column in self.columns if column.field}
        pick = itemgetter(*(places.get(field, width) for field in fields))

        def picked(cells: list[str]) -> tuple[str, ...]:
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            cells[width:] = _BLANK
            found: tuple[str, ...] = pick(cells)
            return found

        return picked

    @property
    def fields(self) -> frozenset[str]:
        """All fields that have a column."""
        return frozenset(column.field for column in self.columns if column.field)


def _assigned(titles: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[int, str]:
    """Place to field: exact headings first, in the order of preference, then headings that contain one."""
    plain = [plain_heading(title) for title in titles]
    fields: dict[int, str] = {}
    for field, words in known.items():
        place = next((plain.index(word) for word in words if word in plain), None)
        if place is not None and place not in fields:
            fields[place] = field
    for place, title in enumerate(plain):
        found = _contained(title, known)
        if found and place not in fields and found not in fields.values():
            fields[place] = found
    return fields


def _contained(title: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    found = [
        (len(word), field)
        for field, words in known.items()
        for word in words
        if len(word) > 1 and word in title and len(title) <= _LONGEST_HEADING
    ]
    return max(found)[1] if found else None


def find_layout(rows: Sequence[Sequence[str]], kind: str) -> Layout | None:
    """The layout of a sheet of this kind ("roster", "payments") from its first rows; None where it has no table."""
    known = headings(kind)
    best: tuple[int, int, list[str], dict[int, str]] | None = None
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        for height in (1, 2):
            titles = _merged(row, rows[index + 1]) if height == 2 and index + 1 < len(rows) else list(row)
            fields = _assigned(titles, known)
            if best is None or len(fields) > best[0]:
                best = (len(fields), index + height, titles, fields)
    if best is None or best[0] < _ENOUGH or not {"name", "id_number"} & set(best[3].values()):
        return None
    _, header_row, titles, fields = best
    columns = tuple(Column(place, title.strip(), fields.get(place)) for place, title in enumerate(titles))
    above = " ".join(cell for row in rows[: header_row - 1] for cell in row if cell)
    return Layout(header_row, columns, above)


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """A heading of two rows: the lower cell, and the upper one where that is empty."""
    width = max(len(upper), len(lower))
    padded_upper = [*upper, *[""] * (width - len(upper))]
    padded_lower = [*lower, *[""] * (width - len(lower))]
    return [low or up for up, low in zip(padded_upper, padded_lower, strict=True)]
