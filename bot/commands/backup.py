"""`canbao backup FILE`: a copy of the database while it is in use."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.settings import read_settings
from storage.backup import back_up

app = typer.Typer(add_completion=False)


@app.command()
def backup(file: Path) -> None:
    """Copy the database to FILE."""
    settings = read_settings()
    back_up(settings.database, file)
    typer.echo(
        f"{file}: {file.stat().st_size:,} bytes. The keys in {settings.data_folder} are not in it: keep them apart."
    )
