"""What reminders brought: persons who paid within seven days of one, by channel and stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from storage import tables
from storage.database import Connection
from storage.owing import NOTHING


@dataclass(frozen=True, slots=True)
class Effect:
    """Of so many persons who owed, so many paid within seven days of this reminder."""

    channel: str
    stage: str
    owed: int
    paid: int


async def list_effects(connection: Connection, pack_id: str, year: int) -> list[Effect]:
    """Persons who paid within seven days of a reminder, the nearest before the payment, by channel and stage."""
    reminders = tables.reminders
    owed = (
        select(reminders.c.channel, reminders.c.stage, func.sum(reminders.c.owed).label("owed"))
        .where(reminders.c.pack_id == pack_id)
        .group_by(reminders.c.channel, reminders.c.stage)
    )
    paid = {
        (row.channel, row.stage): row.paid
        for query in (
            _paid_after(pack_id, year, of_village=False),
            _paid_after(pack_id, year, of_village=True),
        )
        for row in await connection.execute(query)
    }
    return [
        Effect(row.channel, row.stage, int(row.owed), paid.get((row.channel, row.stage), 0))
        for row in await connection.execute(owed)
    ]


def _paid_after(pack_id: str, year: int, *, of_village: bool) -> Select[Any]:
    """How many persons paid after which reminder: of the household, or for a group's of the village."""
    reminders, payments, persons, households = (
        tables.reminders,
        tables.payments,
        tables.persons,
        tables.households,
    )
    later = reminders.alias("later")
    if of_village:
        concerned = and_(reminders.c.household_id.is_(None), reminders.c.area_id == households.c.area_id)
        same = and_(later.c.household_id.is_(None), later.c.area_id == reminders.c.area_id)
    else:
        concerned = reminders.c.household_id == households.c.id
        same = later.c.household_id == reminders.c.household_id
    nearer = select(later.c.id).where(
        same,
        later.c.pack_id == pack_id,
        later.c.channel == reminders.c.channel,
        later.c.day > reminders.c.day,
        later.c.day <= payments.c.paid_on,
    )
    return (
        select(reminders.c.channel, reminders.c.stage, func.count(func.distinct(persons.c.id)).label("paid"))
        .select_from(reminders)
        .join(households, concerned)
        .join(persons, persons.c.household_id == households.c.id)
        .join(payments, payments.c.person_id == persons.c.id)
        .where(
            reminders.c.pack_id == pack_id,
            payments.c.year == year,
            payments.c.amount > NOTHING,
            payments.c.voided_at.is_(None),
            payments.c.paid_on >= reminders.c.day,
            payments.c.paid_on <= reminders.c.counts_until,
            ~nearer.exists(),
        )
        .group_by(reminders.c.channel, reminders.c.stage)
    )
