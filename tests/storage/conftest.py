"""Databases for tests of what is remembered: SQLite, and PostgreSQL where a server answers on this machine."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import Database, open_database
from storage.keys import Keys
from tests.support.databases import new_database

SERVER = "127.0.0.1:5432"
POSTGRES = f"postgresql+asyncpg://postgres@{SERVER}/test"


@asynccontextmanager
async def _own_schema() -> AsyncIterator[str]:
    """A URL that leads into a schema of its own; the test is skipped, aloud, where no server answers."""
    schema = f"canbao_{uuid.uuid4().hex}"
    engine = create_async_engine(POSTGRES)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OSError:
        await engine.dispose()
        pytest.skip(f"no PostgreSQL server answers on {SERVER}: not tested there")
    try:
        # what asyncpg does not know of a DSN becomes a setting of the session
        yield f"{POSTGRES}?dsn={quote(f'postgresql://{SERVER}/test?search_path={schema}', safe='')}"
    finally:
        async with engine.begin() as connection:
            await connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        await engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with all tables, of each kind."""
    if request.param == "sqlite":
        opened = await open_database(new_database(tmp_path / "canbao.sqlite3"))
        yield opened
        await opened.close()
        return
    async with _own_schema() as url:
        opened = await open_database(url)
        yield opened
        await opened.close()


@pytest.fixture
def keys() -> Keys:
    """Keys without a file."""
    return Keys(b"0" * 32)
