"""`python -m bot.playground --port N`: the local Bot API server alone."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import Annotated

import typer

from bot.errors import BadInput
from bot.playground.rates import Limits
from bot.playground.server import LOOPBACK, TOKEN, Playground

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="port to listen on")] = 8081,
    host: Annotated[str, typer.Option(help="address to listen on")] = LOOPBACK,
    token: Annotated[str, typer.Option(help="the token that the bot uses")] = TOKEN,
    username: Annotated[str, typer.Option(help="the bot's user name")] = "canbao_bot",
    rates: Annotated[bool, typer.Option(help="refuse what is over Telegram's documented rates")] = True,
    reads_all: Annotated[bool, typer.Option(help="privacy mode off: the bot reads whole groups")] = False,
) -> None:
    """A local Bot API server: bots at /bot<token>/METHOD, people at /people/…"""
    number, colon, _ = token.partition(":")
    if not (number.isdecimal() and colon):
        raise typer.BadParameter("a token looks like 1000000:playground", param_hint="--token")
    playground = Playground(token=token, username=username, limits=Limits() if rates else None)
    playground.world.profile.reads_all = reads_all
    sys.stdout.write(
        f"Bot API: http://{host}:{port}/bot{token}/getMe\nPeople:  http://{host}:{port}/people/state\n"
    )
    sys.stdout.flush()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(playground.serve_forever(port, host))
    except BadInput as error:
        sys.stderr.write(f"bot.playground: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    app()
