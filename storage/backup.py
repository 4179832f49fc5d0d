"""A consistent copy of a SQLite database while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import file_of
from storage.errors import DatabaseUnusable


def back_up(url: str, target: Path) -> None:
    """Copies the database to `target`; an existing file is replaced only by a complete copy."""
    source = file_of(url)
    if source is None:
        raise DatabaseUnusable("only a SQLite file is backed up here; for PostgreSQL use pg_dump")
    if not source.exists():
        raise DatabaseUnusable(f"there is no database at {source} yet")
    part = target.with_name(target.name + ".part")
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(part)) as copy,
        ):
            live.backup(copy)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise DatabaseUnusable(f"the backup to {target} failed: {error}") from error
