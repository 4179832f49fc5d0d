"""Quiet hours (免打扰时间): no message that nobody has asked for goes out by night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# what was claimed just before the evening begins is still in the air for some seconds
EVENING_MARGIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` o'clock in the evening to `ends` in the morning, local; equal hours: never quiet."""

    begins: int = 21
    ends: int = 8

    def covers(self, moment: datetime) -> bool:
        """Whether nobody may be disturbed at this local moment."""
        hour = (moment + EVENING_MARGIN).hour if self.begins > self.ends else moment.hour
        if self.begins > self.ends:
            return hour >= self.begins or moment.hour < self.ends
        return self.begins <= hour < self.ends

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself, or the next morning's first if it is quiet then."""
        if not self.covers(moment):
            return moment
        morning = moment.replace(hour=self.ends, minute=0, second=0, microsecond=0)
        return morning if morning >= moment else morning + timedelta(days=1)
