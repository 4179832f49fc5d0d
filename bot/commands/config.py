"""`canbao config`: the settings as they are read, secrets masked."""

from __future__ import annotations

import typer

from bot.settings import Settings, read_settings
from storage.database import masked_url

app = typer.Typer(add_completion=False)


@app.command()
def config() -> None:
    """Print the settings."""
    settings = read_settings()
    for name, field in Settings.model_fields.items():
        typer.echo(f"CANBAO_{name.upper()}={shown(name, getattr(settings, name))}  # {field.description}")


def shown(name: str, value: object) -> str:
    """A setting's value for reading: secrets as stars, passwords in addresses too."""
    if value is None:
        return ""
    if name == "database":
        return masked_url(str(value))
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)
