"""Broadcasts and reminders against a server that enforces Telegram's rates: time, refusals, answers meanwhile, memory."""

from __future__ import annotations

import asyncio
import logging
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.duties.reminders import remind
from bot.pace import Allowance
from bot.playground.rates import Limits
from handlers.broadcast import board
from handlers.broadcast.feeding import feed
from handlers.context import House
from knowledge.broadcasting.model import Audience, Content, ContentKind, State, Who
from knowledge.library import load_library
from storage import broadcasts, tables
from storage.broadcasts import Order
from storage.database import Connection, Database, open_database
from tests.support.running import Town, running_town

SMALL, TOWNSHIP, COUNTY = 600, 42_180, 500_000
WATCHED_SECONDS = 60
ASK_EVERY_SECONDS = 2.0
NOON = datetime(2021, 12, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
AT_ONCE = 10_000


def say(text: str) -> None:
    """A line of the report."""
    sys.stdout.write(f"{text}\n")


async def settle(database: Database, users: list[int], *, owing: bool = True) -> None:
    """A household with one member who owes for each user, all of one village."""
    at = datetime(2021, 9, 1, tzinfo=UTC)
    for start in range(0, len(users), AT_ONCE):
        part = list(enumerate(users[start : start + AT_ONCE], start + 1))
        async with database.transaction() as connection:
            await connection.execute(
                insert(tables.households),
                [{"id": number, "area_id": "华升社区", "head": "王大明"} for number, _ in part],
            )
            await connection.execute(
                insert(tables.bindings),
                [
                    {
                        "user_id": user,
                        "household_id": number,
                        "bound_at": at,
                        "bound_by": 1,
                        "consented_at": at,
                    }
                    for number, user in part
                ],
            )
            if owing:
                await _people(connection, [number for number, _ in part])


async def _people(connection: Connection, households: list[int]) -> None:
    await connection.execute(
        insert(tables.persons),
        [
            {
                "household_id": number,
                "name": "王大明",
                "fingerprint": number.to_bytes(16, "big"),
                "tail": "0000",
                "born_on": date(1980, 5, 5),
                "category": "ordinary",
                "state": "here",
                "since": date(1, 1, 1),
            }
            for number in households
        ],
    )


async def ordered(connection: Connection, count: int, author_id: int, at: datetime) -> int:
    """A confirmed broadcast to all bound residents; its id."""
    order = Order(
        "xiyan-2022",
        author_id,
        Audience(Who.RESIDENTS),
        Content(ContentKind.TEXT, "居民医保12月31日截止，还没交的请抓紧。"),
        False,
        State.SENDING,
        count,
        at,
        False,
    )
    return (await broadcasts.add_broadcast(connection, order, at)).id


async def small_broadcast(folder: Path) -> None:
    """600 recipients: at most 3 % over 20 seconds, no refusal."""
    async with running_town(folder, now=NOON, allowance=Allowance()) as town:
        town.api.playground.rates.set(Limits())
        await settle(town.bot.database, town.api.crowd(SMALL), owing=False)
        deliveries = town.api.playground.world.counters.deliveries
        begun = time.perf_counter()
        async with town.bot.database.transaction() as connection:
            await ordered(connection, SMALL, town.officer.id, town.bot.clock())
        town.bot.delivery.wake()
        while sum(deliveries.values()) < SMALL:
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - begun
        refused = town.api.calls("sendMessage", "429")
        over = seconds / (SMALL / 30) * 100 - 100
        say(f"{SMALL} recipients: {seconds:.2f} s, {over:+.1f} % of 30 a second, {refused} refusals")


async def township_broadcast(folder: Path) -> None:
    """A minute of a broadcast to a township: what it does to somebody who asks a question."""
    async with running_town(folder, now=NOON, allowance=Allowance()) as town:
        town.api.playground.rates.set(Limits())
        await settle(town.bot.database, town.api.crowd(TOWNSHIP), owing=False)
        resident = await town.resident("李大妈")
        async with town.bot.database.transaction() as connection:
            await ordered(connection, TOWNSHIP, town.officer.id, town.bot.clock())
        town.bot.delivery.wake()
        waits = await _ask_meanwhile(town, resident)
        deliveries = town.api.playground.world.counters.deliveries
        say(
            f"{TOWNSHIP} recipients, {WATCHED_SECONDS} s of it: {sum(deliveries.values()) / WATCHED_SECONDS:.1f}"
            f" messages a second, {town.api.calls('sendMessage', '429')} refusals; {len(waits)} questions answered"
            f" in {statistics.median(waits) * 1000:.0f} ms (median), {max(waits) * 1000:.0f} ms (longest)"
        )
        begun = time.perf_counter()
        await board.refresh_all(town.bot.house, town.bot.application.bot)
        say(f"its board brought up to date in {(time.perf_counter() - begun) * 1000:.0f} ms")


async def _ask_meanwhile(town: Town, resident: Any) -> list[float]:
    waits: list[float] = []
    until = time.perf_counter() + WATCHED_SECONDS
    while time.perf_counter() < until:
        begun = time.perf_counter()
        await resident.says("今年交多少钱")
        await resident.hears("320", within=30)
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(ASK_EVERY_SECONDS)
    return waits


def house_of(database: Database) -> House:
    """What feeding needs of a running bot."""
    library = load_library()
    return House(
        library=library,
        pack=library.pack("xiyan-2022"),
        understander=cast(Any, None),
        database=database,
        keys=cast(Any, None),
        now=lambda: NOON,
        admins=frozenset(),
        contact=None,
        wake_delivery=lambda: None,
    )


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


async def county_rows(folder: Path) -> None:
    """Half a million recipients: rows a second, the longest lock, the database's size, memory."""
    database = await open_database(f"sqlite+aiosqlite:///{folder}/county.sqlite3")
    await settle(database, list(range(1, COUNTY + 1)), owing=False)
    house = house_of(database)
    async with database.transaction() as connection:
        await ordered(connection, COUNTY, 1, house.now())
    before, begun, slices = _resident_mib(), time.perf_counter(), [0.0]
    size_before = (folder / "county.sqlite3").stat().st_size
    while True:
        started = time.perf_counter()
        if not await feed(house):
            break
        slices.append(time.perf_counter() - started)
    seconds = time.perf_counter() - begun
    grown = ((folder / "county.sqlite3").stat().st_size - size_before) / 2**20
    say(
        f"{COUNTY} rows in {seconds:.1f} s ({COUNTY / seconds:.0f} a second), slice by slice: longest"
        f" {max(slices) * 1000:.0f} ms; {grown:.0f} MiB of database; memory +{_resident_mib() - before:.0f} MiB"
        f" to {_resident_mib():.0f} MiB"
    )
    await database.close()


async def township_morning(folder: Path) -> None:
    """The reminders of a township's last week, decided in one morning."""
    database = await open_database(f"sqlite+aiosqlite:///{folder}/morning.sqlite3")
    households = TOWNSHIP // 3
    await settle(database, list(range(1, households + 1)))
    house = house_of(database)
    morning = datetime(2021, 12, 24, 8, 30, tzinfo=UTC)
    begun, longest = time.perf_counter(), 0.0
    more = True
    while more:
        started = time.perf_counter()
        async with database.transaction() as connection:
            more = await remind(house, connection, morning)
            # as if delivered: the duty waits for the queue to run low
            await connection.execute(tables.outbox.update().values(state="sent"))
        longest = max(longest, time.perf_counter() - started)
    seconds = time.perf_counter() - begun
    say(
        f"{households} households reminded: decided in {seconds:.1f} s ({households / seconds:.0f} a second),"
        f" longest lock {longest * 1000:.0f} ms"
    )
    await database.close()


async def _all() -> None:
    logging.disable(logging.CRITICAL)
    for bench in (small_broadcast, township_broadcast, county_rows, township_morning):
        with tempfile.TemporaryDirectory() as folder:
            await bench(Path(folder))


def main() -> None:
    """Every figure of docs/reminders.md."""
    asyncio.run(_all())


if __name__ == "__main__":
    main()
