"""What tests of broadcasts need: village groups, and an officer who walks through the talk."""

from __future__ import annotations

from storage import chats
from tests.support.people import Group, Heard, Person
from tests.support.running import Town


async def village_group(town: Town, village: str) -> Group:
    """A village's group with the bot in it."""
    group = await town.api.group(f"{village}群", town.officer, with_bot=False)
    await town.officer.adds(None, group)
    await group.hears("大家好")
    async with town.bot.database.reading() as connection:
        found = await chats.find_group(connection, group.id)
    assert found is not None
    assert found.area_id == village
    return group


async def prepared(
    officer: Person, who: str = "各村的群", areas: str = "所有村", text: str = "明天不办公"
) -> Heard:
    """/broadcast up to the last question; what the officer is asked there."""
    await officer.says("/broadcast")
    await officer.hears("群发给谁")
    await officer.presses(who)
    await officer.hears("发给哪些村")
    await officer.presses(areas)
    await officer.hears("发什么")
    await officer.says(text)
    await officer.hears("下面")
    await officer.hears()  # the preview
    return await officer.hears("发给")
