"""`canbao purge --year Y`: removes a past year's personal data for good."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.clock import Clock
from bot.errors import BadInput
from bot.settings import Settings, read_settings
from knowledge.library import load_library
from storage.database import open_database
from storage.purging import purge as purge_year
from storage.purging import wipe_free_space

app = typer.Typer(add_completion=False)


@app.command()
def purge(
    year: Annotated[int, typer.Option(help="Insurance year; earlier ones go with it")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing")] = False,
) -> None:
    """Remove payments of YEAR and before, people who have gone, and who looked at whom then."""
    settings = read_settings()
    _check_past(settings, year)
    if not yes and sys.stdin.isatty():
        typer.confirm(
            f"{year}年度和以前的缴费记录、已离开的人、查看记录会永久删除。先备份了吗？继续吗？", abort=True
        )
    for name, count in asyncio.run(_purge(settings, year)).items():
        typer.echo(f"{name}: {count}")


def _check_past(settings: Settings, year: int) -> None:
    pack = load_library().pack(settings.pack)
    today = Clock(settings.zone, settings.now)().date()
    is_open = year == pack.year and today <= pack.dates.covers_until
    if year >= today.year or year > pack.year or is_open:
        raise BadInput(f"--year {year}: only a year that is over can be purged")


async def _purge(settings: Settings, year: int) -> dict[str, int]:
    database = await open_database(settings.database)
    try:
        async with database.transaction() as connection:
            removed = dict(await purge_year(connection, year))
        await wipe_free_space(database)
        return removed
    finally:
        await database.close()
