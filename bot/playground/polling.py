"""getUpdates: the long poll, with one poller at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.playground.errors import ApiError, conflict
from bot.playground.updates import Updates

Json = dict[str, Any]

MAX_BATCH = 100
MAX_TIMEOUT = 50


class Polling:
    """The bot's end of `updates`; `on_wait` is called whenever a poller begins to wait. A second poller ends the first one's wait with 409, as on Telegram."""

    def __init__(self, updates: Updates, on_wait: Callable[[], None]) -> None:
        self._updates = updates
        self._on_wait = on_wait
        self._waiting: asyncio.Future[None] | None = None

    async def get_updates(self, params: Json) -> list[Json]:
        """What getUpdates answers; waits up to `timeout` seconds and wakes at once for the first update."""
        self.end_wait(
            conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        )
        if "allowed_updates" in params:
            self._updates.allow(params["allowed_updates"])
        self._updates.confirm(params.get("offset", 0))
        limit = min(max(params.get("limit", MAX_BATCH), 1), MAX_BATCH)
        timeout = min(max(params.get("timeout", 0), 0), MAX_TIMEOUT)
        if not len(self._updates) and timeout:
            await self._wait(timeout)
        again = self._updates.take_again(limit)
        return again + self._updates.first(limit - len(again))

    @property
    def waits(self) -> bool:
        """Is somebody waiting for updates now?"""
        return self._waiting is not None and not self._waiting.done()

    def end_wait(self, reason: ApiError) -> None:
        """Whoever waits gets this error instead of updates."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(reason)

    async def _wait(self, seconds: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self._on_wait()

        def wake() -> None:
            if not waiting.done():
                waiting.set_result(None)

        stop_listening = self._updates.on_change(wake)
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            stop_listening()
