"""Conversations about cases are long: towns are shared where tests do not get into each other's way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.cases import TUESDAY
from tests.support.running import Town, running_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """西岩镇 on a day without a bulletin."""
    async with running_town(tmp_path, now=TUESDAY) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The same for all tests of a module; each brings its own people."""
    async with running_town(tmp_path_factory.mktemp("town"), now=TUESDAY) as running:
        yield running
