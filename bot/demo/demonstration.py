"""The unchanged bot comes on the stage, with a database of its own that is forgotten at the end."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.app import Bot, running
from bot.demo.stage import Stage
from bot.demo.town import settle
from bot.settings import Settings


@asynccontextmanager
async def performing(stage: Stage, settings: Settings) -> AsyncIterator[Bot]:
    """The bot answers for the length of the block; the page shows the town. Raises BotError."""
    with tempfile.TemporaryDirectory(prefix="canbao-demo-") as folder:
        async with running(_own_settings(settings, stage, Path(folder)), stage.clock) as bot:
            stage.days.tick = bot.scheduler.tick
            stage.page.scene = await settle(stage, bot, Path(folder))
            try:
                yield bot
            finally:
                await stage.days.end()


def _own_settings(settings: Settings, stage: Stage, folder: Path) -> Settings:
    """The deployment's settings, but with a bot, a server and a database that are the demonstration's own."""
    own = {
        "token": SecretStr(stage.playground.token),
        "api_url": stage.root,
        "database": f"sqlite+aiosqlite:///{folder}/canbao.sqlite3",
        "admins": (stage.officer.id,),
        "webhook_url": None,
    }
    return settings.model_copy(update=own)
