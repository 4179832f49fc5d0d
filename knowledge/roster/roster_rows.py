"""From a row of a roster (花名册) to a person, or to the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, zip_longest
from typing import Any, NamedTuple

from knowledge.pack import Pack
from knowledge.roster.categories import ListCategories
from knowledge.roster.grouping import HouseholdOrder, head_name
from knowledge.roster.id_numbers import LENGTH as ID_LENGTH
from knowledge.roster.id_numbers import IdNumbers
from knowledge.roster.layouts import Layout
from knowledge.roster.memo import Memo
from knowledge.roster.names import read_name
from knowledge.roster.no_people import is_no_person
from knowledge.roster.phones import read_phone
from knowledge.roster.places import Place, Places, read_group
from knowledge.roster.values import PersonState, Reason, Rejection, RosterColumns, shown
from knowledge.roster.vocabulary import head_words, plain_word, state_words

HEAD = "户主"
_LONGEST_RELATION = 20


@dataclass(frozen=True, slots=True)
class ListWords:
    """What the cells of a list may say under a pack, as of a day."""

    places: Places
    categories: ListCategories
    id_numbers: IdNumbers
    today: date

    @classmethod
    def of(cls, pack: Pack, today: date) -> ListWords:
        """The words of a pack's villages and categories."""
        return cls(Places(pack.reporting_areas), ListCategories(pack), IdNumbers(today), today)


def _relation(text: str) -> str | None:
    word = plain_word(text)
    return HEAD if word in head_words() else word[:_LONGEST_RELATION] or None


def _state(text: str) -> PersonState | None:
    return state_words().get(plain_word(text))


class _Cells(NamedTuple):
    """A batch's cells by field, as written; empty where the sheet has no such column."""

    name: tuple[str, ...]
    id_number: tuple[str, ...]
    area: tuple[str, ...]
    group: tuple[str, ...]
    household: tuple[str, ...]
    head: tuple[str, ...]
    head_id: tuple[str, ...]
    relation: tuple[str, ...]
    category: tuple[str, ...]
    phone: tuple[str, ...]
    state: tuple[str, ...]
    remark: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterBatch:
    """What some rows turned out to be; `passed_over` counts those that are nobody's: empty, sums, notes."""

    persons: RosterColumns
    rejected: list[Rejection]
    passed_over: int


class RosterReader:
    """Reads one sheet's rows in order; `area_id` is the village of a sheet that has no column for it.

    A batch is read column by column: the words of a column are few, so most cells are looked up in a Memo.
    """

    def __init__(self, sheet: str, layout: Layout, words: ListWords, area_id: str | None) -> None:
        self._sheet = sheet
        self._words = words
        self._only_place = None if area_id is None else Place(area_id, None)
        self._columns = [layout.place(field) for field in _Cells._fields]
        self._order = HouseholdOrder(
            sheet,
            has_number="household" in layout.fields,
            has_head=bool({"head", "head_id"} & layout.fields),
            has_relation="relation" in layout.fields,
        )
        self._says_category = "category" in layout.fields
        self._area_above = self._group_above = ""
        self._places: Memo[tuple[str, str], Place | Reason] = Memo(self._place_of)
        self._heads: Memo[str, str | None] = Memo(head_name)
        self._relations: Memo[str, str | None] = Memo(_relation)
        self._categories: Memo[str, str | Reason | None] = Memo(self._category_of)
        self._states: Memo[str, PersonState | None] = Memo(_state)

    def read(self, first_row: int, rows: Sequence[list[str]]) -> RosterBatch:
        """The persons among rows that follow those of the last batch; `first_row` is the number of the first."""
        cells = self._cells(rows)
        numbers = list(range(first_row, first_row + len(rows)))
        is_somebody = [
            len(text) == ID_LENGTH or not is_no_person(row, "roster")
            for text, row in zip(cells.id_number, rows, strict=True)
        ]
        passed_over = is_somebody.count(False)
        if passed_over:
            numbers = list(compress(numbers, is_somebody))
            cells = _Cells._make(tuple(compress(column, is_somebody)) for column in cells)
        return self._read_columns(numbers, cells, passed_over)

    def _cells(self, rows: Sequence[list[str]]) -> _Cells:
        columns = list(zip_longest(*rows, fillvalue=""))
        blank = ("",) * len(rows)
        return _Cells._make(
            blank if place is None or place >= len(columns) else columns[place] for place in self._columns
        )

    def _read_columns(self, numbers: list[int], cells: _Cells, passed_over: int) -> RosterBatch:
        names = [read_name(text) for text in cells.name]
        id_numbers = self._words.id_numbers.read_many(cells.id_number)
        places = self._places_in(cells)
        categories = list(map(self._categories.__getitem__, cells.category))
        heads = list(map(self._heads.__getitem__, cells.head))
        relations = list(map(self._relations.__getitem__, cells.relation))
        is_head = [
            relation == HEAD or (head is not None and head == name)
            for relation, head, name in zip(relations, heads, names, strict=True)
        ]
        # rejected or not, a row tells those below it where they belong
        households = list(
            map(self._order.household_of, places, cells.household, cells.head_id, cells.head, is_head)
        )
        wrong: dict[int, Reason] = {}
        for column in (categories, id_numbers, names, places):  # what is wrong with the last counts
            wrong.update((index, value) for index, value in enumerate(column) if value.__class__ is Reason)
        right = [index not in wrong for index in range(len(numbers))]

        def taken(column: Iterable[Any]) -> list[Any]:
            return list(compress(column, right)) if wrong else list(column)

        taken_places = taken(places)
        persons = RosterColumns(
            row=taken(numbers),
            name=taken(names),
            id_number=taken(id_numbers),
            area_id=[place.area_id for place in taken_places],
            group=[place.group for place in taken_places],
            household=taken(key for key, _ in households),
            number=taken(number for _, number in households),
            head=taken(
                name if is_one else head for name, head, is_one in zip(names, heads, is_head, strict=True)
            ),
            relation=taken(HEAD if is_one else word for word, is_one in zip(relations, is_head, strict=True)),
            category=taken(categories),
            phone=taken(read_phone(text) if text else None for text in cells.phone),
            state=taken(self._states_in(cells)),
        )
        rejected = [
            Rejection(self._sheet, numbers[index], shown(cells.name[index]), reason)
            for index, reason in sorted(wrong.items())
        ]
        return RosterBatch(persons, rejected, passed_over)

    def _places_in(self, cells: _Cells) -> list[Place | Reason]:
        """The rows' places; a village or group that is written once counts for the rows below it (merged cells)."""
        written: Iterable[tuple[str, str]] = zip(cells.area, cells.group, strict=True)
        if "" in cells.area or "" in cells.group:
            written = map(self._filled_down, cells.area, cells.group)
        elif cells.area:
            self._area_above, self._group_above = cells.area[-1], cells.group[-1]
        return list(map(self._places.__getitem__, written))

    def _filled_down(self, area: str, group: str) -> tuple[str, str]:
        if area and area != self._area_above:
            self._area_above, self._group_above = area, ""
        if group:
            self._group_above = group
        return self._area_above, self._group_above

    def _place_of(self, written: tuple[str, str]) -> Place | Reason:
        area, group = written
        place = self._words.places.read(area) if area or self._only_place is None else self._only_place
        if isinstance(place, Place) and group:
            return Place(place.area_id, read_group(group))
        return place

    def _states_in(self, cells: _Cells) -> Iterator[PersonState | None]:
        columns = (
            map(self._states.__getitem__, column) for column in (cells.state, cells.remark, cells.category)
        )
        return (state or remark or category for state, remark, category in zip(*columns, strict=True))

    def _category_of(self, text: str) -> str | Reason | None:
        if not self._says_category or self._states[text] is PersonState.EMPLOYEE:
            return None
        return self._words.categories.read(text)
