"""A whole town for conversation tests: the local Bot API server and the real Application over real HTTP.

async def test_…(town: Town) -> None:            # fixture in tests/conftest.py: 西岩镇, 2021-11-22 09:00
    resident = await town.resident("李大妈")
    await resident.says("今年交多少钱")
    await resident.hears("320")
    clerk = await town.clerk("华升专干", "华升社区")     # has joined by an invitation link
    officer = town.officer                               # township staff, an admin
    await town.restarts()                                # the bot process goes down and comes up again
    town.set_now(datetime(2021, 12, 30, 9))              # moves the bot's and the server's clock
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import Bot, running
from bot.logs import set_up_logs
from bot.pace import BOUNDLESS, Allowance, Pace
from bot.settings import Settings
from storage import staff
from tests.support.bot_api import LocalBotApi, local_bot_api
from tests.support.databases import new_database
from tests.support.people import Person

NOW = datetime(2021, 11, 22, 9, 0)


class Town:
    """Server, bot and people. `settings` are those that the bot started with."""

    def __init__(self, api: LocalBotApi, officer: Person, settings: Settings, allowance: Allowance) -> None:
        self.api = api
        self.officer = officer
        self.settings = settings
        self._allowance = allowance
        self._stack = AsyncExitStack()
        self._bot: Bot | None = None

    @property
    def bot(self) -> Bot:
        """The running bot: its database, house, delivery, scheduler."""
        assert self._bot is not None, "the bot is down"
        return self._bot

    async def starts(self) -> None:
        """The bot comes up."""
        self._bot = await self._stack.enter_async_context(
            running(self.settings, self.api.playground.clock, Pace(self._allowance))
        )

    async def stops(self) -> None:
        """The bot goes down gracefully."""
        self._bot = None
        await self._stack.aclose()

    async def restarts(self) -> None:
        """Down and up again, on the same database."""
        await self.stops()
        await self.starts()

    def set_now(self, moment: datetime) -> None:
        """Moves the one clock of server and bot."""
        self.api.set_now(moment)

    async def ticks(self) -> None:
        """The scheduler looks once at the clock."""
        await self.bot.scheduler.tick(self.bot.clock())

    async def resident(self, name: str, **details: Any) -> Person:
        """Somebody who has opened the bot."""
        return await self.api.user(name, **details)

    async def clerk(self, name: str, *villages: str) -> Person:
        """A village clerk, joined by invitation links."""
        person = await self.api.user(name)
        pack = self.bot.house.pack
        for village in villages:
            area = next(a for a in pack.reporting_areas if village in (a.name, a.id, *a.aliases))
            await self._join(person, area.id)
        return person

    async def colleague(self, name: str) -> Person:
        """Another officer of the township, joined by an invitation link."""
        person = await self.api.user(name)
        await self._join(person, staff.TOWNSHIP)
        return person

    async def _join(self, person: Person, area_id: str) -> None:
        async with self.bot.database.transaction() as connection:
            token = await staff.add_invitation(connection, area_id, self.officer.id, self.bot.clock())
        await person.starts(f"j_{token}")
        await person.hears("您已经是")


@asynccontextmanager
async def running_town(
    folder: Path,
    *,
    now: datetime = NOW,
    pack: str = "xiyan-2022",
    reads_all: bool = True,
    allowance: Allowance = BOUNDLESS,
    **settings: Any,
) -> AsyncIterator[Town]:
    """A town with a running bot; its database is in `folder`. Further settings by their field names.

    The local server has no rates unless a test sets them: only then the bot need keep to an `allowance`.
    """
    set_up_logs("ERROR", None)
    async with local_bot_api(now=now, reads_all=reads_all) as api:
        officer = await api.user("镇医保办")
        values = {
            "token": api.token,
            "api_url": api.url,
            "database": new_database(folder / "town.sqlite3"),
            "pack": pack,
            "admins": str(officer.id),
            **settings,
        }
        town = Town(api, officer, Settings(_env_file=None, **values), allowance)
        await town.starts()
        try:
            yield town
        finally:
            await town.stops()
