"""What the offline commands share: which pack, which day, which way of writing the result."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot.errors import BadInput
from bot.jsonl import Row, RowError
from knowledge.errors import UnknownPack
from knowledge.library import Library
from knowledge.pack import Pack

PackOption = Annotated[str | None, typer.Option("--pack", help="policy pack: an id or a folder")]
OnOption = Annotated[str | None, typer.Option("--on", help="the day, YYYY-MM-DD; today if not given")]
JsonOption = Annotated[bool, typer.Option("--json", help="print JSON")]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="a JSON object a line in and out")]


def chosen_pack(library: Library, pack: str | None) -> Pack:
    """The pack of an option, else of the settings."""
    if pack is None:
        from bot.settings import read_settings  # settings cost start-up time that --pack saves

        pack = read_settings().pack
    return library.pack(pack)


def row_pack(library: Library, row: Row, default: str | None) -> Pack:
    """The pack of a row, else the command's."""
    try:
        return chosen_pack(library, row.get("pack") or default)
    except UnknownPack as error:
        raise RowError(str(error)) from error


def today() -> date:
    """The day that the settings' clock shows."""
    from bot.settings import read_settings

    settings = read_settings()
    if settings.now is not None:
        return settings.now.date()
    return datetime.now(settings.zone).date()


def existing_database(url: str) -> str:
    """The URL of a database that is there; `BadInput` where its file is not."""
    from storage.database import file_of  # commands without a database do not pay for it

    path = file_of(url)
    if path is not None and not path.exists():
        raise BadInput(f"there is no database at {path} yet: run the bot or import a roster first")
    return url


def day_from(text: Any) -> date:
    """A day written YYYY-MM-DD; `BadInput` otherwise."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise BadInput(f"«{text}» is no day: write it like 2021-12-31") from None


def chosen_day(text: str | None) -> date:
    """The day of an option, else today."""
    return day_from(text) if text else today()


def row_day(row: Row, default: date | None) -> date:
    """The day of a row, else the command's."""
    if row.get("on") is None:
        return default or today()
    try:
        return day_from(row["on"])
    except BadInput as error:
        raise RowError(f"on: {error}") from error
