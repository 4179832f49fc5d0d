"""What has fallen due by now? Looks once in a while and puts it into the outbox; ticking twice sends once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

import structlog

from bot.duties import bulletin, cases, collection, reminders
from handlers.context import House
from storage import chats, marks, updates
from storage.database import Connection

log = structlog.get_logger("canbao.scheduler")

TICK_SECONDS = 20.0

# True: there is more to do at once, in a transaction of its own
Duty = Callable[[House, Connection, datetime], Awaitable[bool | None]]


async def forget_what_is_old(house: House, connection: Connection, now: datetime) -> None:
    """Old marks and answers serve nobody and are personal: they go."""
    await updates.forget_old_marks(connection, now)
    await chats.forget_old_answers(connection, now)


DUTIES: tuple[Duty, ...] = (
    forget_what_is_old,
    *collection.DUTIES,
    *cases.DUTIES,
    *reminders.DUTIES,
    *bulletin.DUTIES,
)


@dataclass(slots=True)
class Scheduler:
    """Runs every duty at each tick, each in its own transaction; long ones in several."""

    ALIVE: ClassVar[str] = "alive_at"
    house: House
    duties: tuple[Duty, ...] = field(default=DUTIES)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    # ticks never overlap: each finishes what it began with its own time
    _ticking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def stop(self) -> None:
        """`run` returns after the tick that it is in."""
        self._stopped.set()

    async def run(self) -> None:
        """Ticks until it is stopped; a duty that fails is logged and tried again at the next tick."""
        while not self._stopped.is_set():
            await self.tick(self.house.now())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), TICK_SECONDS)

    async def tick(self, now: datetime) -> None:
        """One look at the clock."""
        async with self._ticking:
            for duty in self.duties:
                try:
                    while await self._once(duty, now) and not self._stopped.is_set():
                        self.house.wake_delivery()
                except Exception as error:
                    log.error("duty failed", duty=duty.__name__, exc_info=error)
            async with self.house.database.transaction() as connection:
                await marks.set_mark(connection, self.ALIVE, now.isoformat())
        self.house.wake_delivery()

    async def _once(self, duty: Duty, now: datetime) -> bool:
        async with self.house.database.transaction() as connection:
            return bool(await duty(self.house, connection, now))
