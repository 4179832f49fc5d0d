"""From a row of the tax system's export (缴费明细) to a payment, or to the reason why not."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from knowledge.roster.figures import read_day, read_year, read_yuan
from knowledge.roster.layouts import Layout
from knowledge.roster.names import read_name
from knowledge.roster.no_people import is_no_person
from knowledge.roster.places import Place
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import IdNumber, PaymentRow, Reason, Rejection, shown
from knowledge.roster.vocabulary import payment_words, plain_word

_LONGEST = 64
_TAIL = re.compile(r"\d{3}[\dXx]$")


class _Cells(NamedTuple):
    """A row's cells by field, as written; empty where the sheet has no such column."""

    name: str
    id_number: str
    area: str
    amount: str
    paid_on: str
    channel: str
    order_number: str
    year: str
    status: str


class _Person(NamedTuple):
    """Who a row is about: by number, or by name, village and the end of a masked number."""

    name: str
    id_number: IdNumber | None
    tail: str | None
    area_id: str | None


class PaymentReader:
    """Reads one sheet's rows; `year` is meant where a row names none, `area_id` where it has no village."""

    def __init__(self, sheet: str, layout: Layout, words: ListWords, year: int, area_id: str | None) -> None:
        self._sheet = sheet
        self._words = words
        self._year = year
        self._only_place = None if area_id is None else Place(area_id, None)
        self._pick = layout.picker(_Cells._fields)

    def read(self, row: int, cells: list[str]) -> PaymentRow | Rejection | None:
        """The payment in row `row` (from 1); None where the row is nobody's: empty, a sum, a note."""
        cell = _Cells(*(text.strip() for text in self._pick(cells)))
        read = self._read(row, cell)
        if isinstance(read, Reason):
            return None if is_no_person(cells, "payments") else self._rejected(row, cell, read)
        return read

    def _rejected(self, row: int, cell: _Cells, reason: Reason) -> Rejection:
        return Rejection(self._sheet, row, shown(cell.name), reason)

    def _read(self, row: int, cell: _Cells) -> PaymentRow | Reason:
        amount = self._amount(cell)
        if isinstance(amount, Reason):
            return amount
        person = self._person(cell)
        if isinstance(person, Reason):
            return person
        paid_on = read_day(cell.paid_on)
        if paid_on is None:
            return Reason("payments.day_odd")
        if paid_on > self._words.today:
            return Reason("payments.day_future")
        year = read_year(cell.year) if cell.year else self._year
        if year is None:
            return Reason("payments.year_odd")
        channel = cell.channel[:_LONGEST] or None
        order_number = plain_word(cell.order_number)[:_LONGEST] or None
        return PaymentRow(row, *person, year, amount, paid_on, channel, order_number)

    def _amount(self, cell: _Cells) -> Decimal | Reason:
        status = plain_word(cell.status)
        if status in payment_words("failed"):
            return Reason("payments.failed")
        amount = read_yuan(cell.amount)
        if not amount:
            return Reason("payments.amount_odd")
        return -abs(amount) if status in payment_words("refund") else amount

    def _person(self, cell: _Cells) -> _Person | Reason:
        name = read_name(cell.name)
        known_name = name if isinstance(name, str) else ""
        place = self._place(cell)
        area_id = place.area_id if isinstance(place, Place) else None
        id_number = self._words.id_numbers.read(cell.id_number)
        if isinstance(id_number, IdNumber):
            return _Person(known_name, id_number, None, area_id)
        if cell.id_number and id_number.key != "roster.id_masked":
            return id_number
        if isinstance(name, Reason):
            return name
        if isinstance(place, Reason):
            return place
        tail = _TAIL.search(cell.id_number)
        return _Person(name, None, tail[0].upper() if tail else None, area_id)

    def _place(self, cell: _Cells) -> Place | Reason:
        if cell.area:
            return self._words.places.read(cell.area)
        return self._only_place or Reason("payments.area_missing")
