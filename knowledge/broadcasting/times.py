"""When a broadcast shall go out, as an officer says it: 今天18点, 明天上午9点半, 12月30日 08:00."""

from __future__ import annotations

import re
from datetime import datetime, time

from knowledge.spoken_dates import find_days
from knowledge.text import normalise

_TIME = re.compile(
    r"(?P<part>上午|早上|中午|下午|晚上|傍晚)?\s?(?P<h>\d{1,2})\s?(?:[:点时])\s?(?P<m>\d{1,2}|半)?"
)
_LATER_HALF = ("下午", "晚上", "傍晚")


def moment_in(text: str, now: datetime) -> datetime | None:
    """The moment that a text names, in the zone of `now`; None where it names no hour. A past one is returned too."""
    plain = normalise(text)
    found = _TIME.search(plain)
    if found is None:
        return None
    hour, minute = int(found["h"]), 30 if found["m"] == "半" else int(found["m"] or 0)
    if found["part"] in _LATER_HALF and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    days = find_days(plain[: found.start()] + " " + plain[found.end() :], now.date(), "near")
    day = days[0].day if days else now.date()
    return datetime.combine(day, time(hour, minute), now.tzinfo)
