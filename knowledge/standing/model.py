"""Values of the ledger: what was booked, what is to be booked, and what a village's rows add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a row of the ledger states."""

    DAY = "day"  # what was collected on that day
    RUNNING = "running"  # 累计: everything up to then
    DEPOSIT = "deposit"  # only cash that was banked
    VOID = "void"  # takes another row back and states nothing


@dataclass(frozen=True, slots=True)
class Figures:
    """What a row states: people who paid, households, yuan collected, yuan banked; None where it says nothing."""

    persons: int | None = None
    households: int | None = None
    amount: Decimal | None = None
    deposit: Decimal | None = None
    by_category: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that is to be booked.

    `supersedes_id` is the row whose place it takes; `root_id` the first row of that chain, which keeps the
    place among the village's rows of the day (None for a row that starts a chain).
    """

    area_id: str
    day: date
    kind: Kind
    figures: Figures = Figures()
    is_correction: bool = False
    supersedes_id: int | None = None
    root_id: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The message that a row comes from. `revision` counts what became of it: edits, corrections, an undo."""

    chat_id: int
    message_id: int
    revision: int = 0


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the ledger. It never changes; a row is current while no other supersedes it."""

    id: int
    root_id: int
    origin: Origin
    position: int
    area_id: str
    day: date
    kind: Kind
    figures: Figures
    is_correction: bool
    supersedes_id: int | None
    booked_by: int
    booked_at: datetime
    confirmed_by: int | None

    @property
    def order(self) -> tuple[date, int]:
        """The row's place among the village's rows."""
        return self.day, self.root_id


@dataclass(frozen=True, slots=True)
class Totals:
    """What a village has reported by the end of some day."""

    persons: int = 0
    households: int = 0
    amount: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class VillageDay:
    """A village's day: what was reported for it, and the totals at its end.

    `figures` sums the day's rows; None where none of them states the measure.
    """

    area_id: str
    day: date
    figures: Figures
    totals: Totals
