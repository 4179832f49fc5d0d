"""A process that only empties an outbox, for tests that kill it: `python -m tests.support.sender_process DB URL TOKEN RATE`."""

from __future__ import annotations

import asyncio
import sys
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.delivery import Delivery
from bot.pace import Allowance, Pace
from storage.database import open_database
from tests.support.delivering import connected


async def send(database_url: str, url: str, token: str, rate: float) -> None:
    """Sends until it is killed."""
    database = await open_database(database_url)
    pace = Pace(Allowance(per_second=rate))
    async with connected(url, token, pace) as bot:
        await Delivery(bot, database, Clock(ZoneInfo("Asia/Shanghai")), pace).run()


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
