"""Nobody is woken."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.reminding.quiet import QuietHours

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of December 2021."""
    return datetime(2021, 12, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(1, 8), False),
        (at(1, 7, 59, 59), True),
        (at(1, 20, 59, 29), False),
        (at(1, 20, 59, 30), True),  # what is claimed then would arrive after nine
        (at(1, 21), True),
        (at(1, 0), True),
        (at(1, 12), False),
    ],
)
def test_from_nine_to_eight(moment: datetime, quiet: bool) -> None:
    assert QuietHours(21, 8).covers(moment) is quiet


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(at(1, 22), at(2, 8)), (at(1, 3), at(1, 8)), (at(1, 20, 59, 45), at(2, 8)), (at(1, 9), at(1, 9))],
)
def test_the_next_open_moment(moment: datetime, expected: datetime) -> None:
    assert QuietHours(21, 8).next_open(moment) == expected


@pytest.mark.parametrize("hour", range(24))
def test_equal_hours_are_never_quiet(hour: int) -> None:
    assert not QuietHours(0, 0).covers(at(1, hour))


def test_a_rest_at_noon() -> None:
    noon = QuietHours(12, 14)
    assert [noon.covers(at(1, hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
