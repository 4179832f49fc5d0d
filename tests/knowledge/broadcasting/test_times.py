"""When a broadcast shall go out, as officers say it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.broadcasting.times import moment_in

NOW = datetime(2021, 11, 22, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天18点", "2021-11-22T18:00"),
        ("下午3点半", "2021-11-22T15:30"),
        ("明天上午9点", "2021-11-23T09:00"),
        ("明天9点半发", "2021-11-23T09:30"),
        ("后天晚上7点20", "2021-11-24T19:20"),
        ("12月30日18点", "2021-12-30T18:00"),
        ("12月30日 08:00", "2021-12-30T08:00"),
        ("中午12点", "2021-11-22T12:00"),
        ("今天9点", "2021-11-22T09:00"),  # past: the talk says so
        ("明天", None),
        ("25点", None),
        ("尽快", None),
    ],
)
def test_a_moment(text: str, expected: str | None) -> None:
    found = moment_in(text, NOW)
    assert (found and found.strftime("%Y-%m-%dT%H:%M")) == expected
