"""Cases: what is remembered of them. What may happen to a case, knowledge/cases says; here it is written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from knowledge.cases.draft import File
from knowledge.cases.states import CLOSED, CaseEvent, CaseState
from storage import tables
from storage.database import Connection
from storage.errors import NotFound
from storage.writing import insert

NOBODY = 0  # who opened a case that is forgotten

_TABLE = tables.cases


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `resident_id` is None where a clerk opened it for somebody who does not use the bot.

    `names` are the people it is about, `listed` those of them that came back on the county's list.
    """

    id: int
    pack_id: str
    kind: str
    area_id: str | None
    state: CaseState
    resident_id: int | None
    opened_by: int
    holder_id: int | None
    holder_name: str | None
    names: tuple[str, ...]
    listed: tuple[str, ...]
    answers: Mapping[str, str]
    opened_at: datetime
    due_on: date
    asked_on: date | None
    closed_at: datetime | None
    outcome: str | None
    rating: int | None
    reopened: int
    is_forgotten: bool

    @property
    def speaker_id(self) -> int:
        """Who is told what becomes of it: the resident, else the clerk who opened it."""
        return self.resident_id or self.opened_by


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case begins with."""

    pack_id: str
    kind: str
    area_id: str | None
    resident_id: int | None
    opened_by: int
    names: tuple[str, ...]
    answers: Mapping[str, str]
    due_on: date


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of a case's history."""

    event: CaseEvent
    actor_id: int | None
    text: str | None
    at: datetime


async def add_case(connection: Connection, new: NewCase, now: datetime) -> Case:
    """A new case that nobody has taken yet."""
    values = {
        "pack_id": new.pack_id,
        "kind": new.kind,
        "area_id": new.area_id,
        "state": CaseState.NEW.value,
        "resident_id": new.resident_id,
        "opened_by": new.opened_by,
        "names": list(new.names),
        "listed": [],
        "answers": dict(new.answers),
        "opened_at": now,
        "due_on": new.due_on,
        "reopened": 0,
    }
    row = (await connection.execute(insert(connection, _TABLE).values(**values).returning(_TABLE))).one()
    return _case(row)


async def find_case(connection: Connection, case_id: int) -> Case | None:
    """A case by its id."""
    row = (await connection.execute(select(_TABLE).where(_TABLE.c.id == case_id))).first()
    return _case(row) if row else None


async def get_case_to_change(connection: Connection, case_id: int) -> Case:
    """A case that this transaction is going to change: nobody else does meanwhile. `NotFound` without one."""
    row = (await connection.execute(select(_TABLE).where(_TABLE.c.id == case_id).with_for_update())).first()
    if row is None:
        raise NotFound(f"no case {case_id}")
    return _case(row)


async def record_change(connection: Connection, case_id: int, **values: Any) -> Case:
    """Writes columns of a case: state, holder_id, holder_name, due_on, asked_on, closed_at, outcome, rating …"""
    row = (
        await connection.execute(
            update(_TABLE).where(_TABLE.c.id == case_id).values(**values).returning(_TABLE)
        )
    ).one()
    return _case(row)


async def record_event(
    connection: Connection,
    case_id: int,
    event: CaseEvent,
    actor_id: int | None,
    now: datetime,
    text: str | None = None,
    source: tuple[int, int] | None = None,
) -> int:
    """Adds to a case's history; `source` is (chat id, message id) of what was said. The entry's id."""
    chat_id, message_id = source or (None, None)
    table = tables.case_events
    statement = insert(connection, table).values(
        case_id=case_id,
        event=event.value,
        actor_id=actor_id,
        text=text,
        chat_id=chat_id,
        message_id=message_id,
        at=now,
    )
    return int((await connection.execute(statement.returning(table.c.id))).scalar_one())


async def list_events(connection: Connection, case_id: int) -> list[Happening]:
    """A case's history, the earliest first."""
    table = tables.case_events
    rows = await connection.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.id))
    return [Happening(CaseEvent(row.event), row.actor_id, row.text, row.at) for row in rows]


async def find_case_of_message(
    connection: Connection, chat_id: int, message_id: int
) -> tuple[int, str | None] | None:
    """The case that a message of a person was said in, and its text then: for edits."""
    table = tables.case_events
    row = (
        await connection.execute(
            select(table.c.case_id, table.c.text)
            .where(table.c.chat_id == chat_id, table.c.message_id == message_id)
            .order_by(table.c.id.desc())
            .limit(1)
        )
    ).first()
    return (row.case_id, row.text) if row else None


async def add_files(connection: Connection, case_id: int, files: Iterable[File], now: datetime) -> None:
    """Adds photos and documents; the same one for the same paper is kept once."""
    table = tables.case_files
    known = {(file.unique_id, file.paper) for file in await list_files(connection, case_id)}
    for file in files:
        if (file.unique_id, file.paper) in known:
            continue
        known.add((file.unique_id, file.paper))
        await connection.execute(
            table.insert().values(
                case_id=case_id,
                kind=file.kind,
                file_id=file.file_id,
                unique_id=file.unique_id,
                paper=file.paper,
                added_at=now,
            )
        )


async def list_files(connection: Connection, case_id: int) -> list[File]:
    """A case's photos and documents in the order in which they came."""
    table = tables.case_files
    rows = await connection.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.id))
    return [File(row.kind, row.file_id, row.unique_id, row.paper) for row in rows]


async def list_cases(
    connection: Connection,
    pack_id: str,
    *,
    areas: Sequence[str] | None = None,
    states: Iterable[CaseState] | None = None,
    kind: str | None = None,
    holder_id: int | None = None,
) -> list[Case]:
    """Cases of a pack, the oldest first. `areas` None: of every village, also of those who would not say."""
    query = select(_TABLE).where(_TABLE.c.pack_id == pack_id).order_by(_TABLE.c.id)
    if areas is not None:
        query = query.where(_TABLE.c.area_id.in_(list(areas)))
    if states is not None:
        query = query.where(_TABLE.c.state.in_([state.value for state in states]))
    if kind is not None:
        query = query.where(_TABLE.c.kind == kind)
    if holder_id is not None:
        query = query.where(_TABLE.c.holder_id == holder_id)
    return [_case(row) for row in await connection.execute(query)]


async def list_cases_of(connection: Connection, user_id: int, *, only_open: bool = False) -> list[Case]:
    """A resident's own cases (or those that a clerk opened for others), the newest first."""
    own = or_(
        _TABLE.c.resident_id == user_id,
        (_TABLE.c.opened_by == user_id) & _TABLE.c.resident_id.is_(None),
    )
    query = select(_TABLE).where(own).order_by(_TABLE.c.id.desc())
    if only_open:
        query = query.where(_TABLE.c.state.not_in([state.value for state in CLOSED]))
    return [_case(row) for row in await connection.execute(query)]


async def list_asked(connection: Connection, pack_id: str, until: date) -> list[Case]:
    """Cases whose resident has been asked something up to a day and has not answered."""
    query = select(_TABLE).where(_TABLE.c.pack_id == pack_id, _TABLE.c.asked_on <= until)
    return [_case(row) for row in await connection.execute(query.order_by(_TABLE.c.id))]


async def add_post(
    connection: Connection, case_id: int, outbox_key: str, chat_id: int, *, is_card: bool
) -> None:
    """Notes that a row of the outbox speaks of a case; a new card in a chat takes the place of the old one."""
    table = tables.case_posts
    if is_card:
        await connection.execute(
            update(table).where(table.c.case_id == case_id, table.c.chat_id == chat_id).values(is_card=False)
        )
    await connection.execute(
        insert(connection, table)
        .values(outbox_key=outbox_key, case_id=case_id, chat_id=chat_id, is_card=is_card)
        .on_conflict_do_nothing()
    )


async def list_cards(connection: Connection, case_id: int) -> list[tuple[int, str]]:
    """(chat id, outbox key) of the cards by which a case is shown."""
    table = tables.case_posts
    rows = await connection.execute(
        select(table.c.chat_id, table.c.outbox_key)
        .where(table.c.case_id == case_id, table.c.is_card.is_(True))
        .order_by(table.c.outbox_key)
    )
    return [(row.chat_id, row.outbox_key) for row in rows]


async def list_unreached(connection: Connection, pack_id: str, since: datetime) -> list[tuple[int, Case]]:
    """Messages to a case's resident (outbox id, case) that can never arrive, failed since a moment."""
    posts, outbox = tables.case_posts, tables.outbox
    told = (posts.c.chat_id == _TABLE.c.resident_id) & (outbox.c.method.like("send%"))
    rows = await connection.execute(
        select(outbox.c.id.label("outbox_id"), _TABLE)
        .join(posts, posts.c.case_id == _TABLE.c.id)
        .join(outbox, outbox.c.key == posts.c.outbox_key)
        .where(_TABLE.c.pack_id == pack_id, outbox.c.state == "failed", outbox.c.sent_at >= since, told)
        .order_by(outbox.c.id)
    )
    return [(row.outbox_id, _case(row)) for row in rows]


async def list_to_forget(connection: Connection, closed_before: datetime) -> list[int]:
    """Cases closed before a moment of which papers and words are still there."""
    query = select(_TABLE.c.id).where(_TABLE.c.closed_at <= closed_before, _TABLE.c.forgotten_at.is_(None))
    return list((await connection.execute(query.order_by(_TABLE.c.id))).scalars())


async def forget_contents(connection: Connection, case_ids: Sequence[int], now: datetime) -> None:
    """Removes who and what cases were about: names, answers, papers, words, the messages in the outbox.

    What figures need stays: kind, village, days, state, satisfaction.
    """
    posts, outbox = tables.case_posts, tables.outbox
    keys = select(posts.c.outbox_key).where(posts.c.case_id.in_(case_ids))
    await connection.execute(delete(outbox).where(outbox.c.key.in_(keys)))
    await connection.execute(delete(posts).where(posts.c.case_id.in_(case_ids)))
    await connection.execute(delete(tables.case_files).where(tables.case_files.c.case_id.in_(case_ids)))
    events = tables.case_events
    await connection.execute(
        update(events).where(events.c.case_id.in_(case_ids)).values(text=None, chat_id=None, message_id=None)
    )
    await connection.execute(
        update(_TABLE)
        .where(_TABLE.c.id.in_(case_ids))
        .values(
            names=[],
            listed=[],
            answers={},
            outcome=None,
            resident_id=None,
            opened_by=NOBODY,
            holder_name=None,
            forgotten_at=now,
        )
    )


async def forget_user(connection: Connection, user_id: int, now: datetime) -> int:
    """Removes the contents of a resident's closed cases; the number of those still open, which are kept."""
    own = await list_cases_of(connection, user_id)
    closed = [case.id for case in own if case.state.is_closed]
    if closed:
        await forget_contents(connection, closed, now)
    return len(own) - len(closed)


async def village_of(connection: Connection, user_id: int) -> str | None:
    """The village of the household that a resident is bound to; None without one, or with several villages."""
    bindings, households = tables.bindings, tables.households
    areas = (
        (
            await connection.execute(
                select(households.c.area_id)
                .join(bindings, bindings.c.household_id == households.c.id)
                .where(bindings.c.user_id == user_id)
                .distinct()
            )
        )
        .scalars()
        .all()
    )
    return str(areas[0]) if len(areas) == 1 else None


def _case(row: Any) -> Case:
    return Case(
        row.id,
        row.pack_id,
        row.kind,
        row.area_id,
        CaseState(row.state),
        row.resident_id,
        row.opened_by,
        row.holder_id,
        row.holder_name,
        tuple(row.names),
        tuple(row.listed),
        row.answers,
        row.opened_at,
        row.due_on,
        row.asked_on,
        row.closed_at,
        row.outcome,
        row.rating,
        row.reopened,
        row.forgotten_at is not None,
    )
