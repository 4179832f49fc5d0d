"""A person as the rules see one, and what a rule has to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from knowledge.schema.people import Category


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of the phrasebook by key, with its blanks: rules decide what is said, not how."""

    key: str
    blanks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayRange:
    """A day known exactly (both ends equal) or only to lie between two."""

    earliest: date
    latest: date

    @classmethod
    def exactly(cls, day: date) -> DayRange:
        return cls(day, day)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Time since birth or an event as people state it: 90天内 (within), 超过90天 (beyond), 60天 (exact)."""

    count: int
    unit: Literal["day", "month"]
    sense: Literal["within", "beyond", "exact"]

    @property
    def days(self) -> int:
        """In days; a month counts as 30, so that 三个月内 and 90天内 mean the same."""
        return self.count * (30 if self.unit == "month" else 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One member of a household.

    `category` is None where the word is unknown or open; `unknown` then says why, and `near` names the clauses
    that come nearest. `born` and `event` (断保,
    退伍 …) may be vague; `elapsed` is what a remark says instead. `confirmed` is False where the category was
    not yet confirmed by the pack's day, `voided` where a remark takes the subsidy away. `renewed`: enrolled
    the year before. `paid_on` is the day on which the person paid or will; `paid` is True where paid for sure,
    `paid_yuan` the sum where it is known.
    """

    word: str
    category: Category | None
    unknown: Remark | None = None
    near: tuple[str, ...] = ()
    situation: str | None = None
    born: DayRange | None = None
    event: DayRange | None = None
    elapsed: Elapsed | None = None
    confirmed: bool | None = None
    voided: bool = False
    renewed: bool | None = None
    paid_on: date | None = None
    paid: bool = False
    paid_yuan: Decimal | None = None


def months_later(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def first_of_next_month(day: date) -> date:
    """The first day of the month after `day`."""
    return months_later(day.replace(day=1), 1)


def full_years(born: date, on: date) -> int:
    """Age in full years (周岁) on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
