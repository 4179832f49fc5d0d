"""Keeps the boards of broadcasts up to date: looks every few seconds, edits only what has changed."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram.ext import ExtBot

from handlers.broadcast.board import refresh_all
from handlers.context import House

log = structlog.get_logger("canbao.boards")

EVERY_SECONDS = 3.0


@dataclass(slots=True)
class Boards:
    """Runs beside the delivery until it is stopped."""

    house: House
    bot: ExtBot[Any]
    every_seconds: float = EVERY_SECONDS
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """`run` returns after the look that it is in."""
        self._stopped.set()

    async def run(self) -> None:
        """Looks until it is stopped; what goes wrong is logged and tried again."""
        while not self._stopped.is_set():
            try:
                await refresh_all(self.house, self.bot)
            except Exception as error:
                log.error("boards not refreshed", exc_info=error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), self.every_seconds)
