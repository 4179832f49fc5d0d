"""Unfinished talks of anybody: they survive restarts, a day of silence, and other questions in the middle.

A talk has a kind (which conversation), a state (what it waits for) and JSON data. There is one of each kind
for a user in a chat. Its `turn` grows with every step, so that buttons of an earlier step are recognised.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage import tables
from storage.database import Connection
from storage.writing import insert

_TABLE = tables.dialogues


@dataclass(frozen=True, slots=True)
class Dialogue:
    """An unfinished talk. Set aside (`is_aside`), it is kept, but free text is not meant for it."""

    id: int
    user_id: int
    chat_id: int
    kind: str
    state: str
    data: Mapping[str, Any]
    turn: int
    updated_at: datetime
    reminded_at: datetime | None
    is_aside: bool


async def begin(
    connection: Connection,
    user_id: int,
    chat_id: int,
    kind: str,
    state: str,
    data: Mapping[str, Any],
    now: datetime,
) -> Dialogue:
    """Begins a talk; an unfinished one of the same kind in this chat is forgotten, with its buttons."""
    await connection.execute(
        delete(_TABLE).where(_TABLE.c.user_id == user_id, _TABLE.c.chat_id == chat_id, _TABLE.c.kind == kind)
    )
    values = {
        "user_id": user_id,
        "chat_id": chat_id,
        "kind": kind,
        "state": state,
        "data": dict(data),
        "turn": 1,
        "updated_at": now,
        "is_aside": False,
    }
    row = (await connection.execute(insert(connection, _TABLE).values(**values).returning(_TABLE))).one()
    return _dialogue(row)


async def record_step(
    connection: Connection, dialogue: Dialogue, state: str, data: Mapping[str, Any], now: datetime
) -> Dialogue | None:
    """The talk went on: earlier buttons grow stale. None where it went on or ended elsewhere meanwhile."""
    return await _changed(
        connection, dialogue, state=state, data=dict(data), turn=dialogue.turn + 1, **_awake(now)
    )


async def record_data(
    connection: Connection, dialogue: Dialogue, data: Mapping[str, Any], now: datetime
) -> Dialogue | None:
    """Something was added within the same step: its buttons stay good. None as for `record_step`."""
    return await _changed(connection, dialogue, data=dict(data), **_awake(now))


def _awake(now: datetime) -> dict[str, Any]:
    return {"updated_at": now, "reminded_at": None, "is_aside": False}


async def _changed(connection: Connection, dialogue: Dialogue, **values: Any) -> Dialogue | None:
    row = (
        await connection.execute(
            update(_TABLE)
            .where(_TABLE.c.id == dialogue.id, _TABLE.c.turn == dialogue.turn)
            .values(**values)
            .returning(_TABLE)
        )
    ).first()
    return _dialogue(row) if row else None


async def find_dialogue(connection: Connection, dialogue_id: int) -> Dialogue | None:
    """A talk by its id, None where it has ended."""
    row = (await connection.execute(select(_TABLE).where(_TABLE.c.id == dialogue_id))).first()
    return _dialogue(row) if row else None


async def find_talk(connection: Connection, user_id: int, chat_id: int, kind: str) -> Dialogue | None:
    """A person's unfinished talk of a kind, set aside or not."""
    found = await list_talks(connection, user_id, chat_id)
    return next((dialogue for dialogue in found if dialogue.kind == kind), None)


async def find_current(
    connection: Connection, user_id: int, chat_id: int, kinds: Collection[str] | None = None
) -> Dialogue | None:
    """The talk that free text is meant for: the one that went on last and is not set aside."""
    found = await list_talks(connection, user_id, chat_id)
    return next((d for d in found if not d.is_aside and (kinds is None or d.kind in kinds)), None)


async def list_talks(connection: Connection, user_id: int, chat_id: int) -> list[Dialogue]:
    """A person's unfinished talks in a chat, the one that went on last first."""
    rows = await connection.execute(
        select(_TABLE)
        .where(_TABLE.c.user_id == user_id, _TABLE.c.chat_id == chat_id)
        .order_by(_TABLE.c.updated_at.desc(), _TABLE.c.id.desc())
    )
    return [_dialogue(row) for row in rows]


async def list_silent(connection: Connection, kind: str, since: datetime) -> list[Dialogue]:
    """Talks of a kind in which nothing has happened since a moment, the longest silence first."""
    rows = await connection.execute(
        select(_TABLE)
        .where(_TABLE.c.kind == kind, _TABLE.c.updated_at <= since)
        .order_by(_TABLE.c.updated_at, _TABLE.c.id)
    )
    return [_dialogue(row) for row in rows]


async def mark_reminded(connection: Connection, dialogue_id: int, at: datetime) -> None:
    """The person was reminded of the talk."""
    await connection.execute(update(_TABLE).where(_TABLE.c.id == dialogue_id).values(reminded_at=at))


async def mark_aside(connection: Connection, dialogue_id: int) -> None:
    """The talk is set aside: kept, but free text is not meant for it until it goes on."""
    await connection.execute(update(_TABLE).where(_TABLE.c.id == dialogue_id).values(is_aside=True))


async def end(connection: Connection, dialogue_id: int) -> bool:
    """Ends a talk; False where it had ended already."""
    return (await connection.execute(delete(_TABLE).where(_TABLE.c.id == dialogue_id))).rowcount == 1


async def forget_user(connection: Connection, user_id: int) -> None:
    """Removes all unfinished talks of a user."""
    await connection.execute(delete(_TABLE).where(_TABLE.c.user_id == user_id))


def _dialogue(row: Any) -> Dialogue:
    return Dialogue(
        row.id,
        row.user_id,
        row.chat_id,
        row.kind,
        row.state,
        row.data,
        row.turn,
        row.updated_at,
        row.reminded_at,
        row.is_aside,
    )
