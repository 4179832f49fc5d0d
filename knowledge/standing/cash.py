"""Cash on hand of a village under the notice's cash rules: what is not banked yet, and by when it must be.

What was banked is taken to be the oldest cash. Warned the day before a limit (for a sum: where tomorrow's
collection would cross it at the present pace), and once it is reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from knowledge.pack import Pack
from knowledge.rules.collection import BankingDuty, Takings, banking_duty
from knowledge.standing.model import VillageDay

PACE_DAYS = 3
DAY = timedelta(days=1)


class CashAlert(StrEnum):
    """Why a clerk is told to go to the bank."""

    AMOUNT_SOON = "amount_soon"
    DAYS_SOON = "days_soon"
    AMOUNT = "amount"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class CashOnHand:
    """Yuan not yet banked, the day of the oldest of them, by when they must be banked, and why to warn."""

    area_id: str
    amount: Decimal
    oldest_on: date | None = None
    by: date | None = None
    alert: CashAlert | None = None


def unbanked(days: Sequence[VillageDay]) -> list[Takings]:
    """A village's takings that the bank has not seen, from its days in order."""
    banked = days[-1].totals.deposit if days else Decimal(0)
    takings = []
    before = Decimal(0)
    for day in days:
        left = day.totals.amount - max(before, banked)
        if left > 0:
            takings.append(Takings(day.day, left))
        before = max(before, day.totals.amount)
    return takings


def cash_on_hand(pack: Pack, area_id: str, days: Sequence[VillageDay], today: date) -> CashOnHand:
    """What a village holds by its days in order, up to today."""
    past = [day for day in days if day.day <= today]
    takings = unbanked(past)
    duty = banking_duty(pack, takings)
    if duty is None:
        return CashOnHand(area_id, Decimal(0))
    alert = _alert(duty, today) or _amount_soon(pack, duty.held, _pace(past, today))
    return CashOnHand(area_id, duty.held, takings[0].day, duty.by, alert)


def _alert(duty: BankingDuty, today: date) -> CashAlert | None:
    if duty.by is None or duty.by > today + DAY:
        return None
    if duty.by <= today:
        return CashAlert.AMOUNT if duty.because == "amount" else CashAlert.DAYS
    return CashAlert.DAYS_SOON


def _amount_soon(pack: Pack, held: Decimal, pace: Decimal) -> CashAlert | None:
    limit = pack.staff.cash.limit
    return CashAlert.AMOUNT_SOON if limit and held + pace >= limit.amount else None


def _pace(past: Sequence[VillageDay], today: date) -> Decimal:
    """Yuan a day over the last three days."""
    since = today - timedelta(days=PACE_DAYS)
    before = [day.totals.amount for day in past if day.day <= since]
    gained = past[-1].totals.amount - (before[-1] if before else Decimal(0))
    return max(Decimal(0), gained) / PACE_DAYS
