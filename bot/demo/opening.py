"""On which morning the demonstration opens."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.pack import Pack

MORNING = time(9, 5)
# long enough after the opening for money to have come in, long enough before the deadline to see it approach
SHARE_OF_WINDOW = 0.4
SATURDAY = 5


def opening_moment(pack: Pack, zone: ZoneInfo) -> datetime:
    """A working morning inside the pack's collection window."""
    window = pack.main_window
    day = window.from_ + (window.until - window.from_) * SHARE_OF_WINDOW
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, zone)
