"""Puts the small Telegram together and serves it; alone, inside `canbao demo`, or inside a test.

async with Playground().serving(port=0) as root:
    ...  # CANBAO_API_URL is root
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from bot.clock import Clock
from bot.errors import BadInput
from bot.playground import control_api, http, people_api
from bot.playground.actors import User
from bot.playground.bot_api import BotApi
from bot.playground.faults import Faults
from bot.playground.one_write import OneWriteProtocol
from bot.playground.rates import Limits, Rates
from bot.playground.world import World

TOKEN = "1000000:playground"  # noqa: S105
BOT_ID = 1_000_000
LOOPBACK = "127.0.0.1"


def _nothing_more(_world: World) -> Sequence[BaseRoute]:
    return ()


class Playground:
    """One World with its two faces. `more` makes further routes over it, such as the page's own."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "canbao_bot",
        name: str = "参保助手",
        clock: Clock | None = None,
        limits: Limits | None = None,
        more: Callable[[World], Sequence[BaseRoute]] = _nothing_more,
        webhook_pause: float = 1.0,
    ) -> None:
        self.token = token
        self.clock = clock or Clock(ZoneInfo("Asia/Shanghai"))
        bot = User(int(token.split(":")[0]), name, username=username, is_bot=True)
        self.world = World(bot, self.clock)
        self.rates = Rates(limits)
        self.faults = Faults()
        self.bot_api = BotApi(
            self.world, token, rates=self.rates, faults=self.faults, webhook_pause=webhook_pause
        )
        people_routes = [
            *people_api.routes(self.world, self.bot_api.closing),
            *control_api.routes(self.bot_api, self.clock.set),
        ]
        self._people = Starlette(routes=[Mount("/people", routes=people_routes), *more(self.world)])

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """ASGI: bots here, everything else to the people's side."""
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self.bot_api(scope, receive, send)
        else:
            await self._people(scope, receive, send)

    @contextlib.asynccontextmanager
    async def serving(self, port: int = 0, host: str = LOOPBACK) -> AsyncIterator[str]:
        """Serves until the block ends; gives the root address. Port 0: any free one. Raises BadInput for a
        port that is taken."""
        listening = listen(host, port)
        server = uvicorn.Server(_config(self))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[listening])
        try:
            yield f"http://{host}:{listening.getsockname()[1]}"
        finally:
            await self.bot_api.stop()
            await _close(server)

    async def serve_forever(self, port: int, host: str = LOOPBACK) -> None:
        """Serves until the process is told to stop. Raises BadInput for a port that is taken."""
        await uvicorn.Server(_config(self)).serve(sockets=[listen(host, port)])


async def _close(server: uvicorn.Server) -> None:
    """uvicorn's own shutdown sleeps in steps of a tenth of a second: too long for hundreds of tests."""
    for listener in server.servers:
        listener.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    if tasks := set(server.server_state.tasks):
        _, late = await asyncio.wait(tasks, timeout=1)
        for task in late:
            task.cancel()
    for connection in list(server.server_state.connections):
        connection.transport.abort()
    await asyncio.sleep(0)


def _config(app: Playground) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=OneWriteProtocol,
        ws="none",
        proxy_headers=False,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,
    )


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; raises BadInput for a port that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay (40 ms an answer) off only where the protocol is said to be TCP
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise BadInput(f"port {port} cannot be used: {error.strerror}") from error
    return listening
