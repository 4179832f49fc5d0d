"""What the imported and marked payments add up to by village: people and yuan in the system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, func, or_, select

from storage import tables
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Entered:
    """People with a payment that was not refunded, and the yuan of all payments less refunds."""

    persons: int
    amount: Decimal


NOTHING = Entered(0, Decimal(0))


async def count_entered(connection: Connection, year: int) -> dict[str, Entered]:
    """By area, for an insurance year; empty where nothing was imported. A free person counts with 0 yuan."""
    payments, persons, households = tables.payments, tables.persons, tables.households
    refunds = func.sum(case((payments.c.amount < Decimal(0), 1), else_=0))
    paid = (
        select(payments.c.person_id, func.sum(payments.c.amount).label("amount"))
        .where(payments.c.year == year, payments.c.voided_at.is_(None))
        .group_by(payments.c.person_id)
        .having(or_(refunds == 0, func.sum(payments.c.amount) > Decimal(0)))
        .subquery()
    )
    query = (
        select(households.c.area_id, func.count(), func.sum(paid.c.amount))
        .select_from(paid)
        .join(persons, persons.c.id == paid.c.person_id)
        .join(households, households.c.id == persons.c.household_id)
        .group_by(households.c.area_id)
    )
    return {
        area_id: Entered(count, Decimal(amount)) for area_id, count, amount in await connection.execute(query)
    }


async def count_persons(
    connection: Connection, categories: Iterable[str], area_ids: Iterable[str]
) -> dict[str, int]:
    """People of these categories who live in each village now; empty where there is no roster."""
    persons, households = tables.persons, tables.households
    query = (
        select(households.c.area_id, func.count())
        .join_from(households, persons)
        .where(
            households.c.area_id.in_(list(area_ids)),
            persons.c.category.in_(list(categories)),
            persons.c.state == "here",
        )
        .group_by(households.c.area_id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}
