"""The packs' rhythms, who is silent, completeness and timeliness."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.standing.reporting import (
    Period,
    Report,
    Rhythm,
    closed_periods,
    is_nudge_day,
    period_of,
    reliability,
    silent,
)

MONDAYS = Rhythm("week", 1)
FRIDAYS = Rhythm("week", 5)
MONTHLY = Rhythm("month")


def days(first: tuple[int, int], last: tuple[int, int]) -> Period:
    return Period(date(2021, *first), date(2021, *last))


@pytest.mark.parametrize(
    ("rhythm", "day", "period"),
    [
        (MONDAYS, date(2021, 11, 22), days((11, 22), (11, 28))),  # a Monday begins the week
        (MONDAYS, date(2021, 11, 21), days((11, 15), (11, 21))),
        (FRIDAYS, date(2021, 11, 25), days((11, 19), (11, 25))),
        (MONTHLY, date(2021, 11, 30), days((11, 1), (11, 30))),
        (MONTHLY, date(2021, 12, 1), days((12, 1), (12, 31))),
    ],
)
def test_the_period_of_a_day(rhythm: Rhythm, day: date, period: Period) -> None:
    assert period_of(rhythm, day) == period


@pytest.mark.parametrize(
    ("rhythm", "starts_on", "today", "count"),
    [
        (MONDAYS, date(2021, 9, 1), date(2021, 9, 5), 0),  # Sunday: the first week still runs
        (MONDAYS, date(2021, 9, 1), date(2021, 9, 6), 1),
        (MONDAYS, date(2021, 9, 1), date(2021, 12, 31), 17),
        (MONTHLY, date(2021, 9, 1), date(2021, 12, 31), 3),
    ],
)
def test_only_closed_periods_are_expected(rhythm: Rhythm, starts_on: date, today: date, count: int) -> None:
    assert len(closed_periods(rhythm, starts_on, today)) == count


WEEKS = [days((11, 1), (11, 7)), days((11, 8), (11, 14)), days((11, 15), (11, 21))]


@pytest.mark.parametrize(
    ("reports", "given", "in_time", "completeness", "timeliness"),
    [
        ([], 0, 0, 0, 0),
        ([((11, 1), (11, 1)), ((11, 9), (11, 9)), ((11, 21), (11, 21))], 3, 3, 100, 100),
        ([((11, 1), (11, 8))], 1, 0, 33, 0),  # for the first week, but a day too late
        ([((11, 1), (11, 8)), ((11, 2), (11, 2))], 1, 1, 33, 33),  # one of two was in time
        ([((11, 22), (11, 22))], 0, 0, 0, 0),  # the running week is not judged
    ],
)
def test_completeness_and_timeliness(
    reports: list[tuple[tuple[int, int], tuple[int, int]]],
    given: int,
    in_time: int,
    completeness: int,
    timeliness: int,
) -> None:
    known = [Report(date(2021, *day), date(2021, *booked)) for day, booked in reports]
    found = reliability("v", known, WEEKS)
    assert (found.given, found.in_time) == (given, in_time)
    assert (found.completeness, found.timeliness) == (completeness, timeliness)


def test_before_the_first_period_is_over_nobody_is_judged() -> None:
    found = reliability("v", [], [])
    assert (found.completeness, found.timeliness) == (None, None)


def test_silent_is_who_has_stated_nothing_in_the_period() -> None:
    last = {"early": date(2021, 11, 14), "in_it": date(2021, 11, 15)}
    assert silent(["early", "in_it", "never"], last, WEEKS[2]) == ["early", "never"]


@pytest.mark.parametrize(("day", "expected"), [(20, False), (21, True), (22, False)])
def test_a_clerk_is_nudged_on_the_last_day_only(day: int, expected: bool) -> None:
    today = date(2021, 11, day)
    assert is_nudge_day(WEEKS[2], today) is expected
