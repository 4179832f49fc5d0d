"""Payments by insurance year: imported from the tax system, marked by clerks, refunded, taken back (void)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Row, select, update

from storage import tables
from storage.database import Connection

_PAYMENTS = tables.payments
_AT_ONCE = 10_000
# more than the largest household; others may write in between
_IN_ONE_STEP = 200


class Source(StrEnum):
    """Where a payment's record comes from."""

    IMPORT = "import"
    CLERK = "clerk"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; a negative amount is a refund. A void one does not count.

    `reference` is the order number, or the day where the export gives none (day:2021-10-03); None for what a clerk
    marked as long as no export confirms it.
    """

    id: int
    person_id: int
    year: int
    amount: Decimal
    paid_on: date
    channel: str | None
    reference: str | None
    source: Source
    recorded_by: int | None
    recorded_at: datetime
    is_void: bool


def _payment(row: Row[tuple[object, ...]]) -> Payment:
    return Payment(
        row.id,
        row.person_id,
        row.year,
        row.amount,
        row.paid_on,
        row.channel,
        row.reference,
        Source(row.source),
        row.recorded_by,
        row.recorded_at,
        row.voided_at is not None,
    )


async def record_payment(
    connection: Connection,
    person_id: int,
    year: int,
    amount: Decimal,
    paid_on: date,
    channel: str | None,
    by: int,
    at: datetime,
) -> int:
    """A payment that a clerk marks; its id, by which it can be taken back."""
    inserted = await connection.execute(
        _PAYMENTS.insert()
        .values(
            person_id=person_id,
            year=year,
            amount=amount,
            paid_on=paid_on,
            channel=channel,
            source=Source.CLERK.value,
            recorded_by=by,
            recorded_at=at,
        )
        .returning(_PAYMENTS.c.id)
    )
    return int(inserted.scalar_one())


async def list_payments(
    connection: Connection, person_ids: Sequence[int], years: Iterable[int]
) -> list[Payment]:
    """All payments of persons for these years, void ones too, in the order in which they were recorded."""
    wanted_years = list(years)
    payments: list[Payment] = []
    for start in range(0, len(person_ids), _AT_ONCE):
        rows = await connection.execute(
            select(_PAYMENTS)
            .where(
                _PAYMENTS.c.person_id.in_(person_ids[start : start + _AT_ONCE]),
                _PAYMENTS.c.year.in_(wanted_years),
            )
            .order_by(_PAYMENTS.c.id)
        )
        payments.extend(map(_payment, rows))
    return payments


async def list_marked_together(connection: Connection, payment_id: int) -> list[Payment]:
    """What a clerk marked in one step, void ones too; `payment_id` is the first. Empty where no clerk marked it."""
    first = (
        await connection.execute(
            select(_PAYMENTS).where(_PAYMENTS.c.id == payment_id, _PAYMENTS.c.source == Source.CLERK.value)
        )
    ).first()
    if first is None:
        return []
    query = select(_PAYMENTS).where(
        _PAYMENTS.c.id.between(payment_id, payment_id + _IN_ONE_STEP),
        _PAYMENTS.c.source == Source.CLERK.value,
        _PAYMENTS.c.recorded_by == first.recorded_by,
        _PAYMENTS.c.recorded_at == first.recorded_at,
    )
    return [_payment(row) for row in await connection.execute(query.order_by(_PAYMENTS.c.id))]


async def void_payment(connection: Connection, payment_id: int, by: int, at: datetime, reason: str) -> bool:
    """Takes a payment back; False where that was done before."""
    result = await connection.execute(
        update(_PAYMENTS)
        .where(_PAYMENTS.c.id == payment_id, _PAYMENTS.c.voided_at.is_(None))
        .values(voided_at=at, voided_by=by, void_reason=reason[:200])
    )
    return result.rowcount == 1
