"""A simulated season equals an independent recount of its raw messages, to the yuan.

The reports go through the bot's own reading, doubting and booking; edits, corrections, undos and replays with them.
`make test` plays some days, `make proof` 28 villages, 120 days, 400 messages a day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers import booking
from handlers.access import Role
from handlers.hearing import hear
from handlers.taking import Report, confirm, hear_edited, take, take_edited
from knowledge.library import load_library
from knowledge.pack import Pack
from knowledge.standing.totals import add_up
from knowledge.standing.words import Voice
from storage import ledger, readings, village_days
from storage.database import Connection, Database
from storage.readings import State
from tests.support.proofs import part_of
from tests.support.recount import Recount
from tests.support.season import Event, Season

LIBRARY = load_library()
XIYAN = LIBRARY.pack("xiyan-2022")
VILLAGES = [area.name for area in XIYAN.reporting_areas]
SHANGHAI = ZoneInfo("Asia/Shanghai")
TOWNSHIP = 1


@dataclass
class Played:
    """A season played into a database, and beside it the recount."""

    database: Database
    pack: Pack = XIYAN
    recount: Recount = field(default_factory=Recount)
    asked: int = 0
    dropped: int = 0

    async def play(self, season: Season) -> int:
        """Everything that happens; how many events there were."""
        count = 0
        for count, event in enumerate(season.events(), start=1):
            async with self.database.transaction() as connection:
                dropped = await self._one(connection, event, count)
            self.recount.apply(event, dropped=dropped)
        return count

    async def _one(self, connection: Connection, event: Event, count: int) -> bool:
        """One event; True where a card asked and the clerk answered 取消."""
        moment = datetime.combine(event.sent_on, time(8), SHANGHAI) + timedelta(seconds=count % 40_000)
        voice = Voice(LIBRARY.phrases, "zh_Hans", moment)
        clerk = Role(1000 + VILLAGES.index(event.village), frozenset({event.village}))
        report = Report(clerk.user_id, event.message, event.text, clerk, event.sent_on)
        newest = await readings.find_newest(connection, report.chat_id, event.message)
        if event.kind == "undo":
            await self._undo(connection, report, moment)
            return False
        if event.kind == "edit" and newest is not None:
            hearing = hear_edited(self.pack, report, newest)
            if hearing is None:
                return False
            await take_edited(connection, self.pack, report, newest, hearing, voice)
        else:
            hearing = hear(self.pack, event.text, event.sent_on, clerk)
            await take(connection, self.pack, report, hearing, voice)
        return await self._answer(connection, report, event, voice)

    async def _undo(self, connection: Connection, report: Report, moment: datetime) -> None:
        of_message = await ledger.list_of_message(connection, report.chat_id, report.message_id)
        if of_message:
            await booking.undo(connection, self.pack, of_message[-1].origin, report.role.user_id, moment)

    async def _answer(self, connection: Connection, report: Report, event: Event, voice: Voice) -> bool:
        """What the clerk presses if there is a card; replayed events find it answered."""
        reading = await readings.find_newest(connection, report.chat_id, report.message_id)
        if reading is None or reading.state is not State.WAITING:
            return False
        self.asked += 1
        if event.confirms:
            await confirm(connection, self.pack, reading, reading.entries, report.role.user_id, voice)
            return False
        self.dropped += 1
        await readings.settle(connection, reading.id, State.CANCELLED, report.role.user_id, voice.now)
        return True


async def _check(played: Played, until: datetime) -> None:
    async with played.database.reading() as connection:
        totals = await village_days.list_totals(connection, XIYAN.id, until.date())
        for village in VILLAGES:
            persons, households, yuan, banked = played.recount.totals(village)
            found = totals.get(village)
            assert found is not None, village
            told = (found.persons, found.households, int(found.amount), int(found.deposit))
            assert told == (persons, households, yuan, banked), village
            rows = await ledger.list_current(connection, XIYAN.id, [village])
            assert add_up(rows)[-1].totals == found


async def test_some_days_equal_the_recount(database: Database) -> None:
    season = Season(1, VILLAGES, XIYAN.main_window.from_, days=3, a_day=60)
    played = Played(database)
    assert await played.play(season) >= 180
    assert played.asked > played.dropped > 0
    await _check(played, datetime(2021, 12, 31))


@pytest.mark.proof
async def test_the_whole_season_equals_the_recount(database: Database) -> None:
    season = Season(7, VILLAGES, XIYAN.main_window.from_, days=part_of(120), a_day=400)
    played = Played(database)
    await played.play(season)
    await _check(played, datetime(2021, 12, 31))
