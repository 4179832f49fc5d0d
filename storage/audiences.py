"""Who gets a broadcast: recipients in the order of their chat ids, slice by slice, as of the moment of asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal, null, select

from knowledge.broadcasting.model import Audience, Who
from storage import tables
from storage.database import Connection
from storage.owing import owes
from storage.staff import TOWNSHIP
from storage.subscriptions import may_be_written_to


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat with the village that it belongs to and its language (None: not chosen)."""

    chat_id: int
    area_id: str | None
    locale: str | None


@dataclass(frozen=True, slots=True)
class Season:
    """What tells who still owes: the insurance year, and the categories that pay nothing."""

    year: int
    free_categories: frozenset[str]


async def list_recipients(
    connection: Connection,
    audience: Audience,
    season: Season,
    limit: int,
    *,
    after: int | None = None,
    broadcast_id: int | None = None,
) -> list[Recipient]:
    """The next recipients behind the chat id `after`.

    Groups that have a row of `broadcast_id` already are left out instead: their ids change when they grow.
    """
    query = _query(audience, season)
    chat_id = query.selected_columns.chat_id
    if audience.who is Who.GROUPS and broadcast_id is not None:
        query = query.where(~_has_row(broadcast_id))
    elif after is not None:
        query = query.where(chat_id > after)
    rows = await connection.execute(query.order_by(chat_id).limit(limit))
    return [Recipient(row.chat_id, row.area_id, row.locale) for row in rows]


async def count_recipients(connection: Connection, audience: Audience, season: Season) -> int:
    """How many there are now."""
    counted = select(func.count()).select_from(_query(audience, season).subquery())
    return int((await connection.execute(counted)).scalar_one())


async def is_recipient(connection: Connection, audience: Audience, season: Season, chat_id: int) -> bool:
    """Whether a chat is among them."""
    query = _query(audience, season)
    found = await connection.execute(query.where(query.selected_columns.chat_id == chat_id).limit(1))
    return found.first() is not None


def _query(audience: Audience, season: Season) -> Select[Any]:
    match audience.who:
        case Who.GROUPS:
            return _groups(audience.areas)
        case Who.RESIDENTS:
            return _residents(audience.areas)
        case Who.UNPAID:
            bound = tables.bindings.c.household_id
            return _residents(audience.areas).where(owes(bound, season.year, season.free_categories))
        case Who.CLERKS | Who.SILENT_CLERKS:
            return _clerks(audience.areas)
        case Who.SAME:
            return _same(audience)
        case Who.AUTHOR:
            raise ValueError("a rehearsal has no audience to be looked up")


def _groups(areas: Collection[str]) -> Select[Any]:
    chats = tables.chats
    query = select(chats.c.chat_id, chats.c.area_id, null().label("locale")).where(
        chats.c.area_id.is_not(None), chats.c.left_at.is_(None), chats.c.is_staff.is_(False)
    )
    return query.where(chats.c.area_id.in_(areas)) if areas else query


def _has_row(broadcast_id: int) -> Any:
    """Whether a group, under its old or its new id, has its row of a broadcast."""
    outbox, moved, chats = tables.outbox, tables.chat_migrations, tables.chats
    return (
        select(literal(1))
        .select_from(outbox)
        .outerjoin(moved, moved.c.old_chat_id == outbox.c.chat_id)
        .where(
            outbox.c.broadcast_id == broadcast_id,
            func.coalesce(moved.c.new_chat_id, outbox.c.chat_id) == chats.c.chat_id,
        )
        .correlate(chats)
        .exists()
    )


def _residents(areas: Collection[str]) -> Select[Any]:
    bindings, households, users = tables.bindings, tables.households, tables.users
    query = (
        select(
            bindings.c.user_id.label("chat_id"),
            func.min(households.c.area_id).label("area_id"),
            func.min(users.c.locale).label("locale"),
        )
        .select_from(bindings)
        .join(households, households.c.id == bindings.c.household_id)
        .outerjoin(users, users.c.user_id == bindings.c.user_id)
        .where(may_be_written_to())
        .group_by(bindings.c.user_id)
    )
    return query.where(households.c.area_id.in_(areas)) if areas else query


def _clerks(areas: Collection[str]) -> Select[Any]:
    staff, users = tables.staff, tables.users
    query = (
        select(
            staff.c.user_id.label("chat_id"),
            func.min(staff.c.area_id).label("area_id"),
            func.min(users.c.locale).label("locale"),
        )
        .select_from(staff)
        .outerjoin(users, users.c.user_id == staff.c.user_id)
        .where(staff.c.area_id != TOWNSHIP, users.c.unreachable_since.is_(None))
        .group_by(staff.c.user_id)
    )
    return query.where(staff.c.area_id.in_(areas)) if areas else query


def _same(audience: Audience) -> Select[Any]:
    """Those whom the corrected broadcast reached, but for residents who have said stop since."""
    outbox, users, unsubscribed = tables.outbox, tables.users, tables.unsubscribed
    query = (
        select(outbox.c.chat_id, null().label("area_id"), users.c.locale)
        .select_from(outbox)
        .outerjoin(users, users.c.user_id == outbox.c.chat_id)
        .where(
            outbox.c.broadcast_id == audience.corrects_id,
            outbox.c.method != "delete_message",
            outbox.c.state == "sent",
        )
    )
    stopped = select(unsubscribed.c.user_id).where(unsubscribed.c.user_id == outbox.c.chat_id)
    return query.where(~stopped.exists()) if audience.kind.is_public else query
