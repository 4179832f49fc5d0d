"""The one statement that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart: insert on conflict."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from storage.database import Connection


def insert(connection: Connection, table: Table) -> sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update` for this connection's database."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # loaded only where it is used

        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)
