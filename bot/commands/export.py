"""`canbao export NAME FILE.xlsx`: the township's spreadsheets without Telegram."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.errors import BadInput
from bot.offline import existing_database
from bot.settings import Settings, read_settings
from handlers.exports.listed import EXPORTS
from handlers.exports.source import Export, Source
from knowledge.library import load_library
from storage import audit
from storage.database import open_database

app = typer.Typer(add_completion=False)


async def _workbook(export: Export, settings: Settings) -> bytes:
    library = load_library()
    pack = library.pack(settings.pack)
    database = await open_database(settings.database)
    try:
        now = Clock(settings.zone, settings.now)()
        if export.is_personal:
            async with database.transaction() as connection:
                await audit.record_look(connection, None, f"export {export.name}", now)
        async with database.reading() as connection:
            return await export.workbook(Source(connection, pack, library.phrases, now))
    finally:
        await database.close()


@app.command(name="export")
def run(
    name: Annotated[str, typer.Argument(help="one of " + ", ".join(EXPORTS))],
    file: Annotated[Path, typer.Argument(help="the .xlsx file to write")],
) -> None:
    """Write a spreadsheet."""
    if name not in EXPORTS:
        raise BadInput(f"there is no export «{name}»: give one of {', '.join(EXPORTS)}")
    if file.suffix.lower() != ".xlsx":
        raise BadInput(f"{file}: the name must end in .xlsx")
    settings = read_settings()
    existing_database(settings.database)
    content = asyncio.run(_workbook(EXPORTS[name], settings))
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from error
    typer.echo(f"{file}: {len(content):,} bytes")
