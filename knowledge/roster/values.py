"""What a row of a list means, once it is read; and why it could not be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import compress
from typing import Any, NamedTuple

from knowledge.privacy import without_personal_numbers
from knowledge.roster.memo import Memo

_DAYS: Memo[str, date] = Memo(lambda digits: date(int(digits[:4]), int(digits[4:6]), int(digits[6:])))


class PersonalNumber:
    """A number that leads to a person. Printing shows the last four digits; `reveal()` is the only way out."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits = digits

    def reveal(self) -> str:
        """The number in clear: to be hashed or sealed, never to be written down."""
        return self._digits

    @property
    def tail(self) -> str:
        """The last four characters, for display."""
        return self._digits[-4:]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…{self.tail})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.reveal() == self._digits

    def __hash__(self) -> int:
        return hash(self._digits)


class IdNumber(PersonalNumber):
    """A resident identity number (公民身份号码) of 18 characters whose birth date and check digit are right."""

    __slots__ = ()

    @property
    def born_on(self) -> date:
        """The birth date that the number carries."""
        return _DAYS[self._digits[6:14]]


class Phone(PersonalNumber):
    """A telephone number, digits only."""

    __slots__ = ()


class PersonState(StrEnum):
    """Where a person stands towards this township's collection. Only `HERE` has to pay here."""

    HERE = "here"  # 在册应保
    ELSEWHERE = "elsewhere"  # 在外参合
    EMPLOYEE = "employee"  # 参加职工医保
    MOVED_OUT = "moved_out"  # 迁出
    DIED = "died"
    LEFT = "left"  # no longer in a list that was said to be complete


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the phrasebook by key, with its blanks; never with a personal number in them."""

    key: str
    blanks: Mapping[str, Any] = field(default_factory=dict)


_LONGEST_SHOWN = 20


def shown(text: str) -> str:
    """A cell's text for a reason or a report: short, and without numbers that lead to a person."""
    return without_personal_numbers(text.strip())[:_LONGEST_SHOWN]


class Rejection(NamedTuple):
    """A row that was not taken: where it stands, whose it seems to be, why."""

    sheet: str
    row: int
    name: str
    reason: Reason


class RosterRow(NamedTuple):
    """A person of a roster (花名册).

    `household` is the same text for members of one household within the file; `number` is the household's own
    number where the list has one, `head` its head's name where the row says so. `category` and `state` are
    None where the list does not say, `phone` where there is none or it cannot be read.
    """

    row: int
    name: str
    id_number: IdNumber
    area_id: str
    group: str | None
    household: str
    number: str | None
    head: str | None
    relation: str | None
    category: str | None
    phone: Phone | None
    state: PersonState | None


class RosterColumns(NamedTuple):
    """Many persons of a roster, field by field: what RosterRow has, in lists of one length."""

    row: list[int]
    name: list[str]
    id_number: list[IdNumber]
    area_id: list[str]
    group: list[str | None]
    household: list[str]
    number: list[str | None]
    head: list[str | None]
    relation: list[str | None]
    category: list[str | None]
    phone: list[Phone | None]
    state: list[PersonState | None]

    def persons(self) -> Iterator[RosterRow]:
        """The persons one by one."""
        return map(RosterRow._make, zip(*self, strict=True))

    def only(self, wanted: Iterable[bool]) -> RosterColumns:
        """The persons that are wanted, told in their order."""
        wanted = list(wanted)
        return RosterColumns._make(list(compress(column, wanted)) for column in self)


class PaymentRow(NamedTuple):
    """A payment of the tax system's export, negative for a refund: by ID number, or by name and village.

    `tail` is what a masked number (4305**********1234) shows of its end.
    """

    row: int
    name: str
    id_number: IdNumber | None
    tail: str | None
    area_id: str | None
    year: int
    amount: Decimal
    paid_on: date
    channel: str | None
    order_number: str | None
