"""Updates are kept before Telegram may forget them.

python-telegram-bot confirms an update with its next request for more, long before it is handled; a bot that is
killed in between would never see it again. So the queue between the two writes each update down first. What is
handled goes (with its mark, in bot/updates.py); what is left at the next start is handled then.
"""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.clock import Clock
from storage import updates
from storage.database import Database


class Inbox(asyncio.Queue[object]):
    """The Application's update queue: `put` returns once the update is safe."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__()
        self._database = database
        self._clock = clock

    async def put(self, item: object) -> None:
        """Keeps an update and queues it; other things (the Application's own signals) are only queued."""
        if isinstance(item, Update):
            async with self._database.transaction() as connection:
                await updates.keep(connection, item.update_id, item.to_dict(), self._clock())
        await super().put(item)

    async def recall(self, bot: ExtBot[Any]) -> int:
        """At start: queues again what was received and never handled; how many there were."""
        async with self._database.transaction() as connection:
            kept = await updates.list_kept(connection)
        for content in kept:
            update = Update.de_json(content, bot)
            self.put_nowait(update)
        return len(kept)
