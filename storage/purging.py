"""Removes what belongs to a past insurance year: who paid what, who has gone, who looked at whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Table, delete, exists, select

from knowledge.roster.values import PersonState
from storage import tables
from storage.database import Connection, Database

_PERSONS = tables.persons
_PAYMENTS = tables.payments
_HISTORY = tables.person_history
_HOUSEHOLDS = tables.households


async def purge(connection: Connection, year: int) -> Mapping[str, int]:
    """Removes a past year's personal data, earlier ones included; how many rows by table.

    Payments for those years; persons who died, moved away or left before the year's end and have paid for no later
    one; what was true of persons before the year's end; households without members, with their bindings; codes,
    requests, tries and audit entries of that time. Who still lives here stays, without the past.
    """
    end = date(year + 1, 1, 1)
    end_at = datetime(year + 1, 1, 1, tzinfo=UTC)
    removed = {
        "payments": await _remove(connection, _PAYMENTS, _PAYMENTS.c.year <= year),
        "person_history": await _remove(connection, _HISTORY, _HISTORY.c.until <= end),
    }
    gone = select(_PERSONS.c.id).where(
        _PERSONS.c.state.in_([PersonState.DIED, PersonState.MOVED_OUT, PersonState.LEFT]),
        _PERSONS.c.since < end,
        ~exists().where(_PAYMENTS.c.person_id == _PERSONS.c.id),
    )
    removed["person_history"] += await _remove(connection, _HISTORY, _HISTORY.c.person_id.in_(gone))
    removed["persons"] = await _remove(connection, _PERSONS, _PERSONS.c.id.in_(gone))
    empty = select(_HOUSEHOLDS.c.id).where(~exists().where(_PERSONS.c.household_id == _HOUSEHOLDS.c.id))
    for table in (tables.bindings, tables.household_codes, tables.binding_requests):
        removed[table.name] = await _remove(connection, table, table.c.household_id.in_(empty))
    removed["households"] = await _remove(connection, _HOUSEHOLDS, _HOUSEHOLDS.c.id.in_(empty))
    for table, moment in (
        (tables.household_codes, tables.household_codes.c.expires_at),
        (tables.binding_requests, tables.binding_requests.c.asked_at),
        (tables.binding_tries, tables.binding_tries.c.tried_at),
        (tables.audit, tables.audit.c.at),
    ):
        removed[table.name] = removed.get(table.name, 0) + await _remove(connection, table, moment < end_at)
    return removed


async def _remove(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int((await connection.execute(delete(table).where(condition))).rowcount)


async def wipe_free_space(database: Database) -> None:
    """Makes removed rows unreadable in the file itself: SQLite only marks their space as free."""
    if not database.is_sqlite:
        return
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("VACUUM")
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
