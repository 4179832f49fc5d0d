"""What the ledger adds up to by village and day: derived, kept in step by whoever adds to the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import FromClause, delete, func, select

from knowledge.standing.model import Figures, Kind, Totals, VillageDay
from storage import tables
from storage.database import Connection

_DAYS = tables.village_days
_TOTALS = (
    _DAYS.c.area_id,
    _DAYS.c.total_persons,
    _DAYS.c.total_households,
    _DAYS.c.total_amount,
    _DAYS.c.total_deposit,
)


async def find_totals(connection: Connection, pack_id: str, area_id: str, before: date) -> Totals:
    """A village's totals at the end of the last day with figures before a day."""
    query = (
        select(*_TOTALS)
        .where(_DAYS.c.pack_id == pack_id, _DAYS.c.area_id == area_id, _DAYS.c.day < before)
        .order_by(_DAYS.c.day.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return _totals(row) if row else Totals()


async def replace_days(
    connection: Connection, pack_id: str, area_id: str, since: date, days: Sequence[VillageDay]
) -> None:
    """Puts a village's days from a day on in the place of what stood there."""
    stale = (_DAYS.c.pack_id == pack_id, _DAYS.c.area_id == area_id, _DAYS.c.day >= since)
    await connection.execute(delete(_DAYS).where(*stale))
    if days:
        await connection.execute(_DAYS.insert(), [_values(pack_id, day) for day in days])


async def list_totals(connection: Connection, pack_id: str, on: date) -> dict[str, Totals]:
    """Every village's totals at the end of a day; villages that have stated nothing are left out."""
    query = select(*_TOTALS).select_from(_last_days(pack_id, on))
    return {row.area_id: _totals(row) for row in await connection.execute(query)}


async def list_last_days(connection: Connection, pack_id: str, until: date) -> dict[str, date]:
    """The last day that each village has stated something for."""
    query = select(_DAYS.c.area_id, _DAYS.c.day).select_from(_last_days(pack_id, until))
    return {row.area_id: row.day for row in await connection.execute(query)}


def _last_days(pack_id: str, until: date) -> FromClause:
    """Each village's last row up to a day, found by leaps from village to village in the primary key.

    Grouping would read every row of the season: a quarter of a million for four hundred villages.
    """
    others = _DAYS.alias()
    villages = select(func.min(others.c.area_id).label("area_id")).where(others.c.pack_id == pack_id)
    reached = villages.cte("villages", recursive=True)
    onwards = select(func.min(others.c.area_id)).where(
        others.c.pack_id == pack_id, others.c.area_id > reached.c.area_id
    )
    reached = reached.union_all(select(onwards.scalar_subquery()).where(reached.c.area_id.is_not(None)))
    last = select(func.max(others.c.day)).where(
        others.c.pack_id == pack_id, others.c.area_id == reached.c.area_id, others.c.day <= until
    )
    return reached.join(
        _DAYS,
        (_DAYS.c.pack_id == pack_id)
        & (_DAYS.c.area_id == reached.c.area_id)
        & (_DAYS.c.day == last.scalar_subquery()),
    )


async def list_first_reports(connection: Connection, pack_id: str) -> list[tuple[str, date, datetime]]:
    """Village, day, and when something was first stated for it; days whose figures were taken back are left out."""
    rows = tables.ledger
    of_day = (
        (rows.c.pack_id == _DAYS.c.pack_id)
        & (rows.c.area_id == _DAYS.c.area_id)
        & (rows.c.day == _DAYS.c.day)
    )
    query = (
        select(_DAYS.c.area_id, _DAYS.c.day, func.min(rows.c.booked_at))
        .join(rows, of_day)
        .where(_DAYS.c.pack_id == pack_id, rows.c.kind != Kind.VOID)
        .group_by(_DAYS.c.area_id, _DAYS.c.day)
    )
    return [(row[0], row[1], row[2]) for row in await connection.execute(query)]


async def list_days(
    connection: Connection,
    pack_id: str,
    area_ids: Iterable[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[VillageDay]:
    """Days of villages with their figures and totals, by village and day."""
    query = select(_DAYS).where(_DAYS.c.pack_id == pack_id).order_by(_DAYS.c.area_id, _DAYS.c.day)
    if area_ids is not None:
        query = query.where(_DAYS.c.area_id.in_(list(area_ids)))
    if since is not None:
        query = query.where(_DAYS.c.day >= since)
    if until is not None:
        query = query.where(_DAYS.c.day <= until)
    return [_village_day(row) for row in await connection.execute(query)]


def _totals(row: Any) -> Totals:
    return Totals(
        row.total_persons,
        row.total_households,
        row.total_amount or Decimal(0),
        row.total_deposit or Decimal(0),
    )


def _village_day(row: Any) -> VillageDay:
    stated = Figures(row.persons, row.households, row.amount, row.deposit)
    return VillageDay(row.area_id, row.day, stated, _totals(row))


def _values(pack_id: str, day: VillageDay) -> dict[str, Any]:
    return {
        "pack_id": pack_id,
        "area_id": day.area_id,
        "day": day.day,
        "persons": day.figures.persons,
        "households": day.figures.households,
        "amount": day.figures.amount,
        "deposit": day.figures.deposit,
        "total_persons": day.totals.persons,
        "total_households": day.totals.households,
        "total_amount": day.totals.amount,
        "total_deposit": day.totals.deposit,
    }
