"""Heavy proofs of delivery: kills at random moments, every fault at once, an audience of half a million.

`pytest -n 0 -m proof -rP tests/bot/test_delivery_proof.py` shows the figures too.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

import pytest

from bot.pace import Allowance
from bot.playground.rates import Limits
from storage.database import open_database
from storage.outbox import Lane, Outgoing, add_messages
from tests.bot.test_delivery import drained
from tests.support.bot_api import LocalBotApi, local_bot_api
from tests.support.delivering import post_office
from tests.support.proofs import part_of

pytestmark = pytest.mark.proof


async def _killed_at_random(api: LocalBotApi, database_url: str, moments: random.Random) -> None:
    """One life of the sender: begins, sends for a random while, is killed."""
    before = api.playground.world.counters.deliveries.total()
    sender = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.sender_process",
        database_url,
        api.url,
        api.token,
        str(Allowance().per_second),
    )
    # the moment counts from the first message on, or the kills would fall into the start-up
    await api.happens(lambda: api.playground.world.counters.deliveries.total() > before, within=20)
    await asyncio.sleep(moments.uniform(0, 0.6))
    sender.kill()
    await sender.wait()


async def test_killed_at_random_moments_nobody_is_left_out(tmp_path: Path) -> None:
    """2,000 recipients, 100 kills: each has it, and at most one a kill has it twice."""
    kills = part_of(100)
    recipients = kills * 20
    database_url = f"sqlite+aiosqlite:///{tmp_path}/outbox.sqlite3"
    moments = random.Random(1)
    async with local_bot_api() as api:
        chats = api.crowd(recipients)
        database = await open_database(database_url)
        async with database.transaction() as connection:
            rows = [Outgoing(f"b:{chat}", chat, {"text": "通知"}, lane=Lane.BROADCAST) for chat in chats]
            await add_messages(connection, rows, api.playground.clock())
        await database.close()
        for _ in range(kills):
            if api.playground.world.counters.deliveries.total() >= recipients:
                break
            await _killed_at_random(api, database_url, moments)
        sender = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.support.sender_process",
            database_url,
            api.url,
            api.token,
            str(Allowance().per_second),
        )
        delivered = api.playground.world.counters.deliveries
        await api.happens(lambda: all(delivered[chat] for chat in chats), within=120)
        sender.terminate()
        await sender.wait()
        twice = sum(delivered[chat] - 1 for chat in chats)
        print(f"{recipients} recipients, {kills} kills: {twice} duplicates")
        assert twice <= kills


async def test_every_kind_of_fault_at_once(tmp_path: Path) -> None:
    """429, 500, 502, time-outs and dropped connections, 2 % each: all delivered, nothing acknowledged twice."""
    recipients = part_of(3000)
    async with post_office(tmp_path) as post:
        chats = post.api.crowd(recipients)
        for seed, kind in enumerate(("429", "500", "502", "timeout", "drop")):
            post.api.breaks("sendMessage", kind, times=None, share=0.02, retry_after=1, seconds=1, seed=seed)  # type: ignore[arg-type]
        await post.queue(chats)
        await drained(post, recipients, within=300)
        delivered = post.api.playground.world.counters.deliveries
        assert {delivered[chat] for chat in chats} == {1}


async def test_the_documented_rates_are_never_exceeded(tmp_path: Path) -> None:
    """A server that refuses what is too fast refuses nothing. How long it takes, `make bench` measures."""
    recipients = part_of(600)
    async with post_office(tmp_path, allowance=Allowance(), limits=Limits()) as post:
        await post.queue(post.api.crowd(recipients))
        await drained(post, recipients, within=120)
        assert post.api.calls("sendMessage", "429") == 0


async def test_a_group_never_gets_more_than_twenty_a_minute(tmp_path: Path) -> None:
    messages = part_of(25)
    async with post_office(tmp_path, allowance=Allowance(), limits=Limits()) as post:
        owner = await post.api.user("村支书")
        group = await post.api.group("华升社区群", owner)
        for number in range(messages):
            await post.queue([group.id], key=f"n{number}", lane=Lane.NOTICE)
        await drained(post, messages, within=150)
        assert post.api.calls("sendMessage", "429") == 0


async def test_memory_does_not_grow_with_the_audience(tmp_path: Path) -> None:
    """Half a million rows wait; the process that sends them stays under 200 MB."""
    rows = part_of(500_000)
    database_url = f"sqlite+aiosqlite:///{tmp_path}/outbox.sqlite3"
    async with local_bot_api() as api:
        chats = api.crowd(rows)
        database = await open_database(database_url)
        for start in range(0, rows, 20_000):
            async with database.transaction() as connection:
                part = chats[start : start + 20_000]
                messages = [
                    Outgoing(f"b:{chat}", chat, {"text": "通知"}, lane=Lane.BROADCAST) for chat in part
                ]
                await add_messages(connection, messages, api.playground.clock())
        await database.close()
        sender = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.sender_process", database_url, api.url, api.token, "2000"
        )
        await api.happens(
            lambda: api.playground.world.counters.deliveries.total() >= min(rows, 2000), within=60
        )
        peak_kib = _peak_kib(sender.pid)
        sender.kill()
        await sender.wait()
        print(f"{rows} rows wait: {peak_kib / 1024:.0f} MiB at most")
        assert peak_kib < 200 * 1024


def _peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
