"""The township's way through the season, day by day: for a line with its forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.standing.model import VillageDay


@dataclass(frozen=True, slots=True)
class Point:
    """Persons paid by the end of a day, over all villages."""

    day: date
    persons: int


def trend(days: Iterable[VillageDay], starts_on: date, until: date) -> list[Point]:
    """A point for each day; a village that is silent keeps its last total."""
    changes: dict[date, int] = {}
    last: dict[str, int] = {}
    for day in sorted(days, key=lambda day: day.day):
        gained = day.totals.persons - last.get(day.area_id, 0)
        last[day.area_id] = day.totals.persons
        at = max(day.day, starts_on)
        changes[at] = changes.get(at, 0) + gained
    points: list[Point] = []
    persons = 0
    for number in range((until - starts_on).days + 1):
        at = starts_on + timedelta(days=number)
        persons += changes.get(at, 0)
        points.append(Point(at, persons))
    return points


def forecast_line(today: Point, ends_on: date, persons_then: int) -> list[Point]:
    """The straight way from today to what is expected at the deadline; empty once it is past."""
    if ends_on <= today.day:
        return []
    return [today, Point(ends_on, persons_then)]
