"""Who of the staff looked at or changed whose data, when and why. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage import tables
from storage.database import Connection

_AUDIT = tables.audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`user_id` is None for the command line; `household_id` None where a whole area was meant."""

    at: datetime
    user_id: int | None
    household_id: int | None
    area_id: str | None
    action: str
    reason: str | None


async def record_look(
    connection: Connection,
    user_id: int | None,
    action: str,
    at: datetime,
    *,
    household_id: int | None = None,
    area_id: str | None = None,
    reason: str | None = None,
) -> None:
    """Notes a look or a change in the transaction that it belongs to; `action` is a short word such as unpaid."""
    await connection.execute(
        _AUDIT.insert().values(
            at=at,
            user_id=user_id,
            household_id=household_id,
            area_id=area_id,
            action=action,
            reason=None if reason is None else reason[:200],
        )
    )


async def list_looks(
    connection: Connection, *, household_id: int | None = None, limit: int = 100
) -> list[AuditEntry]:
    """The last entries, newest first; only those about a household if one is given."""
    query = select(
        _AUDIT.c.at,
        _AUDIT.c.user_id,
        _AUDIT.c.household_id,
        _AUDIT.c.area_id,
        _AUDIT.c.action,
        _AUDIT.c.reason,
    )
    if household_id is not None:
        query = query.where(_AUDIT.c.household_id == household_id)
    rows = await connection.execute(query.order_by(_AUDIT.c.id.desc()).limit(limit))
    return [AuditEntry(*row) for row in rows]
