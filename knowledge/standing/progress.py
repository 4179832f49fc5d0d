"""Progress of villages and of the township: rate, still missing, needed a day, forecast, rank, light.

Rates are exact fractions of the target. Without a target there is no rate, and what follows from it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from knowledge.pack import Pack
from knowledge.rules.assessment import ranks, rate_of
from knowledge.rules.simulation import pace
from knowledge.standing.model import Totals

WEEK = timedelta(days=7)


class Light(StrEnum):
    """Traffic light by the notice's required rate."""

    GREEN = "green"  # reached
    AMBER = "amber"  # will be reached by the deadline at the pace of the last week
    RED = "red"


@dataclass(frozen=True, slots=True)
class VillageInput:
    """A village's totals now and a week ago, and what it has to reach; `headcount` bounds the forecast."""

    area_id: str
    name: str
    target: int | None
    headcount: int | None
    now: Totals
    week_ago: Totals


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a village or the township stands.

    `gained` persons in the last seven days; `missing` to the target, `missing_to_required` to the notice's
    rate; `needed_a_day` to the target by the deadline (None once it is past); `forecast` persons at the
    deadline at last week's pace; `rank` and `rank_before` (a week ago) by rate, from 1; None for the township
    and where there is no target.
    """

    area_id: str
    name: str
    target: int | None
    totals: Totals
    gained: int
    rate: Fraction | None
    rate_before: Fraction | None
    missing: int | None
    missing_to_required: int | None
    needed_a_day: int | None
    forecast: int
    forecast_rate: Fraction | None
    light: Light | None
    rank: int | None = None
    rank_before: int | None = None

    @property
    def climbed(self) -> int | None:
        """Places gained since last week; negative for places lost."""
        if self.rank is None or self.rank_before is None:
            return None
        return self.rank_before - self.rank


def required_percent(pack: Pack) -> int:
    """The rate that the notice requires of a village, in percent."""
    rates = [rate for rate in pack.staff.rates if rate.group == "all"]
    return next((rate.percent for rate in rates if rate.id == "required"), rates[0].percent)


def progress_of(village: VillageInput, pack: Pack, today: date) -> Progress:
    """Where one village stands, without its rank."""
    paid, target = village.now.persons, village.target
    gained = paid - village.week_ago.persons
    to_target = pace(pack, target or 0, paid, today)
    forecast = _forecast(village, gained, to_target.days_left)
    needed = None if target is None else people_for(required_percent(pack), target)
    return Progress(
        village.area_id,
        village.name,
        target,
        village.now,
        gained,
        rate_of(paid, target),
        rate_of(village.week_ago.persons, target),
        None if target is None else to_target.missing,
        None if needed is None else max(0, needed - paid),
        None if target is None else to_target.a_day,
        forecast,
        rate_of(forecast, target),
        None if needed is None else _light(paid, forecast, needed),
    )


def people_for(percent: int, target: int) -> int:
    """The fewest persons that make so many percent of a target."""
    return -(-percent * target // 100)


def _light(paid: int, forecast: int, needed: int) -> Light:
    if paid >= needed:
        return Light.GREEN
    return Light.AMBER if forecast >= needed else Light.RED


def _forecast(village: VillageInput, gained: int, days_left: int) -> int:
    """Persons at the deadline if the days left bring what the days of the last week brought."""
    paid = village.now.persons
    expected = paid + max(0, gained) * days_left // WEEK.days
    return expected if village.headcount is None else max(paid, min(expected, village.headcount))


def ranked(villages: Iterable[Progress]) -> list[Progress]:
    """The villages by rate, the best first, with their ranks now and a week ago; equal rates share a rank."""
    known = list(villages)
    now = ranks([village.rate for village in known])
    before = ranks([village.rate_before for village in known])
    placed = [
        replace(village, rank=rank, rank_before=rank_before)
        for village, rank, rank_before in zip(known, now, before, strict=True)
    ]
    return sorted(placed, key=lambda p: (p.rank is None, p.rank or 0, -p.totals.persons))


def township_of(villages: Sequence[VillageInput], pack: Pack, today: date) -> Progress:
    """All villages as one; it has a target only where every village has one."""
    whole = VillageInput(
        pack.area_tree.root.id or pack.area_tree.root.name,
        pack.place,
        _sum_of_all(village.target for village in villages),
        _sum_of_all(village.headcount for village in villages),
        all_of(village.now for village in villages),
        all_of(village.week_ago for village in villages),
    )
    return progress_of(whole, pack, today)


def _sum_of_all(numbers: Iterable[int | None]) -> int | None:
    """The sum, None where one of them is unknown or there is none."""
    several = list(numbers)
    known = [number for number in several if number is not None]
    return sum(known) if known and len(known) == len(several) else None


def all_of(parts: Iterable[Totals]) -> Totals:
    """The sum of totals."""
    several = list(parts)
    return Totals(
        sum(part.persons for part in several),
        sum(part.households for part in several),
        sum((part.amount for part in several), Decimal(0)),
        sum((part.deposit for part in several), Decimal(0)),
    )
