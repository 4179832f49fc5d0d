"""`canbao sample`: a township of invented people in the pack's villages, with payments in progress."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.errors import BadInput
from bot.settings import Settings, read_settings
from knowledge.library import load_library
from knowledge.pack import Pack
from knowledge.sample.messy import messy_sheets
from knowledge.sample.people import sample_households
from knowledge.sample.plan import SamplePlan
from storage.database import open_database
from storage.keys import open_keys
from storage.sample import load_sample
from storage.spreadsheets.writing import plain_workbook

app = typer.Typer(add_completion=False)


@app.command()
def sample(
    persons: Annotated[
        int | None, typer.Option(min=1, help="How many; all of the notice's if not given")
    ] = None,
    villages: Annotated[str, typer.Option(help="Only these, with commas between")] = "",
    seed: Annotated[int, typer.Option(help="Another seed, other people")] = 1,
    messy_excel: Annotated[
        Path | None, typer.Option(help="Write a roster as townships have it instead of filling the database")
    ] = None,
) -> None:
    """Fill the database with invented people, or write a messy roster to try the import on."""
    settings = read_settings()
    pack = load_library().pack(settings.pack)
    names = [name.strip() for name in villages.replace("，", ",").split(",") if name.strip()]
    plan = SamplePlan.of(pack, _day(settings, pack), persons=persons, villages=names, seed=seed)
    if messy_excel is not None:
        _write(messy_excel, plain_workbook(messy_sheets(plan, sample_households(plan))))
        typer.echo(f"{messy_excel}")
        return
    counts = asyncio.run(_load(settings, plan))
    typer.echo(
        f"{pack.place}：{counts['households']}户{counts['persons']}人，"
        f"到{plan.on}为止缴了{counts['payments']}人。都是编的。"
    )


def _day(settings: Settings, pack: Pack) -> date:
    """Today inside the pack's time; else a day in the last third of its window."""
    today = Clock(settings.zone, settings.now)().date()
    window = pack.main_window
    return today if pack.covers(today) else window.from_ + (window.until - window.from_) * 2 // 3


async def _load(settings: Settings, plan: SamplePlan) -> Counter[str]:
    database = await open_database(settings.database)
    try:
        keys = await open_keys(database, settings.data_folder)
        return await load_sample(database, keys, plan, Clock(settings.zone, settings.now)())
    finally:
        await database.close()


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error
