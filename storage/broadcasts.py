"""Broadcasts: what was confirmed by whom, how far it is, who received it, what is taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from knowledge.broadcasting.model import Audience, Broadcast, Content, ContentKind, State, Tally, Who
from storage import tables
from storage.database import Connection
from storage.errors import NotFound
from storage.outbox import OPEN
from storage.writing import insert

_TABLE = tables.broadcasts
_OUTBOX = tables.outbox
DELETE = "delete_message"


@dataclass(frozen=True, slots=True)
class Order:
    """A broadcast that its author has confirmed; `state` asked or sending."""

    pack_id: str
    author_id: int
    audience: Audience
    content: Content
    wants_receipt: bool
    state: State
    expected: int
    starts_at: datetime
    looks_first: bool


async def add_broadcast(connection: Connection, order: Order, now: datetime) -> Broadcast:
    """Records a broadcast; nothing goes out before it is `sending` and its time has come."""
    values = {
        "pack_id": order.pack_id,
        "author_id": order.author_id,
        "who": order.audience.who.value,
        "areas": sorted(order.audience.areas),
        "corrects_id": order.audience.corrects_id,
        "audience_kind": order.audience.kind.value,
        "kind": order.content.kind.value,
        "text": order.content.text,
        "file_id": order.content.file_id,
        "wants_receipt": order.wants_receipt,
        "state": order.state.value,
        "expected": order.expected,
        "made_at": now,
        "starts_at": order.starts_at,
        "looked_at": None if order.looks_first else now,
    }
    row = (await connection.execute(_TABLE.insert().values(**values).returning(_TABLE))).one()
    return _broadcast(row)


async def find_broadcast(connection: Connection, broadcast_id: int) -> Broadcast | None:
    """The broadcast, None where there is none of this id."""
    row = (await connection.execute(select(_TABLE).where(_TABLE.c.id == broadcast_id))).first()
    return _broadcast(row) if row else None


async def get_broadcast(connection: Connection, broadcast_id: int) -> Broadcast:
    """The broadcast; `NotFound` where there is none of this id."""
    found = await find_broadcast(connection, broadcast_id)
    if found is None:
        raise NotFound(f"there is no broadcast {broadcast_id}")
    return found


async def list_recent(connection: Connection, pack_id: str, limit: int) -> list[Broadcast]:
    """The last broadcasts, the newest first."""
    query = select(_TABLE).where(_TABLE.c.pack_id == pack_id).order_by(_TABLE.c.id.desc()).limit(limit)
    return [_broadcast(row) for row in await connection.execute(query)]


async def list_live(connection: Connection) -> list[Broadcast]:
    """Those that something may still happen to: not over, or being taken back."""
    live = _TABLE.c.state.in_([state.value for state in State if not state.is_over])
    query = select(_TABLE).where(or_(live, _TABLE.c.withdraws.is_(True))).order_by(_TABLE.c.id)
    return [_broadcast(row) for row in await connection.execute(query)]


async def change_state(
    connection: Connection,
    broadcast_id: int,
    before: Collection[State],
    after: State,
    now: datetime,
    *,
    approved_by: int | None = None,
) -> bool:
    """Moves a broadcast on; False where it was in none of the states `before`. Two presses move it once."""
    values: dict[str, Any] = {"state": after.value}
    if approved_by is not None:
        values["approved_by"] = approved_by
    if State.LOOKING in before and after is State.SENDING:
        values["looked_at"] = now
    if after.is_over:
        values["finished_at"] = now
    changed = await connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id == broadcast_id, _TABLE.c.state.in_([state.value for state in before]))
        .values(**values)
    )
    if changed.rowcount == 0:
        return False
    await _carry_rows(connection, broadcast_id, after)
    return True


async def _carry_rows(connection: Connection, broadcast_id: int, after: State) -> None:
    """What is in the queue pauses, goes on or is cancelled with its broadcast."""
    match after:
        case State.PAUSED:
            await _change_rows(connection, broadcast_id, ("waiting",), "held")
        case State.SENDING:
            await _change_rows(connection, broadcast_id, ("held",), "waiting")
        case State.CANCELLED:
            await _change_rows(connection, broadcast_id, OPEN, "cancelled")


async def _change_rows(
    connection: Connection, broadcast_id: int, before: Collection[str], after: str
) -> None:
    await connection.execute(
        update(_OUTBOX).where(_messages(broadcast_id), _OUTBOX.c.state.in_(before)).values(state=after)
    )


def _messages(broadcast_id: int) -> ColumnElement[bool]:
    """A broadcast's own messages, without the deletions of its withdrawal."""
    return and_(_OUTBOX.c.broadcast_id == broadcast_id, _OUTBOX.c.method != DELETE)


# going out


async def find_to_feed(connection: Connection, now: datetime) -> Broadcast | None:
    """The oldest broadcast that has recipients without a row."""
    query = (
        select(_TABLE)
        .where(
            _TABLE.c.state == State.SENDING.value,
            _TABLE.c.starts_at <= now,
            _TABLE.c.is_all_queued.is_(False),
        )
        .order_by(_TABLE.c.id)
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return _broadcast(row) if row else None


async def record_slice(
    connection: Connection, broadcast_id: int, *, cursor: int | None, added: int, is_last: bool, looks: bool
) -> None:
    """So many more recipients have their rows; `looks`: now the author looks at the first few."""
    values: dict[str, Any] = {"queued": _TABLE.c.queued + added, "is_all_queued": is_last}
    if cursor is not None:
        values["cursor"] = cursor
    if looks:
        values["state"] = State.LOOKING.value
    await connection.execute(update(_TABLE).where(_TABLE.c.id == broadcast_id).values(**values))


async def tally_of(connection: Connection, broadcast_id: int) -> Tally:
    """How far a broadcast is."""
    is_deletion = (_OUTBOX.c.method == DELETE).label("is_deletion")
    query = (
        select(is_deletion, _OUTBOX.c.state, _OUTBOX.c.is_gone, func.count().label("number"))
        .where(_OUTBOX.c.broadcast_id == broadcast_id)
        .group_by(is_deletion, _OUTBOX.c.state, _OUTBOX.c.is_gone)
    )
    found: dict[str, int] = {}
    for row in await connection.execute(query):
        name = _NAMES_OF_DELETIONS[row.state] if row.is_deletion else _name(row.state, row.is_gone)
        found[name] = found.get(name, 0) + row.number
    table = tables.broadcast_receipts
    receipts = select(func.count()).where(table.c.broadcast_id == broadcast_id)
    return Tally(receipts=int((await connection.execute(receipts)).scalar_one()), **found)


_NAMES_OF_DELETIONS = {
    "waiting": "to_withdraw",
    "held": "to_withdraw",
    "sending": "to_withdraw",
    "sent": "withdrawn",
    "failed": "not_withdrawn",
    "cancelled": "not_withdrawn",
}


def _name(state: str, is_gone: bool) -> str:
    if state == "failed":
        return "blocked" if is_gone else "failed"
    return "open" if state in ("waiting", "held", "sending") else state


async def record_receipt(connection: Connection, broadcast_id: int, user_id: int, at: datetime) -> bool:
    """Somebody pressed 收到; False where they had already."""
    statement = insert(connection, tables.broadcast_receipts).values(
        broadcast_id=broadcast_id, user_id=user_id, received_at=at
    )
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount == 1


async def set_board(connection: Connection, broadcast_id: int, message_id: int, text: str) -> None:
    """The message in which the author sees how far it is, and what stands there."""
    await connection.execute(
        update(_TABLE).where(_TABLE.c.id == broadcast_id).values(board_message_id=message_id, board_text=text)
    )


# taking back


async def start_withdrawal(connection: Connection, broadcast_id: int, now: datetime) -> bool:
    """Nothing more goes out, and what went out is deleted from now on; False where that was begun before."""
    begun = await connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id == broadcast_id, _TABLE.c.withdraws.is_(False), _TABLE.c.withdraw_cursor.is_(None))
        .values(withdraws=True, withdraw_cursor=0)
    )
    if begun.rowcount == 0:
        return False
    over = [state for state in State if not state.is_over]
    await change_state(connection, broadcast_id, over, State.CANCELLED, now)
    return True


async def find_to_withdraw(connection: Connection) -> tuple[int, int] | None:
    """A broadcast whose messages are being deleted: its id, and the outbox row after which to go on."""
    query = select(_TABLE.c.id, _TABLE.c.withdraw_cursor).where(_TABLE.c.withdraws.is_(True)).limit(1)
    row = (await connection.execute(query)).first()
    return (row.id, row.withdraw_cursor) if row else None


async def list_arrived(
    connection: Connection, broadcast_id: int, after: int, limit: int
) -> list[tuple[int, int, int, datetime]]:
    """Messages that have arrived: row, chat, message id, when."""
    query = (
        select(_OUTBOX.c.id, _OUTBOX.c.chat_id, _OUTBOX.c.message_id, _OUTBOX.c.sent_at)
        .where(
            _messages(broadcast_id),
            _OUTBOX.c.state == "sent",
            _OUTBOX.c.message_id.is_not(None),
            _OUTBOX.c.id > after,
        )
        .order_by(_OUTBOX.c.id)
        .limit(limit)
    )
    return [tuple(row) for row in await connection.execute(query)]


async def has_open_rows(connection: Connection, broadcast_id: int) -> bool:
    """Whether a message of it may still go out or is in the air."""
    query = select(_OUTBOX.c.id).where(_messages(broadcast_id), _OUTBOX.c.state.in_([*OPEN, "sending"]))
    return (await connection.execute(query.limit(1))).first() is not None


async def record_withdrawn(connection: Connection, broadcast_id: int, cursor: int, *, is_last: bool) -> None:
    """Deletions are queued up to this row of the outbox."""
    await connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id == broadcast_id)
        .values(withdraw_cursor=cursor, withdraws=not is_last)
    )


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(
        row.id,
        row.pack_id,
        row.author_id,
        Audience(Who(row.who), frozenset(row.areas), row.corrects_id, Who(row.audience_kind)),
        Content(ContentKind(row.kind), row.text, row.file_id),
        row.wants_receipt,
        State(row.state),
        row.expected,
        row.made_at,
        row.starts_at,
        row.approved_by,
        row.looked_at,
        row.cursor,
        row.queued,
        row.is_all_queued,
        row.withdraws,
        row.finished_at,
        row.board_message_id,
        row.board_text,
    )
