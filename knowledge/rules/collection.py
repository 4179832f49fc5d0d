"""Duties of those who collect: when cash has to be banked, what is reported on which day, deadlines ahead."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge.pack import Pack
from knowledge.schema.staff import Report, StaffDeadline

SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Takings:
    """Cash taken on a day that is not banked yet, yuan."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BankingDuty:
    """By which day what is held must be banked: `by` None where the notice sets no limit (only promptly).

    `because` names the limit that decides: "amount" or "days".
    """

    held: Decimal
    by: date | None
    because: str | None = None


def banking_duty(pack: Pack, held: Sequence[Takings]) -> BankingDuty | None:
    """What the cash rules make of unbanked takings; None where nothing is held.

    Under a double limit the one that is reached first decides: the day on which the sum reaches the amount,
    or the oldest takings' day plus the days.
    """
    takings = sorted((t for t in held if t.amount > 0), key=lambda t: t.day)
    if not takings:
        return None
    total = sum((t.amount for t in takings), Decimal(0))
    limit = pack.staff.cash.limit
    if limit is None:
        return BankingDuty(total, None)
    by_days = takings[0].day + timedelta(days=limit.days)
    running = Decimal(0)
    for taking in takings:
        running += taking.amount
        if running >= limit.amount and taking.day <= by_days:
            return BankingDuty(total, taking.day, "amount")
    return BankingDuty(total, by_days, "days")


def _due_on(report: Report, day: date) -> bool:
    if report.every == "week":
        return day.isoweekday() == (report.weekday or SUNDAY)
    if report.every == "month":
        return day.day == monthrange(day.year, day.month)[1]
    return False


def reports_due(pack: Pack, day: date) -> tuple[Report, ...]:
    """The regular reports of a day in the collection: weekly ones on their weekday (else Sunday), monthly ones
    on the month's last day."""
    if not pack.main_window.from_ <= day <= pack.main_window.until + timedelta(days=6):
        return ()
    return tuple(report for report in pack.staff.reports if _due_on(report, day))


def deadlines_ahead(pack: Pack, on: date, days: int = 7) -> tuple[StaffDeadline, ...]:
    """Staff deadlines from a day on, up to `days` days ahead, the nearest first."""
    ahead = (d for d in pack.staff.deadlines if on <= d.until <= on + timedelta(days=days))
    return tuple(sorted(ahead, key=lambda deadline: deadline.until))
