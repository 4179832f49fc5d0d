"""Fixtures that all rooms' tests share."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from storage.database import Database
    from tests.support.running import Town

# the same cases at every run: a push is not refused for what somebody else's luck would have found
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with all tables."""
    from storage.database import open_database
    from tests.support.databases import new_database

    opened = await open_database(new_database(tmp_path / "canbao.sqlite3"))
    yield opened
    await opened.close()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """西岩镇 on a Monday morning inside the window, with the bot running."""
    from tests.support.running import running_town  # heavy: only conversation tests pay for it

    async with running_town(tmp_path) as running:
        yield running
