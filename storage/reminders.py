"""Reminders: the households that may be reminded, what was said to whom, who wants none, and what it brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update

from knowledge.reminding.values import Household, Member
from knowledge.roster.values import PersonState
from storage import tables
from storage.database import Connection
from storage.outbox import OPEN, Lane
from storage.owing import counts_here, has_paid, owes
from storage.subscriptions import may_be_written_to
from storage.writing import insert

PRIVATE, GROUP, CALL = "private", "group", "call"
COUNTS_DAYS = 7


@dataclass(frozen=True, slots=True)
class Reader:
    """A user who gets a household's reminders; `locale` None where no language was chosen."""

    user_id: int
    locale: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder to be recorded: `household_id` None for a village group's; `owed` persons who owed then."""

    channel: str
    area_id: str
    household_id: int | None
    stage: str
    day: date
    owed: int


@dataclass(frozen=True, slots=True)
class _Queued:
    """A private reminder in the outbox."""

    row_id: int
    household_id: int
    day: date


def key_of(household_id: int, user_id: int, day: date) -> str:
    """The outbox key of a household's reminder to one of its people."""
    return f"remind:{household_id}:{user_id}:{day.isoformat()}"


async def list_bound_owing(
    connection: Connection, year: int, free_categories: Collection[str], after: int, limit: int
) -> list[Household]:
    """Households with an id above `after` that somebody may be written to about and where somebody owes."""
    bindings = tables.bindings
    query = (
        select(bindings.c.household_id)
        .where(
            bindings.c.household_id > after,
            may_be_written_to(),
            owes(bindings.c.household_id, year, free_categories),
        )
        .group_by(bindings.c.household_id)
        .order_by(bindings.c.household_id)
        .limit(limit)
    )
    found = list((await connection.execute(query)).scalars())
    return await list_households(connection, found, year)


async def list_households(connection: Connection, household_ids: Sequence[int], year: int) -> list[Household]:
    """Households with their members here, in the order of their ids."""
    if not household_ids:
        return []
    table = tables.households
    rows = await connection.execute(select(table).where(table.c.id.in_(household_ids)).order_by(table.c.id))
    members = await _members(connection, household_ids, year)
    reminded = await _last_reminded(connection, household_ids)
    return [
        Household(row.id, row.area_id, row.head, tuple(members[row.id]), row.group_name, reminded.get(row.id))
        for row in rows
    ]


async def _members(
    connection: Connection, household_ids: Sequence[int], year: int
) -> dict[int, list[Member]]:
    persons, history = tables.persons, tables.person_history
    left_employer = (
        select(func.max(history.c.until))
        .where(
            history.c.person_id == persons.c.id,
            history.c.state == PersonState.EMPLOYEE.value,
            history.c.until == persons.c.since,
        )
        .scalar_subquery()
    )
    query = (
        select(
            persons.c.id,
            persons.c.household_id,
            persons.c.name,
            persons.c.category,
            persons.c.born_on,
            left_employer.label("event_on"),
            has_paid(persons.c.id, year).label("has_paid"),
        )
        .where(persons.c.household_id.in_(household_ids), counts_here(persons, ()))
        .order_by(persons.c.id)
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for row in await connection.execute(query):
        member = Member(row.id, row.name, row.category, row.born_on, row.event_on, bool(row.has_paid))
        found[row.household_id].append(member)
    return found


async def _last_reminded(connection: Connection, household_ids: Sequence[int]) -> dict[int, date]:
    table = tables.reminders
    query = (
        select(table.c.household_id, func.max(table.c.day).label("day"))
        .where(table.c.household_id.in_(household_ids), table.c.channel == PRIVATE)
        .group_by(table.c.household_id)
    )
    return {row.household_id: row.day for row in await connection.execute(query)}


async def list_readers(connection: Connection, household_ids: Sequence[int]) -> dict[int, list[Reader]]:
    """Who gets the reminders of which household."""
    bindings, users = tables.bindings, tables.users
    query = (
        select(bindings.c.household_id, bindings.c.user_id, users.c.locale)
        .select_from(bindings)
        .outerjoin(users, users.c.user_id == bindings.c.user_id)
        .where(bindings.c.household_id.in_(household_ids), may_be_written_to())
        .order_by(bindings.c.household_id, bindings.c.user_id)
    )
    found: dict[int, list[Reader]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.household_id].append(Reader(row.user_id, row.locale))
    return found


async def is_bound(connection: Connection, user_id: int, household_id: int) -> bool:
    """Whether a user may ask about a household."""
    table = tables.bindings
    query = select(table.c.user_id).where(table.c.user_id == user_id, table.c.household_id == household_id)
    return (await connection.execute(query)).first() is not None


async def has_bound(connection: Connection, user_id: int) -> bool:
    """Whether a user has any household."""
    table = tables.bindings
    return (
        await connection.execute(select(table.c.user_id).where(table.c.user_id == user_id))
    ).first() is not None


async def record_reminders(connection: Connection, pack_id: str, said: Iterable[Said]) -> None:
    """Writes down what was decided to be said; a household's reminder of the same day and channel once."""
    rows = [
        {
            "pack_id": pack_id,
            "channel": one.channel,
            "area_id": one.area_id,
            "household_id": one.household_id,
            "stage": one.stage,
            "day": one.day,
            "counts_until": one.day + timedelta(days=COUNTS_DAYS),
            "owed": one.owed,
        }
        for one in said
    ]
    if rows:
        await connection.execute(insert(connection, tables.reminders).on_conflict_do_nothing(), rows)


async def has_group_reminder(connection: Connection, pack_id: str, area_id: str, day: date) -> bool:
    """Whether a village's group has had its reminder of a day."""
    table = tables.reminders
    query = select(table.c.id).where(
        table.c.pack_id == pack_id,
        table.c.area_id == area_id,
        table.c.channel == GROUP,
        table.c.day == day,
    )
    return (await connection.execute(query)).first() is not None


async def count_owing(
    connection: Connection, year: int, free_categories: Collection[str], area_ids: Collection[str]
) -> dict[str, int]:
    """Persons who owe, by village."""
    persons, households = tables.persons, tables.households
    query = (
        select(households.c.area_id, func.count().label("number"))
        .join_from(persons, households)
        .where(
            counts_here(persons, free_categories),
            households.c.area_id.in_(area_ids),
            ~has_paid(persons.c.id, year),
        )
        .group_by(households.c.area_id)
    )
    return {row.area_id: row.number for row in await connection.execute(query)}


async def cancel_for_household(connection: Connection, household_id: int) -> int:
    """Cancels a household's reminders in the queue; the number of messages."""
    rows = [queued.row_id for queued in await _list_queued(connection) if queued.household_id == household_id]
    return await _cancel(connection, rows)


async def cancel_settled(connection: Connection, year: int, free_categories: Collection[str]) -> int:
    """Cancels reminders in the queue whose households owe nothing any more; the number of messages."""
    waiting = await _list_queued(connection)
    if not waiting:
        return 0
    households = tables.households
    query = select(households.c.id).where(
        households.c.id.in_({queued.household_id for queued in waiting}),
        owes(households.c.id, year, free_categories),
    )
    owing = set((await connection.execute(query)).scalars())
    return await _cancel(connection, [one.row_id for one in waiting if one.household_id not in owing])


async def take_back_stale(connection: Connection, today: date) -> date | None:
    """Cancels reminders of earlier days that never went out, as if undecided; the earliest such day."""
    stale = [queued for queued in await _list_queued(connection) if queued.day < today]
    await _cancel(connection, [queued.row_id for queued in stale])
    table, sent = tables.reminders, tables.outbox
    for household_id, day in {(queued.household_id, queued.day) for queued in stale}:
        pattern = f"remind:{household_id}:%:{day.isoformat()}"
        arrived = select(sent.c.id).where(sent.c.key.like(pattern), sent.c.state == "sent").exists()
        await connection.execute(
            delete(table).where(
                table.c.household_id == household_id,
                table.c.channel == PRIVATE,
                table.c.day == day,
                ~arrived,
            )
        )
    return min((queued.day for queued in stale), default=None)


async def _list_queued(connection: Connection) -> list[_Queued]:
    """The private reminders that are still in the outbox."""
    table = tables.outbox
    query = select(table.c.id, table.c.key).where(
        table.c.state.in_(OPEN), table.c.lane == Lane.BROADCAST.value, table.c.broadcast_id.is_(None)
    )
    found = []
    for row in await connection.execute(query):
        kind, *parts = row.key.split(":")
        if kind == "remind" and len(parts) == 3:
            found.append(_Queued(row.id, int(parts[0]), date.fromisoformat(parts[2])))
    return found


async def _cancel(connection: Connection, row_ids: Sequence[int]) -> int:
    table = tables.outbox
    if not row_ids:
        return 0
    statement = update(table).where(table.c.id.in_(row_ids), table.c.state.in_(OPEN))
    return int((await connection.execute(statement.values(state="cancelled"))).rowcount)
