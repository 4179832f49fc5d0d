"""`canbao demo`: the playground, to chat with the bot in the browser without a token or a network."""

from __future__ import annotations

import asyncio
import importlib
import signal
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

import typer

from bot.demo.stage import Stage, staged
from bot.logs import set_up_logs
from bot.playground.server import LOOPBACK, TOKEN
from bot.settings import Settings, read_settings

app = typer.Typer(add_completion=False)

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only compared with what the person asked for


async def _serve(settings: Settings, port: int, host: str) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with staged(settings, port=port, host=host) as stage:
        address = stage.root.replace(host, LOOPBACK) if host in EVERYWHERE else stage.root
        typer.echo(f"演示开好了，用浏览器打开 {address} 就能和机器人说话；按 Ctrl+C 结束。")
        async with await _performance(stage, settings):
            await stop.wait()


async def _performance(stage: Stage, settings: Settings) -> AbstractAsyncContextManager[Any]:
    """The bot's own modules take a second to load; meanwhile the page is there and says so."""
    module = await asyncio.to_thread(importlib.import_module, "bot.demo.demonstration")
    performance: AbstractAsyncContextManager[Any] = module.performing(stage, settings)
    return performance


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="port of the page", min=0, max=65535)] = 8080,
    host: Annotated[
        str, typer.Option(help="address to listen on; 0.0.0.0 to try it from a phone in the same network")
    ] = LOOPBACK,
) -> None:
    """Start the playground and print its address; everything in it is invented and forgotten at the end."""
    settings = read_settings()
    set_up_logs("ERROR", TOKEN)
    asyncio.run(_serve(settings, port, host))
