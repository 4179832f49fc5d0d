"""`canbao gaps`: what could not be answered, and the township's rulings as wordings for the next pack."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
import yaml

from bot.settings import Settings, read_settings
from knowledge.gaps import grouped
from storage import gaps
from storage.database import open_database

app = typer.Typer(no_args_is_help=True, add_completion=False)


async def _open_groups(settings: Settings) -> list[str]:
    database = await open_database(settings.database)
    async with database.reading() as connection:
        groups = grouped(await gaps.list_open(connection, settings.pack))
    await database.close()
    return [f"{group.times:4d}  {group.title}" for group in groups]


async def _tied(settings: Settings) -> dict[str, list[str]]:
    database = await open_database(settings.database)
    by_topic: dict[str, list[str]] = {}
    async with database.reading() as connection:
        for topic, question in await gaps.list_tied_questions(connection, settings.pack):
            by_topic.setdefault(topic, []).append(question)
    await database.close()
    return by_topic


@app.command("list")
def list_() -> None:
    """Questions that nobody has ruled on, how often each was asked."""
    for line in asyncio.run(_open_groups(read_settings())):
        typer.echo(line)


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="a YAML file; without it, standard output")] = None,
) -> None:
    """Questions that were tied to a topic, as wordings for knowledge/topics/."""
    text = yaml.safe_dump(asyncio.run(_tied(read_settings())), allow_unicode=True, sort_keys=True)
    if file is None:
        typer.echo(text, nl=False)
        return
    file.write_text(text, encoding="utf-8")
    typer.echo(f"{file}: review them and put each under its topic in knowledge/topics/")
