"""A season of reminders, morning by morning, against what the notice's words ask for, worked out apart."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot.duties.reminders import remind
from handlers.context import House
from knowledge.library import load_library
from knowledge.roster.values import PersonState
from storage import subscriptions, tables
from storage.database import Database
from storage.payments import record_payment
from tests.support import seasons
from tests.support.homes import Homes, change_state
from tests.support.proofs import part_of
from tests.support.seasons import Season, Somebody, season_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
VILLAGES = ["华升社区", "金石社区", "太塘村"]
CLERK = 1
Got = set[tuple[int, int, date, str, int | None]]

_MEMBER = re.compile(r"^・\S+?　(.*)$", re.MULTILINE)
_YUAN = re.compile(r"^([\d,]+)元")


def house_of(database: Database) -> House:
    """What the duty needs of a running bot."""
    library = load_library()
    return House(
        library=library,
        pack=library.pack("xiyan-2022"),
        understander=cast(Any, None),
        database=database,
        keys=cast(Any, None),
        now=lambda: datetime.now(UTC),
        admins=frozenset(),
        contact=None,
        wake_delivery=lambda: None,
    )


class Town:
    """The season's people in a database, day by day."""

    def __init__(self, season: Season, database: Database) -> None:
        self.season = season
        self.database = database
        self.house = house_of(database)
        self._seen = 0

    async def settle(self) -> None:
        """Everybody who is ever to live here; who is still employed or unborn does not count yet."""
        homes = Homes(self.database)
        for house in self.season.houses:
            members = [("王小明", one.category, one.born_on) for one in house.people]
            home = await homes.add(house.area_id, "王大明", members)
            house.id = home.id
            for one, person_id in zip(house.people, home.persons, strict=True):
                one.id = person_id
        async with self.database.transaction() as connection:
            table = tables.persons
            for one in self._people():
                if one.arrives_on() >= seasons.FIRST:
                    state = PersonState.EMPLOYEE if one.employed_until else PersonState.LEFT
                    await connection.execute(
                        table.update().where(table.c.id == one.id).values(state=state.value)
                    )

    def _people(self) -> list[Somebody]:
        return [one for house in self.season.houses for one in house.people]

    async def morning(self, day: date) -> None:
        """Who arrives, binds, stops or comes back on that day."""
        at = datetime.combine(day, time(7), SHANGHAI)
        async with self.database.transaction() as connection:
            for one in self._people():
                if one.arrives_on() == day:
                    await change_state(connection, one.id, PersonState.HERE, day, CLERK, at)
            for house in self.season.houses:
                for reader in house.readers:
                    if reader.bound_on == day:
                        values = {"user_id": reader.user_id, "household_id": house.id, "bound_at": at}
                        await connection.execute(
                            tables.bindings.insert().values(**values, bound_by=CLERK, consented_at=at)
                        )
                    if reader.stops_on == day:
                        await subscriptions.unsubscribe(connection, reader.user_id, at)
                    if reader.resumes_on == day:
                        await subscriptions.resubscribe(connection, reader.user_id, at)

    async def reminded(self, day: date) -> Got:
        """The bot looks at the clock at half past eight; what it decides goes out."""
        at = datetime.combine(day, time(8, 30), SHANGHAI)
        got: Got = set()
        while found := await self._delivered(at):
            got |= found
        return got

    async def _delivered(self, at: datetime) -> Got:
        """What is decided until the queue is full; all of it goes out."""
        more = True
        while more:
            async with self.database.transaction() as connection:
                more = await remind(self.house, connection, at)
        async with self.database.transaction() as connection:
            table = tables.outbox
            rows = (await connection.execute(table.select().where(table.c.id > self._seen))).all()
            await connection.execute(table.update().where(table.c.id > self._seen).values(state="sent"))
            stages = await self._stages(connection, at.date())
        self._seen = max([self._seen, *(row.id for row in rows)])
        return {self._got(row, at.date(), stages) for row in rows}

    async def _stages(self, connection: Any, day: date) -> dict[int, str]:
        table = tables.reminders
        rows = await connection.execute(table.select().where(table.c.day == day))
        return {row.household_id: row.stage.replace("closed", "late") for row in rows}

    def _got(self, row: Any, day: date, stages: dict[int, str]) -> tuple[int, int, date, str, int | None]:
        _, household, user, on = row.key.split(":")
        assert (int(user), on) == (row.chat_id, day.isoformat())
        return int(household), row.chat_id, day, stages[int(household)], sum_in(row.payload["text"])

    async def evening(self, day: date) -> None:
        """Who pays on that day."""
        async with self.database.transaction() as connection:
            for one in self._people():
                if one.paid_on == day:
                    at = datetime.combine(day, time(18), SHANGHAI)
                    await record_payment(connection, one.id, 2022, Decimal(100), day, None, CLERK, at)


def sum_in(text: str) -> int | None:
    """The yuan of all members' lines that name a sum; None where one is open, or nobody can pay."""
    said = [line for line in _MEMBER.findall(text) if line != "通知没有写还能补交"]
    sums = [_YUAN.match(line) for line in said]
    if not sums or not all(sums):
        return None
    total = sum(int(match[1].replace(",", "")) for match in sums if match)
    if len(sums) > 1:
        assert f"一共{total:,}元。" in text
    return total


async def _lived_through(season: Season, database: Database) -> Got:
    town = Town(season, database)
    await town.settle()
    got: Got = set()
    for day in season.days():
        await town.morning(day)
        if day not in season.down:
            got |= await town.reminded(day)
        await town.evening(day)
    return got


def _differences(got: Got, expected: Got) -> str:
    return json.dumps(
        {"missing": sorted(map(str, expected - got))[:5], "too many": sorted(map(str, got - expected))[:5]},
        ensure_ascii=False,
        indent=1,
    )


async def test_everybody_gets_exactly_the_reminders_that_are_due(database: Database) -> None:
    season = season_of(60, VILLAGES, seed=1)
    got = await _lived_through(season, database)
    expected = season.expected()
    assert len(expected) > 100
    assert got == expected, _differences(got, expected)


@pytest.mark.proof
@pytest.mark.parametrize("seed", [2, 3])
async def test_a_township_of_reminders(database: Database, seed: int) -> None:
    season = season_of(part_of(3000), VILLAGES, seed)
    got = await _lived_through(season, database)
    expected = season.expected()
    assert got == expected, _differences(got, expected)
