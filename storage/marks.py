"""Single remembered facts by name."""

from __future__ import annotations

from sqlalchemy import select

from storage import tables
from storage.database import Connection
from storage.writing import insert


async def find_mark(connection: Connection, name: str) -> str | None:
    """The fact's value, None where it was never set."""
    table = tables.marks
    return (await connection.execute(select(table.c.value).where(table.c.name == name))).scalar()


async def set_mark(connection: Connection, name: str, value: str) -> None:
    """Remembers a fact, replacing what stood there."""
    statement = insert(connection, tables.marks).values(name=name, value=value)
    await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
