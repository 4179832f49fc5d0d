"""Days that pass at the press of a button: the common clock moves, and the scheduler looks at every one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta

from bot.clock import Clock

Tick = Callable[[datetime], Awaitable[None]]

MORNING = time(9, 0)
EVENING = time(20, 30)
# before a far day only its last week is lived through; the time before is skipped
LIVED_DAYS = 7


class Days:
    """Moves `clock`; at every stop `tick` is called and `on_moved` told."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._moving = asyncio.Lock()
        self._is_over = False
        self.tick: Tick = _nobody_ticks
        self.on_moved: Callable[[datetime], None] = _nobody_is_told

    async def live_until(self, day: date) -> None:
        """Goes to the morning of a later day, evening by evening and morning by morning."""
        async with self._moving:
            for moment in stops(self._clock(), day):
                if self._is_over:
                    return
                self._clock.set(moment)
                await self.tick(moment)
                self.on_moved(moment)

    async def end(self) -> None:
        """No day passes any more; returns when nobody looks at the clock."""
        self._is_over = True
        async with self._moving:
            return


def stops(now: datetime, day: date) -> list[datetime]:
    """The moments at which one stops on the way from now to the morning of `day`, in order."""
    first = max(now.date(), day - timedelta(days=LIVED_DAYS))
    count = (day - first).days
    lived = [first + timedelta(days=n) for n in range(count + 1)]
    moments = [datetime.combine(one, at, now.tzinfo) for one in lived for at in (MORNING, EVENING)]
    return [moment for moment in moments if moment > now and (moment.date(), moment.time()) <= (day, MORNING)]


async def _nobody_ticks(_now: datetime) -> None:
    """Until the bot is there, nobody looks at the clock."""


def _nobody_is_told(_now: datetime) -> None:
    """Until there is a page."""
