"""A village with a few households: the 张三 family in group 3, and neighbours."""

from __future__ import annotations

import pytest

from storage import bindings
from tests.support.homes import Home, Homes
from tests.support.people import Heard, Person
from tests.support.running import Town

VILLAGE = "华升社区"
FAMILY = [("张三", "ordinary"), ("李四", "minimum_living"), ("张小五", "ordinary")]


@pytest.fixture
def homes(town: Town) -> Homes:
    return Homes(town.bot.database)


@pytest.fixture
async def home(homes: Homes) -> Home:
    """张三, 李四 (低保), 张小五, all unpaid, bound to nobody."""
    return await homes.add(VILLAGE, "张三", FAMILY, group="3")


@pytest.fixture
async def resident(town: Town, home: Home, homes: Homes) -> Person:
    """Bound to 张三's household."""
    person = await town.resident("李大妈")
    await homes.bind(home, person.id)
    return person


@pytest.fixture
async def clerk(town: Town) -> Person:
    return await town.clerk("华升专干", VILLAGE)


async def code_for(town: Town, home: Home, made_by: int = 1) -> str:
    """A fresh one-time code."""
    async with town.bot.database.transaction() as connection:
        bot = town.bot
        codes = await bindings.add_codes(connection, bot.house.keys, [home.id], made_by, bot.clock())
    return codes[home.id]


async def bound_users(town: Town, home: Home) -> list[int]:
    """Who is bound to a household."""
    async with town.bot.database.reading() as connection:
        return [one.user_id for one in await bindings.list_bindings(connection, household_ids=[home.id])]


def data_of(message: Heard, label: str) -> str:
    """What the button with this label carries."""
    buttons = [button for row in message.raw["reply_markup"]["inline_keyboard"] for button in row]
    return str(next(button["callback_data"] for button in buttons if label in button["text"]))
