"""The word that a resident chose: every genuine private message to the resident carries it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage import tables
from storage.database import Connection
from storage.writing import insert


async def set_word(connection: Connection, user_id: int, word: str, at: datetime) -> None:
    """Sets or changes a resident's word."""
    values = {"word": word, "set_at": at}
    statement = insert(connection, tables.secret_words).values(user_id=user_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))


async def find_word(connection: Connection, user_id: int) -> str | None:
    """A resident's word, None where none was set."""
    table = tables.secret_words
    return (await connection.execute(select(table.c.word).where(table.c.user_id == user_id))).scalar()


async def list_words(connection: Connection) -> dict[int, str]:
    """Every word by its owner's user id."""
    table = tables.secret_words
    return {row.user_id: row.word for row in await connection.execute(select(table.c.user_id, table.c.word))}


async def remove_word(connection: Connection, user_id: int) -> bool:
    """Takes a word away; False where there was none."""
    table = tables.secret_words
    return (await connection.execute(delete(table).where(table.c.user_id == user_id))).rowcount == 1
