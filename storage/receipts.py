"""Receipts that clerks hand out: issued, void, lost, and declared lost. Events are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from storage import tables
from storage.database import Connection
from storage.writing import insert

_EVENTS = tables.receipt_events


class Event(StrEnum):
    """What can happen to a receipt."""

    ISSUED = "issued"  # 开
    VOID = "void"  # 作废
    LOST = "lost"  # 丢失
    DECLARED = "declared"  # 已挂失


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it is now: its last event and when that was; `amount` as issued, None for a blank one."""

    area_id: str
    number: str
    event: Event
    amount: Decimal | None
    day: date
    recorded_by: int
    recorded_at: datetime


async def add_event(
    connection: Connection,
    pack_id: str,
    receipt: Receipt,
) -> bool:
    """Notes an event; False where the same one is known of this receipt."""
    statement = insert(connection, _EVENTS).values(
        pack_id=pack_id,
        area_id=receipt.area_id,
        number=receipt.number,
        event=receipt.event.value,
        amount=receipt.amount,
        day=receipt.day,
        recorded_by=receipt.recorded_by,
        recorded_at=receipt.recorded_at,
    )
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount == 1


async def list_receipts(
    connection: Connection, pack_id: str, area_id: str | None = None, number: str | None = None
) -> list[Receipt]:
    """Every receipt as it is now, by village and number; only a village's, or one, if given."""
    query = select(_EVENTS).where(_EVENTS.c.pack_id == pack_id).order_by(_EVENTS.c.id)
    if area_id is not None:
        query = query.where(_EVENTS.c.area_id == area_id)
    if number is not None:
        query = query.where(_EVENTS.c.number == number)
    now: dict[tuple[str, str], Receipt] = {}
    for row in await connection.execute(query):
        key = row.area_id, row.number
        amount = row.amount if key not in now or row.amount is not None else now[key].amount
        now[key] = Receipt(
            row.area_id, row.number, Event(row.event), amount, row.day, row.recorded_by, row.recorded_at
        )
    return [now[key] for key in sorted(now)]
