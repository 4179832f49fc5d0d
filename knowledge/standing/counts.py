"""Three counts that must agree: people in the tallies, people in the imported payments, yuan in the bank.

A difference is judged by the notice's own tolerance where it has one (西岩 附件3二（二）2: one in a thousand);
without one it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from knowledge.pack import Pack
from knowledge.schema.staff import PointsAndFunds

THOUSAND = Decimal(1000)


class LookAt(StrEnum):
    """What a difference most likely is, and so what to look at first."""

    NOT_ENTERED = "not_entered"  # reported, but not in the system
    NOT_REPORTED = "not_reported"  # in the system (paid by phone), but never reported
    NOT_BANKED = "not_banked"  # yuan reported, but not in the bank
    OVER_BANKED = "over_banked"  # more banked than reported


@dataclass(frozen=True, slots=True)
class Counts:
    """A village's three counts. None: nothing of the kind is known (no import yet, no deposit asked for)."""

    area_id: str
    name: str
    reported_persons: int
    reported_amount: Decimal
    entered_persons: int | None
    entered_amount: Decimal | None
    banked_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The counts with their differences.

    `persons_apart` is reported less entered, `amount_apart` reported yuan less banked; `per_mille` the largest
    of both in thousandths of what was reported; `within` None where the notice sets no tolerance.
    """

    counts: Counts
    persons_apart: int | None
    amount_apart: Decimal | None
    per_mille: Decimal
    within: bool | None
    look_at: LookAt | None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Thousandths by which the counts may differ, and where the notice says so."""

    per_mille: int
    clause: str


def tolerance_of(pack: Pack) -> Tolerance | None:
    """The notice's tolerance, None where it prints none."""
    if not isinstance(pack.staff.assessment, PointsAndFunds):
        return None
    for item in pack.staff.assessment.items:
        if item.tolerance_per_mille is not None:
            return Tolerance(item.tolerance_per_mille, item.clause)
    return None


def compared(counts: Counts, tolerance: Tolerance | None) -> Comparison:
    """One village's counts side by side."""
    persons_apart = (
        None if counts.entered_persons is None else counts.reported_persons - counts.entered_persons
    )
    amount_apart = None if counts.banked_amount is None else counts.reported_amount - counts.banked_amount
    persons = _share(persons_apart, counts.reported_persons)
    amount = _share(amount_apart, counts.reported_amount)
    worst = max(persons, amount)
    look_at = _look_at(persons_apart, amount_apart, by_persons=persons >= amount)
    within = None if tolerance is None else worst <= tolerance.per_mille
    return Comparison(counts, persons_apart, amount_apart, worst, within, look_at)


def _share(apart: int | Decimal | None, of: int | Decimal) -> Decimal:
    """The difference in thousandths; all of it where nothing was reported."""
    if not apart:
        return Decimal(0)
    return abs(Decimal(apart)) * THOUSAND / of if of else THOUSAND


def _look_at(persons: int | None, amount: Decimal | None, *, by_persons: bool) -> LookAt | None:
    if by_persons and persons:
        return LookAt.NOT_ENTERED if persons > 0 else LookAt.NOT_REPORTED
    if amount:
        return LookAt.NOT_BANKED if amount > 0 else LookAt.OVER_BANKED
    return None


def worst_first(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """What to look at first: the largest difference in thousandths, then in people."""
    return sorted(comparisons, key=lambda c: (-c.per_mille, -abs(c.persons_apart or 0), c.counts.name))


def shown_per_mille(value: Decimal) -> str:
    """Thousandths for reading: 1.3‰."""
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP)}‰"
