"""Clerks' messages as they were read, revision by revision, and what became of each.

A reading is booked at once, or waits until its card is answered: confirmed, cancelled, or replaced by an edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from knowledge.model import TallyEntry
from knowledge.standing.model import Origin
from storage import tables
from storage.database import Connection
from storage.writing import insert

_READINGS = tables.tally_readings


class State(StrEnum):
    """What became of a reading."""

    BOOKED = "booked"  # plain: booked without asking
    WAITING = "waiting"  # its card is not answered yet
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    REPLACED = "replaced"  # the message was edited before the card was answered


class Asks(StrEnum):
    """What a card asks."""

    DOUBT = "doubt"  # is it really so?
    VILLAGE = "village"  # for which village?


@dataclass(frozen=True, slots=True)
class Reading:
    """A message's figures as they were read; `warnings` say why it was asked about, `choices` for which villages."""

    id: int
    origin: Origin
    user_id: int
    sent_on: date
    entries: tuple[TallyEntry, ...]
    warnings: tuple[str, ...]
    choices: tuple[str, ...]
    asks: Asks | None
    state: State
    made_at: datetime


async def add_reading(
    connection: Connection,
    pack_id: str,
    origin: Origin,
    user_id: int,
    sent_on: date,
    entries: Sequence[TallyEntry],
    at: datetime,
    warnings: Sequence[str] = (),
    choices: Sequence[str] = (),
    asks: Asks | None = None,
) -> int | None:
    """Remembers a revision of a message (waiting where something is asked); None where it is known already."""
    statement = insert(connection, _READINGS).values(
        pack_id=pack_id,
        chat_id=origin.chat_id,
        message_id=origin.message_id,
        revision=origin.revision,
        user_id=user_id,
        sent_on=sent_on,
        entries=[_written(entry) for entry in entries],
        warnings=list(warnings),
        choices=list(choices),
        asks=asks.value if asks else None,
        state=(State.WAITING if asks else State.BOOKED).value,
        made_at=at,
    )
    result = await connection.execute(statement.on_conflict_do_nothing().returning(_READINGS.c.id))
    reading_id: int | None = result.scalar()
    return reading_id


async def find_reading(connection: Connection, reading_id: int) -> Reading | None:
    """A reading by its id."""
    row = (await connection.execute(select(_READINGS).where(_READINGS.c.id == reading_id))).first()
    return _reading(row) if row else None


async def find_newest(connection: Connection, chat_id: int, message_id: int) -> Reading | None:
    """The last revision that was read of a message."""
    query = (
        select(_READINGS)
        .where(_READINGS.c.chat_id == chat_id, _READINGS.c.message_id == message_id)
        .order_by(_READINGS.c.revision.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return _reading(row) if row else None


async def settle(connection: Connection, reading_id: int, state: State, user_id: int, at: datetime) -> bool:
    """Answers a waiting card; False where it was answered before."""
    result = await connection.execute(
        update(_READINGS)
        .where(_READINGS.c.id == reading_id, _READINGS.c.state == State.WAITING)
        .values(state=state.value, settled_by=user_id, settled_at=at)
    )
    return result.rowcount == 1


async def ask_anew(
    connection: Connection,
    reading_id: int,
    entries: Sequence[TallyEntry],
    warnings: Sequence[str],
    asks: Asks,
) -> bool:
    """A waiting card asks something else now that part of it is answered; False where it waits no more."""
    result = await connection.execute(
        update(_READINGS)
        .where(_READINGS.c.id == reading_id, _READINGS.c.state == State.WAITING)
        .values(entries=[_written(entry) for entry in entries], warnings=list(warnings), asks=asks.value)
    )
    return result.rowcount == 1


def _written(entry: TallyEntry) -> dict[str, Any]:
    return {
        "village": entry.village,
        "date": entry.date.isoformat(),
        "persons": entry.persons,
        "households": entry.households,
        "amount": None if entry.amount is None else str(entry.amount),
        "cumulative": entry.cumulative,
        "correction": entry.correction,
        "deposit": None if entry.deposit is None else str(entry.deposit),
        "by_category": dict(entry.by_category),
    }


def _read(row: dict[str, Any]) -> TallyEntry:
    return TallyEntry(
        row["village"],
        date.fromisoformat(row["date"]),
        row["persons"],
        row["households"],
        None if row["amount"] is None else Decimal(row["amount"]),
        row["cumulative"],
        row["correction"],
        None if row["deposit"] is None else Decimal(row["deposit"]),
        row["by_category"],
    )


def _reading(row: Any) -> Reading:
    return Reading(
        row.id,
        Origin(row.chat_id, row.message_id, row.revision),
        row.user_id,
        row.sent_on,
        tuple(_read(entry) for entry in row.entries),
        tuple(row.warnings),
        tuple(row.choices),
        Asks(row.asks) if row.asks else None,
        State(row.state),
        row.made_at,
    )
