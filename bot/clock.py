"""The one clock of the process: real time, or a time that was set and runs on from there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(slots=True)
class Clock:
    """Call it for the present moment in the deployment's time zone."""

    zone: ZoneInfo
    starts_from: datetime | None = None
    _started: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        """The present moment, aware."""
        if self.starts_from is None:
            return datetime.now(self.zone)
        start = self.starts_from
        start = start.replace(tzinfo=self.zone) if start.tzinfo is None else start.astimezone(self.zone)
        return start + timedelta(seconds=time.monotonic() - self._started)

    def set(self, moment: datetime) -> None:
        """Moves the clock; it runs on from there. For the playground and for tests."""
        self.starts_from = moment
        self._started = time.monotonic()
