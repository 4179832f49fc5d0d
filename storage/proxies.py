"""Payments that somebody else made or that are to be given back: what a clerk paid for whom, who paid first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import case, func, literal, select

from storage import tables
from storage.database import Connection
from storage.types import Yuan

_PAYMENTS = tables.payments
_PERSONS = tables.persons
_HOUSEHOLDS = tables.households
_NOTHING = literal(Decimal(0), Yuan)


@dataclass(frozen=True, slots=True)
class MarkedPayment:
    """A payment that a clerk noted: for whom, how much, when, how (`channel`), by whom."""

    area_id: str
    group: str | None
    name: str
    category: str
    amount: Decimal
    paid_on: date
    channel: str | None
    recorded_by: int | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PaidFirst:
    """A person of a category that pays first: what was paid since when, and what was given back."""

    area_id: str
    name: str
    category: str
    paid: Decimal
    since: date
    refunded: Decimal


async def list_marked(connection: Connection, year: int) -> list[MarkedPayment]:
    """What clerks noted for an insurance year, by village and day; void ones are left out."""
    query = (
        select(
            _HOUSEHOLDS.c.area_id,
            _HOUSEHOLDS.c.group_name,
            _PERSONS.c.name,
            _PERSONS.c.category,
            _PAYMENTS.c.amount,
            _PAYMENTS.c.paid_on,
            _PAYMENTS.c.channel,
            _PAYMENTS.c.recorded_by,
            _PAYMENTS.c.recorded_at,
        )
        .join_from(_PAYMENTS, _PERSONS)
        .join(_HOUSEHOLDS)
        .where(_PAYMENTS.c.year == year, _PAYMENTS.c.source == "clerk", _PAYMENTS.c.voided_at.is_(None))
        .order_by(_HOUSEHOLDS.c.area_id, _PAYMENTS.c.paid_on, _PAYMENTS.c.id)
    )
    return [MarkedPayment(*row) for row in await connection.execute(query)]


async def list_paid_first(connection: Connection, year: int, categories: Iterable[str]) -> list[PaidFirst]:
    """Who of these categories has paid for a year, the longest ago first."""
    amount = _PAYMENTS.c.amount
    paid = func.sum(case((amount > _NOTHING, amount), else_=_NOTHING), type_=Yuan)
    refunded = func.sum(case((amount < _NOTHING, -amount), else_=_NOTHING), type_=Yuan)
    query = (
        select(
            _HOUSEHOLDS.c.area_id,
            _PERSONS.c.name,
            _PERSONS.c.category,
            paid,
            func.min(_PAYMENTS.c.paid_on),
            refunded,
        )
        .join_from(_PAYMENTS, _PERSONS)
        .join(_HOUSEHOLDS)
        .where(
            _PAYMENTS.c.year == year,
            _PAYMENTS.c.voided_at.is_(None),
            _PERSONS.c.category.in_(list(categories)),
        )
        .group_by(_PERSONS.c.id, _HOUSEHOLDS.c.area_id, _PERSONS.c.name, _PERSONS.c.category)
        .having(paid > _NOTHING)
        .order_by(func.min(_PAYMENTS.c.paid_on), _PERSONS.c.id)
    )
    return [PaidFirst(*row) for row in await connection.execute(query)]
