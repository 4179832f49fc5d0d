"""Groups the bot is in, users it has met, and what it answered to which message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from storage import tables
from storage.database import Connection
from storage.writing import insert

# Answers serve edits, follow-ups and not repeating oneself; after three days nobody edits a question.
ANSWERS_KEPT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """What was answered to a message: `topics` is empty for a menu or an offer."""

    chat_id: int
    question_message_id: int
    answer_message_id: int
    user_id: int
    topics: tuple[str, ...]
    question: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot is or was in; `area_id` is the village whose group it is."""

    chat_id: int
    kind: str
    area_id: str | None
    is_staff: bool
    added_by: int | None
    left_at: datetime | None


async def remember_user(connection: Connection, user_id: int, at: datetime) -> None:
    """Notes a user on the first meeting; later ones change nothing but that they can be reached again."""
    statement = insert(connection, tables.users).values(user_id=user_id, first_seen_at=at)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["user_id"], set_={"unreachable_since": None})
    )


async def is_known(connection: Connection, user_id: int) -> bool:
    """Whether the bot has met a user."""
    table = tables.users
    query = select(table.c.user_id).where(table.c.user_id == user_id)
    return (await connection.execute(query)).first() is not None


async def mark_unreachable(connection: Connection, chat_id: int, at: datetime) -> None:
    """Nothing can be sent there any more: blocked, deleted, or the bot was removed."""
    if chat_id < 0:
        await mark_left(connection, chat_id, at)
        return
    table = tables.users
    await connection.execute(update(table).where(table.c.user_id == chat_id).values(unreachable_since=at))


async def find_locale(connection: Connection, user_id: int) -> str | None:
    """The language that the user chose, None where the client's counts."""
    table = tables.users
    return (await connection.execute(select(table.c.locale).where(table.c.user_id == user_id))).scalar()


async def set_locale(connection: Connection, user_id: int, locale: str, at: datetime) -> None:
    """Remembers the user's language."""
    await remember_user(connection, user_id, at)
    table = tables.users
    await connection.execute(update(table).where(table.c.user_id == user_id).values(locale=locale))


async def record_group(
    connection: Connection,
    chat_id: int,
    kind: str,
    added_by: int | None,
    at: datetime,
    *,
    is_staff: bool = False,
) -> None:
    """Notes that the bot is in a group; joining again clears an earlier farewell."""
    values = {"kind": kind, "added_by": added_by, "joined_at": at, "left_at": None, "is_staff": is_staff}
    statement = insert(connection, tables.chats).values(chat_id=chat_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))


async def mark_left(connection: Connection, chat_id: int, at: datetime) -> None:
    """Notes that the bot is no longer in a group."""
    table = tables.chats
    await connection.execute(update(table).where(table.c.chat_id == chat_id).values(left_at=at))


async def find_group(connection: Connection, chat_id: int) -> Group | None:
    """The group, None where the bot never met it."""
    table = tables.chats
    row = (await connection.execute(select(table).where(table.c.chat_id == chat_id))).first()
    return _group(row) if row else None


def _group(row: Any) -> Group:
    return Group(row.chat_id, row.kind, row.area_id, row.is_staff, row.added_by, row.left_at)


async def set_group_area(connection: Connection, chat_id: int, area_id: str | None) -> None:
    """Says whose village's group it is."""
    table = tables.chats
    await connection.execute(update(table).where(table.c.chat_id == chat_id).values(area_id=area_id))


async def set_staff_group(connection: Connection, chat_id: int) -> None:
    """Says that only staff talk in a group: clerks' reports are read there."""
    table = tables.chats
    await connection.execute(update(table).where(table.c.chat_id == chat_id).values(is_staff=True))


async def list_staff_groups(connection: Connection) -> list[Group]:
    """The groups of staff that the bot is in."""
    table = tables.chats
    rows = await connection.execute(
        select(table).where(table.c.is_staff.is_(True), table.c.left_at.is_(None)).order_by(table.c.chat_id)
    )
    return [_group(row) for row in rows]


async def migrate_group(connection: Connection, old_id: int, new_id: int, at: datetime) -> None:
    """A group became a supergroup: its row, its answers and what waits for it move to the new id."""
    statement = insert(connection, tables.chat_migrations).values(
        old_chat_id=old_id, new_chat_id=new_id, migrated_at=at
    )
    moved = await connection.execute(statement.on_conflict_do_nothing())
    if moved.rowcount == 0:
        return
    chats = tables.chats
    old = (await connection.execute(select(chats).where(chats.c.chat_id == old_id))).mappings().first()
    if old is not None:
        await connection.execute(delete(chats).where(chats.c.chat_id.in_([old_id, new_id])))
        values = {**old, "chat_id": new_id, "kind": "supergroup", "left_at": None}
        await connection.execute(chats.insert().values(**values))
    outbox = tables.outbox
    await connection.execute(
        update(outbox)
        .where(outbox.c.chat_id == old_id, outbox.c.state.in_(["waiting", "held"]))
        .values(chat_id=new_id)
    )
    # message ids start anew in a supergroup: the old answers can no longer be edited
    await connection.execute(delete(tables.answers).where(tables.answers.c.chat_id == old_id))


async def record_answer(connection: Connection, answered: AnsweredQuestion) -> None:
    """Remembers what was answered to which message; an edit replaces it."""
    values = {
        "answer_message_id": answered.answer_message_id,
        "user_id": answered.user_id,
        "topics": " ".join(answered.topics),
        "question": answered.question,
        "answered_at": answered.answered_at,
    }
    statement = insert(connection, tables.answers).values(
        chat_id=answered.chat_id, question_message_id=answered.question_message_id, **values
    )
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["chat_id", "question_message_id"], set_=values)
    )


async def find_answer(
    connection: Connection, chat_id: int, question_message_id: int
) -> AnsweredQuestion | None:
    """What was answered to a message, None where nothing was."""
    table = tables.answers
    row = (
        await connection.execute(
            select(table).where(
                table.c.chat_id == chat_id, table.c.question_message_id == question_message_id
            )
        )
    ).first()
    return _answered(row) if row else None


async def find_answered_with(
    connection: Connection, chat_id: int, answer_message_id: int
) -> AnsweredQuestion | None:
    """The question that a message of the bot answered, None where it answered none."""
    table = tables.answers
    row = (
        await connection.execute(
            select(table).where(table.c.chat_id == chat_id, table.c.answer_message_id == answer_message_id)
        )
    ).first()
    return _answered(row) if row else None


async def list_recent_answers(
    connection: Connection, chat_id: int, since: datetime
) -> list[AnsweredQuestion]:
    """The chat's answers since a moment, the newest first."""
    table = tables.answers
    rows = await connection.execute(
        select(table)
        .where(table.c.chat_id == chat_id, table.c.answered_at >= since)
        .order_by(table.c.answered_at.desc())
    )
    return [_answered(row) for row in rows]


async def forget_old_answers(connection: Connection, now: datetime) -> None:
    """Removes questions and answers that no edit or follow-up can ask for."""
    table = tables.answers
    await connection.execute(delete(table).where(table.c.answered_at < now - ANSWERS_KEPT))


async def forget_user(connection: Connection, user_id: int) -> None:
    """Removes what is kept of a user in chats: language, questions."""
    await connection.execute(delete(tables.answers).where(tables.answers.c.user_id == user_id))
    await connection.execute(delete(tables.users).where(tables.users.c.user_id == user_id))


def _answered(row: object) -> AnsweredQuestion:
    values = row._mapping  # type: ignore[attr-defined]
    return AnsweredQuestion(
        values["chat_id"],
        values["question_message_id"],
        values["answer_message_id"],
        values["user_id"],
        tuple(values["topics"].split()),
        values["question"],
        values["answered_at"],
    )
