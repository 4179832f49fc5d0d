"""The connection breaks and comes back; the program ends and is started again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.playground import people
from tests.page.conftest import Opens
from tests.page.village import Village
from tests.page.visitor import WITHIN

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


class Wire:
    """A line to the server that can be cut and mended."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def mend(self) -> None:
        """Lets connections through, on the same port every time."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Breaks what is open and lets nothing new through."""
        assert self._server
        self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        self._writers |= {writer, far_writer}
        await asyncio.gather(
            self._pass(reader, far_writer), self._pass(far_reader, writer), return_exceptions=True
        )
        self._writers -= {writer, far_writer}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()


@pytest_asyncio.fixture(loop_scope="session")
async def wire(village: Village) -> AsyncIterator[Wire]:
    """A line to the village."""
    line = Wire(int(village.root.rpartition(":")[2]))
    await line.mend()
    yield line
    await line.cut()


async def test_a_lost_connection_is_said_and_resumed(village: Village, wire: Wire, opens: Opens) -> None:
    visitor = await opens(f"http://127.0.0.1:{wire.port}")
    world, aunt = village.playground.world, visitor.phone("aunt")
    banner = visitor.page.locator(".banner")
    await expect(banner).to_be_hidden()
    await wire.cut()
    await expect(banner).to_contain_text("断开了", timeout=WITHIN)
    people.say(world, world.chats[village.aunt.id], village.aunt, "断线时说的")
    await wire.mend()
    await expect(banner).to_be_hidden(timeout=WITHIN)
    await aunt.sees("您说的是：断线时说的")
    await aunt.says("连上后说的")
    await aunt.sees("您说的是：连上后说的")


async def test_what_cannot_be_sent_stays_in_the_line(village: Village, wire: Wire, opens: Opens) -> None:
    visitor = await opens(f"http://127.0.0.1:{wire.port}")
    aunt = visitor.phone("aunt")
    await wire.cut()
    await aunt.says("发不出去")
    await visitor.notes("演示程序没有回应")
    await expect(aunt.input).to_have_value("发不出去")


async def test_another_start_of_the_program_is_shown_from_its_beginning(
    village: Village, wire: Wire, opens: Opens
) -> None:
    visitor = await opens(f"http://127.0.0.1:{wire.port}")
    aunt = visitor.phone("aunt")
    await aunt.says("旧的")
    await aunt.sees("您说的是：旧的")
    await wire.cut()
    await expect(visitor.page.locator(".banner")).to_be_visible(timeout=WITHIN)
    # what a fresh start looks like from outside: another run, nothing said yet
    village.page.renew()
    village.playground.world.chats[village.aunt.id].messages.clear()
    await wire.mend()
    await expect(aunt.node.locator(".nothing-yet")).to_be_visible(timeout=WITHIN)
