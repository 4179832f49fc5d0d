"""What if: how far to the next tier and what it is worth, people a day still needed, a streak about to break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from knowledge.pack import Pack
from knowledge.rules.assessment import funds_in_window, ranks
from knowledge.schema.staff import BurdenAndTaxShare, LastPlaces, PointsAndFunds


@dataclass(frozen=True, slots=True)
class NextTier:
    """`more` people bring a village to `percent` of its target; its work funds grow by `worth` yuan."""

    percent: int
    more: int
    worth: Decimal


def _heads_for(percent: int, target: int) -> int:
    return ceil(Fraction(percent * target, 100))


def next_tier(pack: Pack, target: int, paid: int) -> NextTier | None:
    """The next step of a village's work funds, beyond 100 % the next full point; None without such tiers."""
    rule = pack.staff.assessment
    if not isinstance(rule, PointsAndFunds) or target <= 0:
        return None
    now = Fraction(paid * 100, target)
    borders = sorted(tier.from_percent for tier in rule.funds.tiers)
    percent = next((border for border in borders if border > now), int(now) + 1)
    heads = _heads_for(percent, target)
    worth = max(funds_in_window(rule.funds, heads, target), Decimal(0)) - max(
        funds_in_window(rule.funds, paid, target), Decimal(0)
    )
    return NextTier(percent, heads - paid, worth)


@dataclass(frozen=True, slots=True)
class Pace:
    """People still missing for a rate, and how many a day until the window's last day (today included)."""

    missing: int
    days_left: int
    a_day: int | None


def pace(pack: Pack, target: int, paid: int, on: date, percent: int = 100) -> Pace:
    """How many people a day a village still needs; `a_day` is None once the window is over."""
    missing = max(_heads_for(percent, target) - paid, 0)
    first = max(on, pack.main_window.from_)
    days_left = max((pack.main_window.until - first).days + 1, 0)
    return Pace(missing, days_left, ceil(missing / days_left) if days_left else None)


@dataclass(frozen=True, slots=True)
class Streak:
    """An area's run among the last places: `times` months in a row, what that brings, and what comes next."""

    area: str
    times: int
    reached: LastPlaces | None
    next_step: LastPlaces | None


def _in_last_places(month: dict[str, Fraction], places: int) -> set[str]:
    if len(month) <= places:
        return set()
    names = list(month)
    order = ranks([-month[name] for name in names])
    return {name for name, place in zip(names, order, strict=True) if place is not None and place <= places}


def streaks(pack: Pack, months: Sequence[dict[str, Fraction]]) -> list[Streak]:
    """Runs among the last places at the end of `months` (oldest first, each area's rate), longest first.

    Empty for notices without such a rule.
    """
    rule = pack.staff.assessment
    if not isinstance(rule, BurdenAndTaxShare) or not months:
        return []
    last = [_in_last_places(month, rule.last_places[0].places) for month in months]
    found = []
    for area in sorted(last[-1]):
        times = 0
        for names in reversed(last):
            if area not in names:
                break
            times += 1
        reached = max((s for s in rule.last_places if s.times <= times), key=lambda s: s.times, default=None)
        coming = min((s for s in rule.last_places if s.times > times), key=lambda s: s.times, default=None)
        found.append(Streak(area, times, reached, coming))
    return sorted(found, key=lambda streak: -streak.times)
