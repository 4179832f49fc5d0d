"""Which rows of a list are one household: by its number, by its head's name, by the order of relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.roster.names import read_name
from knowledge.roster.places import Place
from knowledge.roster.values import Reason
from knowledge.roster.vocabulary import plain_word

_LONGEST_NUMBER = 40


@dataclass(slots=True)
class HouseholdOrder:
    """Reads a sheet's rows in order and names each one's household.

    A number counts first; where a cell is empty (merged cells), the household above goes on until the next head.
    Then the head's ID number or name. Then the order: each head begins a household. A sheet that has none of
    these makes every person a household of their own.
    """

    sheet: str
    has_number: bool
    has_head: bool
    has_relation: bool
    _area_id: str = ""
    _household: str = ""
    _cell: str = ""
    _number: str | None = None
    _head: str = ""
    _head_has_come: bool = False
    _count: int = 0
    _by_head: dict[tuple[Place, str], str] = field(default_factory=dict)

    def household_of(
        self, place: Place | Reason, number: str, head_id: str, head: str, is_head: bool
    ) -> tuple[str, str | None]:
        """The household's key within the file, and its own number if the list has one.

        `number`, `head_id` and `head` (ID number and name of the household's head) are the cells as written.
        """
        if isinstance(place, Reason):
            return "", None
        if place.area_id != self._area_id:
            self._area_id, self._household, self._head, self._cell = place.area_id, "", "", ""
        if number:
            if number != self._cell:
                self._cell, self._number = number, plain_word(number)[:_LONGEST_NUMBER]
                self._household = f"{place.area_id}/{self._number}"
        elif self.has_head and not self.has_number:
            self._go_to_head(place, head_id or head or self._head, is_head)
        elif not self._household or is_head or not (self.has_number or self.has_relation):
            self._begin(place)
        return self._household, self._number

    def _begin(self, place: Place) -> None:
        self._count += 1
        self._cell, self._number = "", None
        # blanks in a row: no number of a household holds them
        self._household = f"{place.area_id}  {self.sheet}  {self._count}"

    def _go_to_head(self, place: Place, head: str, is_head: bool) -> None:
        key = (place, head)
        if is_head and self._head_has_come and head == self._head:
            self._by_head.pop(key, None)  # a second head of this name
        self._head_has_come = is_head or (self._head_has_come and head == self._head)
        self._head = head
        if key not in self._by_head:
            self._begin(place)
            self._by_head[key] = self._household
        self._household = self._by_head[key]


def head_name(text: str) -> str | None:
    """The head's name in a cell, None where there is none that can be read."""
    name = read_name(text) if text else None
    return name if isinstance(name, str) else None
