"""The whole demonstration: the unchanged bot, its town and the page's requests in one process."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.app import Bot
from bot.demo.demonstration import performing
from bot.demo.stage import Stage, staged
from bot.playground import people
from bot.playground.actors import User
from bot.playground.server import Playground
from bot.settings import Settings
from knowledge.library import load_library

WITHIN = 10.0
together = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A stage with the bot on it."""

    stage: Stage
    bot: Bot

    @property
    def root(self) -> str:
        return self.stage.root

    @property
    def playground(self) -> Playground:
        return self.stage.playground

    @property
    def users(self) -> dict[str, User]:
        return self.stage.users


@asynccontextmanager
async def demonstration(settings: Settings) -> AsyncIterator[Demonstration]:
    async with staged(settings, port=0) as stage, performing(stage, settings) as bot:
        yield Demonstration(stage, bot)


def _settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demonstration]:
    """One for all who only look at it, or move its clock on."""
    async with demonstration(_settings()) as running:
        yield running


async def _happens(demo: Demonstration, look: Callable[[], bool]) -> None:
    """Waits for something in the small Telegram."""
    changed = asyncio.Event()
    unsubscribe = demo.playground.world.events.subscribe(lambda _: changed.set())
    try:
        async with asyncio.timeout(WITHIN):
            while not look():
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()


def _heard(demo: Demonstration, chat_id: int) -> list[str]:
    world = demo.playground.world
    messages = world.chats[chat_id].messages.values()
    return [message.get("text", "") for message in messages if message["from"]["id"] == world.bot.id]


async def _hears(demo: Demonstration, chat_id: int, text: str) -> None:
    await _happens(demo, lambda: any(text in one for one in _heard(demo, chat_id)))


@pytest.mark.parametrize("pack_id", load_library().pack_ids)
async def test_every_pack_has_a_demonstration(pack_id: str) -> None:
    pack = load_library().pack(pack_id)
    async with demonstration(_settings(pack=pack_id)) as demo:
        users = demo.users
        await _hears(demo, users["ordinary"].id, f"我是{pack.place}")
        await _hears(demo, users["clerk"].id, f"{pack.reporting_areas[0].name}的医保专干")
        group = next(iter(demo.playground.world.groups.values()))
        await _hears(demo, group.id, "大家好")
        people.say(
            demo.playground.world,
            demo.playground.world.chats[users["ordinary"].id],
            users["ordinary"],
            "今年交多少钱",
        )
        await _hears(demo, users["ordinary"].id, f"{pack.fee:g}元")


async def test_a_token_of_the_real_bot_is_left_alone() -> None:
    settings = _settings(token="1:secret", webhook_url="https://example.org/hook")
    async with demonstration(settings) as demo:
        assert demo.bot.application.bot.token == demo.playground.token


async def test_the_clock_can_be_set_beforehand() -> None:
    async with demonstration(_settings(now=datetime(2021, 12, 30, 8, 0))) as demo:
        assert demo.bot.clock().strftime("%Y-%m-%d %H:%M") == "2021-12-30 08:00"


@together
async def test_the_scene_names_everybody(demo: Demonstration) -> None:
    async with httpx.AsyncClient(base_url=demo.root) as client:
        scene = (await client.get("/demo/scene")).json()
    screens = {screen["id"]: screen for column in scene["columns"] for screen in column["screens"]}
    assert scene["place"] == "西岩镇"
    assert scene["deadline"] == "2021-12-31"
    assert set(screens) == {"ordinary", "special", "away", "group", "clerk", "officer"}
    assert screens["group"]["is_group"]
    assert screens["ordinary"]["chat"] == screens["ordinary"]["speakers"][0]["id"]


@together
async def test_the_page_moves_bot_and_server_together(demo: Demonstration) -> None:
    before = demo.bot.clock().date()
    async with httpx.AsyncClient(base_url=demo.root, timeout=30) as client:
        answer = await client.post("/demo/clock", json={"days": 1})
        state = (await client.get("/people/state")).json()
    assert answer.status_code == 200
    assert (demo.bot.clock().date() - before).days == 1
    assert state["now"][:10] == demo.bot.clock().date().isoformat()


@together
@pytest.mark.parametrize(
    "request_body",
    [{"days": -1}, {"days": 0}, {"days": 5000}, {"to": "2021-01-01"}, {"to": "morgen"}, {}, []],
)
async def test_the_clock_refuses_what_is_no_way_forward(demo: Demonstration, request_body: Any) -> None:
    before = demo.bot.clock().date()
    async with httpx.AsyncClient(base_url=demo.root) as client:
        answer = await client.post("/demo/clock", json=request_body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert demo.bot.clock().date() == before


@together
async def test_residents_have_a_household_that_owes(demo: Demonstration) -> None:
    from storage import bindings
    from storage.households import status_of

    async with demo.bot.database.reading() as connection:
        for key, size in (("ordinary", 4), ("special", 3), ("away", 5)):
            bound = await bindings.list_bindings(connection, user_id=demo.users[key].id)
            status = await status_of(connection, bound[0].household_id, 2022)
            assert len(status.members) == size
            assert sum(member.paid for member in status.members) == 0


def _demo(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "demo", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = _demo("--port", str(port))
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.count("\n") == 1
    assert str(port) in err


def test_it_says_where_to_look_and_ends_when_told() -> None:
    process = _demo("--port", "0")
    assert process.stdout
    line = process.stdout.readline()
    address = line[line.index("http://") :].split()[0]
    page = httpx.get(address)
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert page.status_code == 200
    assert "参保助手" in page.text
    assert process.returncode == 0
    assert err == ""
