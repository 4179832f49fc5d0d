"""A server per test, and raw calls to it as a bot makes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.support.bot_api import LocalBotApi, local_bot_api

Json = dict[str, Any]
MORNING = datetime(2021, 10, 1, 9)


class BotCalls:
    """Calls of the bot over HTTP, JSON bodies."""

    def __init__(self, api: LocalBotApi, client: httpx.AsyncClient) -> None:
        self.api = api
        self.client = client

    async def answer(self, method: str, **params: Any) -> Json:
        """The whole answer, `ok` or not."""
        response = await self.client.post(f"{self.api.url}/bot{self.api.token}/{method}", json=params)
        body: Json = response.json()
        assert response.status_code == (200 if body["ok"] else body["error_code"])
        return body

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result; fails with the description where there is none."""
        body = await self.answer(method, **params)
        assert body["ok"], body["description"]
        return body["result"]

    async def updates(self, **params: Any) -> list[Json]:
        """getUpdates; confirms nothing by itself."""
        found: list[Json] = await self("getUpdates", **params)
        return found


@pytest.fixture(autouse=True)
def _time_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns about its old way of telling time spans; warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    async with local_bot_api(now=MORNING) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=20, trust_env=False) as opened:
        yield opened


@pytest.fixture
async def bot(api: LocalBotApi, client: httpx.AsyncClient) -> BotCalls:
    return BotCalls(api, client)
