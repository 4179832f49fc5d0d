"""A delivery on its own: an outbox, the loop that empties it, and a local Bot API server that counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.pace import BOUNDLESS, Allowance, Pace, PacedRequests
from bot.playground.rates import Limits
from bot.transport import request
from storage.database import Database, open_database
from storage.outbox import Lane, Outgoing, add_messages
from tests.support.bot_api import LocalBotApi, local_bot_api
from tests.support.databases import new_database


@asynccontextmanager
async def connected(url: str, token: str, pace: Pace) -> AsyncIterator[ExtBot[Any]]:
    """A bot that keeps to a pace."""
    bot: ExtBot[Any] = ExtBot(
        token,
        base_url=f"{url}/bot",
        request=request(),
        get_updates_request=request(2),
        rate_limiter=PacedRequests(pace),
    )
    async with bot:
        yield bot


class Post:
    """The outbox and its delivery, with the server on the other side."""

    def __init__(self, api: LocalBotApi, database: Database, delivery: Delivery) -> None:
        self.api = api
        self.database = database
        self.delivery = delivery
        self._running = asyncio.create_task(delivery.run())

    async def stops(self) -> None:
        """The delivery ends."""
        self.delivery.stop()
        await self._running

    async def queue(
        self, chats: Iterable[int], *, lane: Lane = Lane.BROADCAST, text: str = "通知", key: str = "b"
    ) -> None:
        """One message to each chat."""
        now = self.delivery.now()
        async with self.database.transaction() as connection:
            await add_messages(
                connection,
                [Outgoing(f"{key}:{chat}", chat, {"text": text}, lane=lane) for chat in chats],
                now,
            )
        self.delivery.wake()

    def delivered(self) -> int:
        """Messages that reached the server."""
        return self.api.playground.world.counters.deliveries.total()

    async def states(self) -> dict[str, int]:
        """How many rows are in which state."""
        async with self.database.reading() as connection:
            rows = await connection.exec_driver_sql(
                "SELECT state, count(*) AS number FROM outbox GROUP BY state"
            )
            return {row.state: row.number for row in rows}


@asynccontextmanager
async def post_office(
    folder: Path, *, allowance: Allowance = BOUNDLESS, limits: Limits | None = None
) -> AsyncIterator[Post]:
    """Server, database and a running delivery."""
    async with local_bot_api(limits=limits) as api:
        database = await open_database(new_database(folder / "outbox.sqlite3"))
        pace = Pace(allowance)
        async with connected(api.url, api.token, pace) as bot:
            post = Post(api, database, Delivery(bot, database, api.playground.clock, pace))
            try:
                yield post
            finally:
                await post.stops()
                await database.close()
