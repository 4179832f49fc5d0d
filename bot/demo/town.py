"""Brings the cast to life: its village and reports in the bot's database, its chats, and the scene for the page."""

from __future__ import annotations

from pathlib import Path

from bot.app import Bot
from bot.demo.cast import GROUP, suggestion
from bot.demo.homes import SampleVillage
from bot.demo.reports import book_reports
from bot.demo.stage import Stage
from bot.playground import people
from bot.playground.actors import Chat
from bot.playground.scene import Column, Scene, Screen, Speaker, Suggestion
from knowledge.pack import Pack
from storage import staff

CLERK = "clerk"


async def settle(stage: Stage, bot: Bot, folder: Path) -> Scene:
    """The village is filled, everybody opens the bot, the clerk joins, the group is made; the page that shows
    them. `folder` is where the database is."""
    await _fill_village(stage, bot, folder)
    world = stage.playground.world
    for key, user in stage.users.items():
        people.start(world, user, await _payload(key, stage, bot))
    members = [stage.users[key] for key in stage.cast.group.members]
    group = people.create_group(world, stage.cast.group.title, stage.officer, [world.bot, *members])
    return _scene(stage, bot.house.pack, group)


async def _fill_village(stage: Stage, bot: Bot, folder: Path) -> None:
    village = SampleVillage(bot.house.pack, bot.clock())
    clerk = stage.users[CLERK]
    homes = {stage.users[key].id: one.home for key, one in stage.cast.people.items() if one.home}
    await village.load(bot, folder)
    await village.give_homes(bot, homes, clerk.id)
    await book_reports(bot, village, clerk.id, stage.officer.id)


async def _payload(key: str, stage: Stage, bot: Bot) -> str:
    """The clerk comes by an invitation link, as on Telegram."""
    if key != CLERK:
        return ""
    area = bot.house.pack.reporting_areas[0]
    async with bot.database.transaction() as connection:
        token = await staff.add_invitation(connection, area.id, stage.officer.id, bot.clock())
    return f"j_{token}"


def _scene(stage: Stage, pack: Pack, group: Chat) -> Scene:
    columns = tuple(
        Column(column.title, tuple(_screen(stage, key, group) for key in column.screens))
        for column in stage.cast.columns
    )
    return Scene(pack.place, pack.year, pack.main_window.until, columns)


def _screen(stage: Stage, key: str, group: Chat) -> Screen:
    if key == GROUP:
        return _group_screen(stage, group)
    user, persona = stage.users[key], stage.cast.people[key]
    return Screen(
        key,
        user.id,
        persona.name,
        persona.role,
        persona.about,
        (Speaker(user.id, persona.name),),
        tuple(suggestion(ask) for ask in persona.asks),
    )


def _group_screen(stage: Stage, group: Chat) -> Screen:
    shown = stage.cast.group
    speakers = tuple(Speaker(stage.users[key].id, stage.cast.people[key].name) for key in shown.members)
    asks = tuple(Suggestion(ask.text, by=stage.users[ask.by].id) for ask in shown.asks)
    return Screen(GROUP, group.id, shown.title, shown.role, shown.about, speakers, asks)
