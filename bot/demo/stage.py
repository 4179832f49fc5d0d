"""The stage: server, page, clock and cast, before the bot comes on. Loads quickly, so that the page is there at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.clock import Clock
from bot.demo.cast import Cast, cast_for
from bot.demo.days import Days
from bot.demo.opening import opening_moment
from bot.playground.actors import User
from bot.playground.page_api import Page
from bot.playground.server import LOOPBACK, Playground
from bot.settings import Settings
from knowledge.library import load_library

OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Stage:
    """What is there without a bot: `root` is the page's address, `users` the cast by their keys."""

    root: str
    playground: Playground
    page: Page
    clock: Clock
    days: Days
    cast: Cast
    users: dict[str, User]

    @property
    def officer(self) -> User:
        """Who may do everything; the bot knows her as an admin."""
        return self.users[OFFICER]


@asynccontextmanager
async def staged(settings: Settings, *, port: int, host: str = LOOPBACK) -> AsyncIterator[Stage]:
    """Serves the page for the length of the block. Raises BadInput for a port that is taken, UnknownPack."""
    pack = load_library().pack(settings.pack)
    clock = Clock(settings.zone, settings.now or opening_moment(pack, settings.zone))
    days = Days(clock)
    page = Page(days.live_until, settings.zone)
    playground = Playground(clock=clock, more=page.routes)
    world = playground.world
    world.profile.reads_all = True
    days.on_moved = page.tells_time(world)
    cast = cast_for(pack, world.bot.username)
    users = {key: world.add_user(one.name, language_code="zh-hans") for key, one in cast.people.items()}
    async with playground.serving(port, host) as root:
        yield Stage(root, playground, page, clock, days, cast, users)
