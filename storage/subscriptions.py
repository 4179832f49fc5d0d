"""Who may be written to unasked: residents who have consented, can be reached, and have not said stop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from knowledge.broadcasting.model import Who
from storage import tables
from storage.database import Connection
from storage.outbox import OPEN, Lane
from storage.writing import insert

_PUBLIC = [who.value for who in Who if who.is_public]


def may_be_written_to() -> ColumnElement[bool]:
    """For queries over bindings: consented, reachable, and has not unsubscribed."""
    bindings = tables.bindings
    # aliases, because the query around may have users of its own
    users, unsubscribed = tables.users.alias("gone"), tables.unsubscribed.alias("stopped")
    gone = select(users.c.user_id).where(
        users.c.user_id == bindings.c.user_id, users.c.unreachable_since.is_not(None)
    )
    stopped = select(unsubscribed.c.user_id).where(unsubscribed.c.user_id == bindings.c.user_id)
    return and_(bindings.c.consented_at.is_not(None), ~gone.exists(), ~stopped.exists())


async def unsubscribe(connection: Connection, user_id: int, at: datetime) -> bool:
    """No more reminders and broadcasts for a resident, those in the queue included; False where so already."""
    statement = insert(connection, tables.unsubscribed).values(user_id=user_id, since=at)
    added = await connection.execute(statement.on_conflict_do_nothing())
    outbox, broadcasts = tables.outbox, tables.broadcasts
    public = select(broadcasts.c.id).where(broadcasts.c.audience_kind.in_(_PUBLIC))
    await connection.execute(
        update(outbox)
        .where(
            outbox.c.chat_id == user_id,
            outbox.c.state.in_(OPEN),
            outbox.c.lane == Lane.BROADCAST.value,
            or_(outbox.c.broadcast_id.is_(None), outbox.c.broadcast_id.in_(public)),
        )
        .values(state="cancelled")
    )
    return added.rowcount == 1


async def resubscribe(connection: Connection, user_id: int, at: datetime) -> None:
    """The resident asks for reminders: that is consent too."""
    await connection.execute(delete(tables.unsubscribed).where(tables.unsubscribed.c.user_id == user_id))
    table = tables.bindings
    await connection.execute(
        update(table)
        .where(table.c.user_id == user_id, table.c.consented_at.is_(None))
        .values(consented_at=at)
    )


async def is_reminded(connection: Connection, user_id: int) -> bool:
    """Whether a bound user gets reminders."""
    bindings = tables.bindings
    query = select(bindings.c.user_id).where(bindings.c.user_id == user_id, may_be_written_to())
    return (await connection.execute(query)).first() is not None
