"""The steps add up to the tables, on both databases."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, TypeDecorator

from storage.database import Database
from storage.tables import metadata


def _same_type(_context: object, _column: object, _has: object, has: Any, wants: Any) -> bool | None:
    """Our own types are compared as what they are in the database; True says that they differ."""
    if isinstance(wants, TypeDecorator):
        return bool(has._type_affinity is not wants.impl_instance._type_affinity)
    return None


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
    return list(compare_metadata(context, metadata))


async def test_steps_equal_tables(any_database: Database) -> None:
    async with any_database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
