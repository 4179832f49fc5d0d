"""A made-up village for the page: two residents, a clerk, an officer, a group, and the parrot for a bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.demo.days import Days
from bot.playground import people
from bot.playground.actors import Chat, User
from bot.playground.page_api import Page
from bot.playground.scene import Column, Scene, Screen, Speaker, Suggestion
from bot.playground.server import Playground
from tests.page.parrot import parrot

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2021, 10, 20, 9, 5)
DEADLINE = date(2021, 12, 31)


@dataclass(slots=True)
class Village:
    """The running server and whom the tests look at."""

    root: str
    playground: Playground
    page: Page
    aunt: User
    uncle: User
    clerk: User
    officer: User
    group: Chat
    ticks: list[datetime]


def _screen(key: str, user: User, role: str, about: str, *questions: str) -> Screen:
    suggestions = tuple(Suggestion(text) for text in questions)
    return Screen(
        key, user.id, user.first_name, role, about, (Speaker(user.id, user.first_name),), suggestions
    )


@asynccontextmanager
async def running_village() -> AsyncIterator[Village]:
    """Server, page and parrot for the length of the block."""
    clock = Clock(SHANGHAI, NOW)
    days = Days(clock)
    page = Page(days.live_until, SHANGHAI)
    playground = Playground(clock=clock, more=page.routes)
    world = playground.world
    world.profile.reads_all = True
    days.on_moved = page.tells_time(world)
    ticks: list[datetime] = []

    async def tick(now: datetime) -> None:
        ticks.append(now)

    days.tick = tick
    aunt, uncle, clerk, officer = (
        world.add_user(name, language_code="zh-hans") for name in ("李大妈", "王叔", "村专干", "镇医保办")
    )
    async with playground.serving() as root, parrot(playground.token, root):
        everyone = (aunt, uncle, clerk, officer)
        group = people.create_group(world, "华升社区医保群", officer, [world.bot, aunt, uncle, clerk])
        page.scene = Scene(
            "西岩镇",
            2022,
            DEADLINE,
            (
                Column(
                    "居民",
                    (
                        _screen("aunt", aunt, "居民", "住华升社区，家里四口", "今年交多少钱", "图", "按钮"),
                        _screen("uncle", uncle, "居民", "家里有一个低保", "低保户交多少钱"),
                    ),
                ),
                Column(
                    "村群",
                    (
                        Screen(
                            "group",
                            group.id,
                            group.title,
                            "群",
                            "四个人和机器人",
                            tuple(Speaker(user.id, user.first_name) for user in (aunt, uncle, clerk)),
                            (
                                Suggestion("@canbao_bot 交到几号", by=aunt.id),
                                Suggestion("晚上打牌不", by=uncle.id),
                            ),
                        ),
                    ),
                ),
                Column(
                    "村专干", (_screen("clerk", clerk, "专干", "华升社区的医保专干", "今天收了12户38人"),)
                ),
                Column(
                    "镇里", (_screen("officer", officer, "镇里", "镇医保办的工作人员", "/progress", "邀请"),)
                ),
            ),
        )
        for person in everyone:
            people.start(world, person)
        yield Village(root, playground, page, aunt, uncle, clerk, officer, group, ticks)
