"""Brings a database up to date: one step, one file in versions/; together they equal tables.py (tested)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import DatabaseUnusable

HERE = Path(__file__).parent


def head() -> str:
    """The newest step's revision: its file's leading number."""
    return max(path.name.split("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


def _current(connection: Connection) -> str | None:
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if names:
        raise DatabaseUnusable(
            "the database belongs to another program (it has tables, but none of canbao's): "
            "give CANBAO_DATABASE another file"
        )
    return None


def _upgrade(connection: Connection) -> None:
    current = _current(connection)
    if current == head():
        return
    if current is not None and current > head():
        raise DatabaseUnusable(
            f"the database is of a newer canbao (step {current}, here {head()}): upgrade canbao"
        )
    from alembic import command  # slow to import, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def upgrade(engine: AsyncEngine) -> None:
    """Runs the steps that are missing, in one transaction."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
