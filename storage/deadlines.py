"""Which of the notice's staff deadlines are met."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage import tables
from storage.database import Connection
from storage.writing import insert

_MET = tables.deadlines_met


async def mark_met(connection: Connection, pack_id: str, deadline_id: str, by: int, at: datetime) -> bool:
    """Notes that a deadline is met; False where it was before."""
    statement = insert(connection, _MET).values(
        pack_id=pack_id, deadline_id=deadline_id, met_by=by, met_at=at
    )
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount == 1


async def list_met(connection: Connection, pack_id: str) -> set[str]:
    """The ids of the deadlines that are met."""
    query = select(_MET.c.deadline_id).where(_MET.c.pack_id == pack_id)
    return set((await connection.execute(query)).scalars())
