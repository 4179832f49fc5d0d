"""Many rows at once, as fast as the driver can: SQLite's executemany, PostgreSQL's COPY; indexes built last."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Date, Index, Table, TypeDecorator, func, select, text

from knowledge.roster.memo import Memo
from storage.database import Connection


@contextmanager
def collector_paused() -> Iterator[None]:
    """No looking for rings of garbage meanwhile: rows hold none, and the search would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# as SQLAlchemy writes days into SQLite, without its detour for half a million of them
_DAYS: Memo[date, str] = Memo(date.isoformat)


async def insert_many(connection: Connection, table: Table, columns: Mapping[str, Iterable[Any]]) -> None:
    """Inserts rows that are given column by column, all of the same length."""
    values = zip(*(_bound(connection, table, name, column) for name, column in columns.items()), strict=True)
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    if connection.dialect.name == "sqlite":
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        cursor = await driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names
        await cursor.close()
    else:
        await driver.copy_records_to_table(table.name, records=values, columns=list(columns))


def _bound(connection: Connection, table: Table, name: str, column: Iterable[Any]) -> Iterator[Any]:
    """The values as the driver wants them: moments, money and, in SQLite, days are converted."""
    kind = table.c[name].type
    if isinstance(kind, Date) and connection.dialect.name == "sqlite":
        return map(_DAYS.__getitem__, column)
    if isinstance(kind, TypeDecorator):
        processor = kind.bind_processor(connection.dialect)
        assert processor is not None, "our own types convert"
        return map(Memo(processor).__getitem__, column)
    return iter(column)


async def is_empty(connection: Connection, table: Table) -> bool:
    """Whether a table has no row."""
    return (await connection.execute(select(table).limit(1))).first() is None


async def lock_for_import(connection: Connection, tables: Sequence[Table]) -> None:
    """Lets nobody else write to these tables until the end of the transaction; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        await connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


async def last_id(connection: Connection, table: Table) -> int:
    """The highest id in use, 0 where there is none: whoever holds the lock counts on from here."""
    return (await connection.execute(select(func.max(table.c.id)))).scalar() or 0


async def settle_ids(connection: Connection, tables: Sequence[Table]) -> None:
    """After rows with ids of our own: the server counts on behind them."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            await connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our own names
                    f" greatest((SELECT max(id) FROM {table.name}), 1))"
                )
            )


def _indexes(tables: Sequence[Table]) -> list[Index]:
    return sorted((index for table in tables for index in table.indexes), key=lambda index: str(index.name))


async def drop_indexes(connection: Connection, tables: Sequence[Table]) -> None:
    """Before many rows come into empty tables; undone with the transaction."""
    for index in _indexes(tables):
        await connection.run_sync(index.drop)


async def build_indexes(connection: Connection, tables: Sequence[Table]) -> None:
    """What `drop_indexes` took away."""
    for index in _indexes(tables):
        await connection.run_sync(index.create)
