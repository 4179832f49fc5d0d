"""Empty databases with all tables, at the price of copying a file: the migrations run once a process."""

from __future__ import annotations

import asyncio
import atexit
import functools
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.database import open_database


def new_database(path: Path) -> str:
    """The URL of a migrated, empty SQLite database at `path`; one that is there already is left as it is."""
    if not path.exists():
        shutil.copyfile(_template(), path)
    return f"sqlite+aiosqlite:///{path}"


@functools.cache
def _template() -> Path:
    folder = tempfile.mkdtemp(prefix="canbao-template-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = Path(folder) / "empty.sqlite3"
    # a fixture asks from within a running loop: the template gets a loop, and a thread, of its own
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(_migrate(path))).result()
    return path


async def _migrate(path: Path) -> None:
    database = await open_database(f"sqlite+aiosqlite:///{path}")
    await database.close()
