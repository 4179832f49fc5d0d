"""The engine, its pragmas, and the transaction as a context manager.

SQLite has one writer: transactions that write take turns in this process (a lock) and begin immediately, so
that none fails half way on a busy database. Reading never waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import DatabaseUnusable

Connection = AsyncConnection
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


def check_url(url: str) -> None:
    """ValueError in plain words where `url` is none that this project can use."""
    try:
        driver = make_url(url).drivername
    except ArgumentError:
        raise ValueError("is no SQLAlchemy URL, e.g. sqlite+aiosqlite:///data/canbao.sqlite3") from None
    if driver not in DRIVERS:
        raise ValueError("must start with sqlite+aiosqlite:/// or postgresql+asyncpg://")


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL, None for a server or for memory."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database and parsed.database != ":memory:":
        return Path(parsed.database)
    return None


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@dataclass(slots=True)
class Database:
    """An open database. `transaction` writes, `reading` reads."""

    url: str
    engine: AsyncEngine
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, with its single writer."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """One purpose, one transaction: committed at the end, rolled back on any exception."""
        if not self.is_sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writing, self.engine.connect() as connection:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                await connection.rollback()
                raise
            await connection.commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection to read from; nothing that is written through it is kept."""
        async with self.engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Gives all connections back."""
        await self.engine.dispose()


async def open_database(url: str) -> Database:
    """Opens (SQLite: creates) the database and brings its tables up to date.

    `DatabaseUnusable` in one line where it cannot be opened or is not a canbao database; nothing is changed then.
    """
    from storage.migrations import upgrade  # alembic is slow to import: only who opens a database pays

    path = file_of(url)
    if path:
        _check_folder(path)
    # an error's text must not carry the values that were being written
    engine = create_async_engine(url, hide_parameters=True)
    if url.startswith("sqlite"):
        event.listen(engine.sync_engine, "connect", _set_pragmas)
    database = Database(url, engine)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            if database.is_sqlite:
                await _check_file(connection, url)
        await upgrade(engine)
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        reason = str(error.orig) if isinstance(error, DBAPIError) else str(error).splitlines()[0]
        raise DatabaseUnusable(f"the database {masked_url(url)} cannot be used: {reason}") from error
    except DatabaseUnusable:
        await engine.dispose()
        raise
    return database


def masked_url(url: str) -> str:
    """The URL with its password as stars."""
    return make_url(url).render_as_string(hide_password=True)


def _check_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(f"the folder {path.parent} cannot be made: {error.strerror}") from error


async def _check_file(connection: Connection, url: str) -> None:
    verdict = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one()
    if verdict != "ok":
        raise DatabaseUnusable(
            f"the database {masked_url(url)} is damaged ({verdict}); it was not touched. "
            "Put the last backup in its place (canbao backup makes them)"
        )
