"""Heavy proof: the bot is killed between receiving a report and answering it; every tally is booked exactly once."""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from knowledge.library import load_library
from storage import ledger, staff
from storage.database import open_database
from tests.support.bot_api import LocalBotApi, local_bot_api
from tests.support.people import Person
from tests.support.proofs import part_of

NOW = datetime(2021, 11, 22, 12)
VILLAGES = ("华升社区", "金石社区", "金沙居", "灯塔居")
BOOKED = re.compile(r"记下了：(\w+?)今天(\d+)人")


@asynccontextmanager
async def _bot(api: LocalBotApi, database_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as a process of its own, polling; killed at the end."""
    environment = {
        **os.environ,
        "CANBAO_TOKEN": api.token,
        "CANBAO_API_URL": api.url,
        "CANBAO_DATABASE": database_url,
        "CANBAO_NOW": NOW.isoformat(),
        "CANBAO_LOG_LEVEL": "ERROR",
    }
    polls: list[object] = []
    stop_listening = api.playground.world.events.subscribe(
        lambda event: polls.append(event) if event["type"] == "polling" else None
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment)
    try:
        await api.happens(lambda: polls, within=60)
        yield process
    finally:
        stop_listening()
        process.kill()
        await process.wait()


async def _clerks(api: LocalBotApi, database_url: str) -> dict[str, Person]:
    """A clerk for each village, on the staff list."""
    database = await open_database(database_url)
    people = {village: await api.user(f"{village}专干") for village in VILLAGES}
    async with database.transaction() as connection:
        for village, person in people.items():
            token = await staff.add_invitation(connection, village, 1, api.playground.clock())
            await staff.use_invitation(connection, token, person.id, api.playground.clock())
    await database.close()
    return people


@pytest.mark.proof
async def test_killed_between_receiving_and_answering_every_tally_is_booked_once(tmp_path: Path) -> None:
    kills = part_of(50)
    database_url = f"sqlite+aiosqlite:///{tmp_path}/town.sqlite3"
    moments = random.Random(6)
    said: Counter[tuple[str, int]] = Counter()
    async with local_bot_api(now=NOW) as api:
        clerks = await _clerks(api, database_url)
        for number in range(1, kills + 1):
            async with _bot(api, database_url):
                polls = api.calls("getUpdates")
                for village, clerk in clerks.items():
                    await clerk.says(f"今天{number}人{number * 320}元")
                    said[village, number] += 1
                # from the moment on at which the server has handed the messages out
                await api.happens(lambda before=polls: api.calls("getUpdates") > before, within=20)
                await asyncio.sleep(moments.uniform(0, 0.15))
        async with _bot(api, database_url):
            await api.happens(lambda: set(_answers(clerks)) == set(said), within=60)
            await asyncio.sleep(1)
        answers = _answers(clerks)
    assert await _booked(database_url) == said
    assert set(answers) == set(said)
    # an answer may come twice that was in the air when the process died: at most one in each chat
    assert sum(answers.values()) - len(said) <= kills * len(VILLAGES)


def _answers(clerks: dict[str, Person]) -> Counter[tuple[str, int]]:
    """What the clerks were told was booked."""
    told = (BOOKED.search(str(m.get("text", ""))) for clerk in clerks.values() for m in clerk.history)
    return Counter((match[1], int(match[2])) for match in told if match)


async def _booked(database_url: str) -> Counter[tuple[str, int]]:
    """What the ledger holds."""
    database = await open_database(database_url)
    async with database.reading() as connection:
        rows = await ledger.list_current(connection, load_library().pack("xiyan-2022").id)
    await database.close()
    return Counter((row.area_id, row.figures.persons or 0) for row in rows)
