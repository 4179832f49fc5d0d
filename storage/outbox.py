"""Messages that wait to be sent: written in the transaction that decides them, each key once.

States: waiting → sending → sent, failed or cancelled; held while its broadcast pauses. A row found in `sending`
at start was in the air when the process died; it is sent again (the one that may arrive twice).

What many messages have in common (a broadcast's text) is stored once, as their content; a row's own payload
stands before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update

from knowledge.broadcasting.model import Who
from storage import tables
from storage.database import Connection
from storage.writing import insert


class Lane(StrEnum):
    """Replies and notices go at once; broadcasts have a lane of their own that never holds those up."""

    REPLY = "reply"
    NOTICE = "notice"
    BROADCAST = "broadcast"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to upload: the method's parameter that takes it (photo, document), its name and bytes."""

    parameter: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent: a method of the Bot API (send_message …) with its parameters, chat_id apart.

    Parameters that are objects (reply_markup, reply_parameters) are dicts as the Bot API writes them.
    """

    key: str
    chat_id: int
    payload: Mapping[str, Any]
    method: str = "send_message"
    lane: Lane = Lane.NOTICE
    attachment: Attachment | None = None
    content_id: int | None = None
    broadcast_id: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the outbox that is due."""

    id: int
    key: str
    lane: Lane
    chat_id: int
    method: str
    attempts: int
    payload: Mapping[str, Any]
    attachment: Attachment | None = None


OPEN = ("waiting", "held")
_ATTACH = "__attach"  # in the payload: the parameter and the name of the file beside it


def _values(message: Outgoing, now: datetime, due_at: datetime | None) -> dict[str, Any]:
    payload = dict(message.payload)
    if message.attachment:
        payload[_ATTACH] = [message.attachment.parameter, message.attachment.name]
    return {
        "key": message.key,
        "lane": message.lane.value,
        "chat_id": message.chat_id,
        "method": message.method,
        "payload": payload,
        "content_id": message.content_id,
        "attachment": message.attachment.content if message.attachment else None,
        "broadcast_id": message.broadcast_id,
        "state": "waiting",
        "due_at": due_at or now,
        "attempts": 0,
        "made_at": now,
    }


async def add_message(
    connection: Connection, message: Outgoing, now: datetime, due_at: datetime | None = None
) -> bool:
    """Puts a message into the outbox; False where its key is there already."""
    statement = insert(connection, tables.outbox).values(**_values(message, now, due_at))
    result = await connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    return result.rowcount == 1


async def add_messages(
    connection: Connection, messages: Iterable[Outgoing], now: datetime, due_at: datetime | None = None
) -> None:
    """Puts many messages into the outbox at once; those whose key is there already stay as they are."""
    rows = [_values(message, now, due_at) for message in messages]
    if rows:
        statement = insert(connection, tables.outbox).on_conflict_do_nothing(index_elements=["key"])
        await connection.execute(statement, rows)


async def content_for(connection: Connection, key: str, payload: Mapping[str, Any]) -> int:
    """The id of what many messages have in common; stored on first use of its key."""
    table = tables.outbox_contents
    statement = insert(connection, table).values(key=key, payload=dict(payload))
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    return int((await connection.execute(select(table.c.id).where(table.c.key == key))).scalar_one())


async def list_due(
    connection: Connection,
    lane: Lane,
    now: datetime,
    limit: int,
    besides: Collection[int] = (),
    methods: Collection[str] = (),
) -> list[Waiting]:
    """What is due in a lane, in the order in which it fell due, but for the chats `besides`.

    `methods` leaves only rows that call one of these.
    """
    table, contents = tables.outbox, tables.outbox_contents
    query = (
        select(table, contents.c.payload.label("content"))
        .outerjoin(contents, contents.c.id == table.c.content_id)
        .where(_waits(lane, besides), table.c.due_at <= now)
        .order_by(table.c.due_at, table.c.id)
        .limit(limit)
    )
    rows = await connection.execute(query.where(table.c.method.in_(methods)) if methods else query)
    return [_waiting(row) for row in rows]


def _waits(lane: Lane, besides: Collection[int] = ()) -> ColumnElement[bool]:
    """Waits in a lane for a chat that is not among `besides`."""
    table = tables.outbox
    waits = and_(table.c.state == "waiting", table.c.lane == lane.value)
    return and_(waits, table.c.chat_id.not_in(besides)) if besides else waits


def _waiting(row: Any) -> Waiting:
    payload = {**(row.content or {}), **row.payload}
    attach = payload.pop(_ATTACH, None)
    attachment = Attachment(attach[0], attach[1], row.attachment) if attach else None
    return Waiting(
        row.id, row.key, Lane(row.lane), row.chat_id, row.method, row.attempts, payload, attachment
    )


async def find_next_due(connection: Connection, lane: Lane, besides: Collection[int] = ()) -> datetime | None:
    """When the lane's next waiting message falls due, but for the chats `besides`."""
    table = tables.outbox
    query = select(table.c.due_at).where(_waits(lane, besides)).order_by(table.c.due_at).limit(1)
    return (await connection.execute(query)).scalar()


async def claim(connection: Connection, row_id: int, now: datetime) -> bool:
    """Takes a row for sending; False where it was cancelled or put off meanwhile."""
    table = tables.outbox
    taken = await connection.execute(
        update(table)
        .where(table.c.id == row_id, table.c.state == "waiting", table.c.due_at <= now)
        .values(state="sending", attempts=table.c.attempts + 1)
    )
    return taken.rowcount == 1


async def mark_sent(connection: Connection, row_id: int, message_id: int | None, at: datetime) -> None:
    """The server acknowledged it; the file it carried is no longer needed."""
    table = tables.outbox
    await connection.execute(
        update(table)
        .where(table.c.id == row_id)
        .values(state="sent", message_id=message_id, sent_at=at, attachment=None)
    )


async def mark_failed(
    connection: Connection, row_id: int, error: str, at: datetime, *, is_gone: bool = False
) -> None:
    """It can never arrive; the reason stays. `is_gone` where nothing can arrive there any more."""
    table = tables.outbox
    await connection.execute(
        update(table)
        .where(table.c.id == row_id)
        .values(state="failed", error=error[:200], is_gone=is_gone, sent_at=at)
    )


def _state_again() -> ColumnElement[str]:
    """What becomes of a row that was in the air and did not arrive: its broadcast may have been stopped since."""
    table, broadcasts, stopped = tables.outbox, tables.broadcasts, tables.unsubscribed
    of_broadcast = (
        select(
            case((broadcasts.c.state == "paused", "held"), (broadcasts.c.state == "cancelled", "cancelled"))
        )
        .where(broadcasts.c.id == table.c.broadcast_id, table.c.method != "delete_message")
        .scalar_subquery()
    )
    public = [who.value for who in Who if who.is_public]
    is_public = select(broadcasts.c.id).where(
        broadcasts.c.id == table.c.broadcast_id, broadcasts.c.audience_kind.in_(public)
    )
    wants_none = and_(
        table.c.lane == Lane.BROADCAST.value,
        or_(table.c.broadcast_id.is_(None), is_public.exists()),
        select(stopped.c.user_id).where(stopped.c.user_id == table.c.chat_id).exists(),
    )
    return case((wants_none, "cancelled"), else_=func.coalesce(of_broadcast, "waiting"))


async def put_back(connection: Connection, row: Waiting, due_at: datetime, error: str) -> None:
    """It shall be tried again at `due_at`; what waits behind it in its lane for the same chat stays behind it."""
    table = tables.outbox
    await connection.execute(
        update(table)
        .where(table.c.id == row.id)
        .values(state=_state_again(), due_at=due_at, error=error[:200])
    )
    await connection.execute(
        update(table)
        .where(
            table.c.chat_id == row.chat_id,
            table.c.lane == row.lane.value,
            table.c.state == "waiting",
            table.c.due_at < due_at,
        )
        .values(due_at=due_at)
    )


async def redirect(connection: Connection, row_id: int, chat_id: int, due_at: datetime) -> None:
    """The chat has another id now; the row waits again under it."""
    table = tables.outbox
    await connection.execute(
        update(table).where(table.c.id == row_id).values(state=_state_again(), chat_id=chat_id, due_at=due_at)
    )


async def put_back_interrupted(connection: Connection) -> None:
    """At start: what was in the air when the process died waits again."""
    table = tables.outbox
    await connection.execute(update(table).where(table.c.state == "sending").values(state=_state_again()))


async def find_sent_message_id(connection: Connection, key: str) -> int | None:
    """The message id under which a row arrived, None where it has not."""
    table = tables.outbox
    return (await connection.execute(select(table.c.message_id).where(table.c.key == key))).scalar()


async def replace_waiting(connection: Connection, key: str, payload: Mapping[str, Any]) -> bool:
    """Gives a message that still waits another text; False where it is on its way or has arrived."""
    table = tables.outbox
    changed = await connection.execute(
        update(table).where(table.c.key == key, table.c.state == "waiting").values(payload=dict(payload))
    )
    return changed.rowcount == 1


async def cancel_waiting(connection: Connection, chat_id: int, lanes: Collection[Lane]) -> int:
    """Cancels what still waits for a chat; the number of rows."""
    table = tables.outbox
    result = await connection.execute(
        update(table)
        .where(
            table.c.chat_id == chat_id,
            table.c.state.in_(OPEN),
            table.c.lane.in_([lane.value for lane in lanes]),
        )
        .values(state="cancelled")
    )
    return int(result.rowcount)


async def count_waiting(connection: Connection, lane: Lane, at_most: int) -> int:
    """How many rows wait in a lane; counting ends at `at_most`."""
    table = tables.outbox
    some = (
        select(table.c.id)
        .where(table.c.state == "waiting", table.c.lane == lane.value)
        .limit(at_most)
        .subquery()
    )
    return int((await connection.execute(select(func.count()).select_from(some))).scalar_one())


async def cancel_keys(connection: Connection, keys: Sequence[str]) -> int:
    """Cancels what still waits under these keys; the number of rows."""
    table = tables.outbox
    result = await connection.execute(
        update(table).where(table.c.key.in_(keys), table.c.state.in_(OPEN)).values(state="cancelled")
    )
    return int(result.rowcount)


async def cancel_beginning(connection: Connection, beginning: str) -> int:
    """Cancels what still waits under keys with this beginning; the number of rows."""
    table = tables.outbox
    result = await connection.execute(
        update(table)
        .where(table.c.key.startswith(beginning, autoescape=True), table.c.state.in_(OPEN))
        .values(state="cancelled")
    )
    return int(result.rowcount)


async def forget_old_replies(connection: Connection, before: datetime) -> None:
    """Removes answers that arrived (or never will) before a moment: what people told a talk is repeated in them."""
    table = tables.outbox
    await connection.execute(
        delete(table).where(
            table.c.lane == Lane.REPLY.value,
            table.c.state.in_(["sent", "failed", "cancelled"]),
            table.c.made_at < before,
        )
    )


async def forget_chat(connection: Connection, chat_id: int) -> None:
    """Removes what was sent to a chat; what still waits is not sent any more."""
    table = tables.outbox
    await connection.execute(
        delete(table).where(table.c.chat_id == chat_id, table.c.state.in_(["sent", "failed", "cancelled"]))
    )
    await cancel_waiting(connection, chat_id, list(Lane))
