"""Which updates were handled, and which were received and wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from storage import tables
from storage.database import Connection
from storage.writing import insert

# Telegram keeps undelivered updates for 24 hours; older marks serve nobody.
KEPT = timedelta(days=3)


async def is_handled(connection: Connection, update_id: int) -> bool:
    """Whether this update's work is done."""
    table = tables.handled_updates
    return (
        await connection.execute(select(table.c.update_id).where(table.c.update_id == update_id))
    ).first() is not None


async def mark_handled(connection: Connection, update_id: int, at: datetime) -> bool:
    """Marks an update as done; False if it was already."""
    statement = insert(connection, tables.handled_updates).values(update_id=update_id, handled_at=at)
    result = await connection.execute(statement.on_conflict_do_nothing())
    return result.rowcount == 1


async def keep(connection: Connection, update_id: int, content: Mapping[str, Any], at: datetime) -> None:
    """Writes a received update down until it is handled; one that is kept already stays as it is."""
    statement = insert(connection, tables.kept_updates).values(
        update_id=update_id, content=dict(content), received_at=at
    )
    await connection.execute(statement.on_conflict_do_nothing())


async def let_go(connection: Connection, update_id: int) -> None:
    """Forgets a kept update: it is handled."""
    table = tables.kept_updates
    await connection.execute(delete(table).where(table.c.update_id == update_id))


async def list_kept(connection: Connection) -> list[dict[str, Any]]:
    """What was received and not handled, in the order of receipt; what is handled after all is let go."""
    table, handled = tables.kept_updates, tables.handled_updates
    await connection.execute(delete(table).where(table.c.update_id.in_(select(handled.c.update_id))))
    return list((await connection.execute(select(table.c.content).order_by(table.c.update_id))).scalars())


async def forget_old_marks(connection: Connection, now: datetime) -> None:
    """Removes the marks that no redelivery can ask for."""
    table = tables.handled_updates
    await connection.execute(delete(table).where(table.c.handled_at < now - KEPT))
