"""Days that pass at the press of a button."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.demo.days import Days, stops

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "day", "expected"),
    [
        (_at(10, 20, 9, 5), date(2021, 10, 21), [_at(10, 20, 20, 30), _at(10, 21, 9)]),
        (_at(10, 20, 21), date(2021, 10, 21), [_at(10, 21, 9)]),
        (_at(10, 20, 9), date(2021, 10, 20), []),
        (
            _at(10, 20, 9),
            date(2021, 10, 22),
            [_at(10, 20, 20, 30), _at(10, 21, 9), _at(10, 21, 20, 30), _at(10, 22, 9)],
        ),
    ],
    ids=["evening and morning", "late evening", "today", "two days"],
)
def test_one_stops_every_morning_and_evening(now: datetime, day: date, expected: list[datetime]) -> None:
    assert stops(now, day) == expected


def test_before_a_far_day_only_the_last_week_is_lived_through() -> None:
    passed = stops(_at(10, 20, 9), date(2021, 12, 31))
    assert passed[0] == _at(12, 24, 9)
    assert passed[-1] == _at(12, 31, 9)
    assert len(passed) == 15


async def test_at_the_end_no_further_day_passes() -> None:
    clock = Clock(SHANGHAI, _at(10, 20, 9))
    days, seen = Days(clock), []
    looking = asyncio.Event()

    async def tick(now: datetime) -> None:
        seen.append(now)
        looking.set()
        await asyncio.sleep(0)

    days.tick = tick
    moving = asyncio.create_task(days.live_until(date(2021, 10, 27)))
    await looking.wait()
    await days.end()
    await moving
    assert seen == [_at(10, 20, 20, 30)]


async def test_the_clock_stands_where_the_scheduler_looks() -> None:
    clock = Clock(SHANGHAI, _at(10, 20, 9))
    days, seen, told = Days(clock), [], []

    async def tick(now: datetime) -> None:
        seen.append((now, clock().replace(microsecond=0)))

    days.tick, days.on_moved = tick, told.append
    await days.live_until(date(2021, 10, 21))
    assert seen == [(_at(10, 20, 20, 30), _at(10, 20, 20, 30)), (_at(10, 21, 9), _at(10, 21, 9))]
    assert told == [_at(10, 20, 20, 30), _at(10, 21, 9)]
