"""Who reports when: the pack's own rhythm, who has not reported yet, how complete and how timely each village is.

A notice that publishes every Monday looks back on the week before it: the reports of Monday to Sunday count.
A notice without a rhythm asks nothing, so nobody is late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.pack import Pack

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often villages report. `weekday` (1 Monday to 7) is the day on which a week is made public."""

    every: Literal["week", "month"]
    weekday: int = 1
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days that one report stands for, both included."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Report:
    """That a village stated something for a day, and when it did so first."""

    day: date
    booked_on: date


@dataclass(frozen=True, slots=True)
class Reliability:
    """Reports of a village over closed periods, as health statistics show them: expected, given, given in time."""

    area_id: str
    expected: int
    given: int
    in_time: int

    @property
    def completeness(self) -> int | None:
        """Percent of the expected reports that were given."""
        return self.given * 100 // self.expected if self.expected else None

    @property
    def timeliness(self) -> int | None:
        """Percent of the expected reports that were given before their period ended."""
        return self.in_time * 100 // self.expected if self.expected else None


def rhythm_of(pack: Pack) -> Rhythm | None:
    """The shortest regular rhythm of the notice, None where it reports or publishes without one."""
    for every in ("week", "month"):
        for report in pack.staff.reports:
            if report.every == every:
                return Rhythm(report.every, report.weekday or 1, report.clause)
    return None


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The period in which a day lies."""
    if rhythm.every == "week":
        start = day - timedelta(days=(day.isoweekday() - rhythm.weekday) % 7)
        return Period(start, start + WEEK - DAY)
    start = day.replace(day=1)
    next_month = (start + timedelta(days=31)).replace(day=1)
    return Period(start, next_month - DAY)


def closed_periods(rhythm: Rhythm, starts_on: date, today: date) -> list[Period]:
    """The periods from a day on that are over."""
    periods = []
    period = period_of(rhythm, starts_on)
    while period.ends_on < today:
        periods.append(period)
        period = period_of(rhythm, period.ends_on + DAY)
    return periods


def reliability(area_id: str, reports: Iterable[Report], periods: Iterable[Period]) -> Reliability:
    """How many of the periods a village reported for, and for how many before they ended."""
    expected = given = in_time = 0
    known = list(reports)
    for period in periods:
        booked = [report.booked_on for report in known if report.day in period]
        expected += 1
        given += bool(booked)
        in_time += any(booked_on <= period.ends_on for booked_on in booked)
    return Reliability(area_id, expected, given, in_time)


def silent(area_ids: Iterable[str], last_days: Mapping[str, date], period: Period) -> list[str]:
    """The villages without a figure for the period; `last_days`: the last day that each has stated."""
    return [area for area in area_ids if last_days.get(area) is None or last_days[area] < period.starts_on]


def is_nudge_day(period: Period, today: date) -> bool:
    """Whether a clerk is reminded today: only on a period's last day."""
    return today == period.ends_on
