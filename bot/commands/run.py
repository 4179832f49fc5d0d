"""`canbao run`: the bot on Telegram, or on whatever CANBAO_API_URL names."""

from __future__ import annotations

import asyncio
import signal

import typer

from bot.logs import set_up_logs
from bot.settings import Settings, read_settings

app = typer.Typer(add_completion=False)


async def _serve(settings: Settings) -> None:
    from bot.app import running  # slow to import: bad settings are told before

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with running(settings):
        await stop.wait()


@app.command()
def run() -> None:
    """Run the bot until it is told to stop (Ctrl-C)."""
    settings = read_settings()
    set_up_logs(settings.log_level, settings.token.get_secret_value() if settings.token else None)
    asyncio.run(_serve(settings))
