"""Updates that were received before a crash and never handled are handled at the next start, once."""

from __future__ import annotations

from storage import updates
from storage.database import open_database
from tests.support.running import Town


async def _kept(town: Town) -> list[int]:
    async with town.bot.database.transaction() as connection:
        return [content["update_id"] for content in await updates.list_kept(connection)]


async def test_a_received_update_is_handled_at_the_next_start(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await town.stops()
    await clerk.says("今天38人12160元")
    [received] = town.api.playground.world.updates.first(1)
    town.api.playground.world.updates.clear()  # the bot had fetched and so confirmed it
    database = await open_database(town.settings.database)
    async with database.transaction() as connection:
        await updates.keep(connection, received["update_id"], received, town.api.playground.clock())
    await database.close()
    await town.starts()
    await clerk.hears("记下了：华升社区今天38人")
    await town.restarts()
    await clerk.hears_nothing()


async def test_what_is_handled_is_not_kept(town: Town) -> None:
    resident = await town.resident("李大妈")
    await resident.says("/start")
    await resident.hears("您好")
    await town.api.settled()
    await town.restarts()
    assert await _kept(town) == []
