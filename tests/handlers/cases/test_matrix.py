"""Who may read and answer what about a case; what buttons do for whom is in the matrix of all (../test_matrix.py)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from knowledge.cases.states import CaseState
from storage import cases
from tests.support.cases import TUESDAY, opened, replays, the_case
from tests.support.people import Group, Person
from tests.support.running import Town, running_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRETS = ("张三", "邵阳县")

STAFF_BUTTONS = (
    "take",
    "take_over",
    "ask",
    "need_paper",
    "tell",
    "hand_over",
    "return",
    "solve",
    "refuse",
    "files",
    "show",
)


class Village:
    """A taken case and everybody who might come near it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.number = ""

    async def settles(self) -> None:
        """People, groups, and a case that the clerk has taken."""
        town = self.town
        self.people = {
            "resident": await town.resident("李大妈"),
            "other_resident": await town.resident("王大爷"),
            "stranger": await town.resident("外人"),
            "clerk": await town.clerk("华升专干", "华升社区"),
            "colleague": await town.clerk("华升副专干", "华升社区"),
            "other_clerk": await town.clerk("金石专干", "金石社区"),
            "officer": town.officer,
        }
        for role in ("other_resident", "stranger"):
            await self.people[role].starts()
            await self.people[role].hears()
        everybody = list(self.people.values())[:-1]
        self.groups = {
            "staff": await town.api.group("医保工作群", town.officer, *everybody),
            "village": await town.api.group("华升社区群", town.officer, *everybody),
        }
        for group in self.groups.values():
            await group.hears()
        self.number = await opened(town, self.people["resident"])
        await self.people["clerk"].hears("还没有人接")
        await self.people["clerk"].presses("我来办")
        await self.people["clerk"].sees_edit("在办")
        await self.people["resident"].hears("接手了")
        for person in self.people.values():
            person.forgets()

    async def fingerprint(self) -> object:
        """All that could have changed about the case."""
        async with self.town.bot.database.reading() as connection:
            case = await the_case(self.town, self.number)
            history = await cases.list_events(connection, case.id)
            return case, len(history), len(await cases.list_files(connection, case.id))


@asynccontextmanager
async def settled_village(folder: Path) -> AsyncIterator[Village]:
    async with running_town(folder, now=TUESDAY) as town:
        there = Village(town)
        await there.settles()
        yield there


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def village(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Village]:
    """For everything that must not change anything."""
    async with settled_village(tmp_path_factory.mktemp("village")) as there:
        yield there


@pytest_asyncio.fixture(loop_scope="module")
async def own_village(tmp_path: Path) -> AsyncIterator[Village]:
    """For what does change something."""
    async with settled_village(tmp_path) as there:
        yield there


def place_of(village: Village, role: str, chat: str) -> Person | Group:
    return village.people[role] if chat == "private" else village.groups[chat]


def showed_secrets(village: Village, role: str, since: int) -> bool:
    person = village.people[role]
    return any(secret in str(message) for message in person.history[since:] for secret in SECRETS)


@pytest.mark.parametrize("chat", ["private", "staff", "village"])
async def test_another_clerk_of_the_village_only_looks(village: Village, chat: str) -> None:
    """A case that a colleague has taken; what everybody else may press is in tests/handlers/matrix.yaml."""
    person, place = village.people["colleague"], place_of(village, "colleague", chat)
    for action in STAFF_BUTTONS:
        if action == "show":
            continue
        before = await village.fingerprint()
        toast = await replays(person, place, f"cs:1:{action}")
        assert toast.text, f"{action} says nothing"
        assert await village.fingerprint() == before, f"{action} did something"


@pytest.mark.parametrize("role", ["clerk", "officer"])
async def test_the_buttons_that_are_theirs(own_village: Village, role: str) -> None:
    """The counterpart: who may, can."""
    person = own_village.people[role]
    toast = await replays(person, person, "cs:1:files")
    assert "私下发给您了" in toast.text
    await person.hears("缴费存根")
    if role == "officer":
        await replays(person, person, "cs:1:take_over")
        assert (await the_case(own_village.town, own_village.number)).holder_id == person.id
    await replays(person, person, "cs:1:solve")
    assert (await the_case(own_village.town, own_village.number)).state is CaseState.SOLVED


@pytest.mark.parametrize("role", ["stranger", "other_resident", "other_clerk"])
@pytest.mark.parametrize("words", ["/case {number}", "/cases {number}", "/cases 华升", "/cases"])
async def test_no_command_shows_it(village: Village, role: str, words: str) -> None:
    person = village.people[role]
    since = len(person.history)
    await person.says(words.format(number=village.number))
    await person.hears()
    assert not showed_secrets(village, role, since)
    assert f"【{village.number}】" not in str(person.history[since:])


@pytest.mark.parametrize("role", ["stranger", "other_resident", "other_clerk", "colleague"])
async def test_nobody_else_writes_into_it(village: Village, role: str) -> None:
    """A reply to a message that looks like one about the case."""
    person = village.people[role]
    card = next(m for m in village.people["clerk"].history if "还没有人接" in str(m) or "在办" in str(m))
    before = await village.fingerprint()
    await village.people["clerk"].forwards(
        card["message_id"], village.people["clerk"], village.groups["staff"]
    )
    forwarded = village.groups["staff"].history[-1]
    await person.says("查到了", village.groups["staff"], reply_to=forwarded["message_id"])
    await village.people["resident"].hears_nothing()
    assert await village.fingerprint() == before


async def test_a_former_clerk_is_nobody(own_village: Village) -> None:
    from storage import staff

    clerk = own_village.people["clerk"]
    async with own_village.town.bot.database.transaction() as connection:
        await staff.remove_staff(connection, clerk.id)
    before = await own_village.fingerprint()
    for action in STAFF_BUTTONS:
        toast = await replays(clerk, clerk, f"cs:1:{action}")
        assert "给工作人员用的" in toast.text
    assert await own_village.fingerprint() == before


@pytest.mark.parametrize(
    "data", ["cs:2:take", "cs::take", "cs:1:", "cs:x:take", "cs:1:open", "cs", "co:9:show"]
)
async def test_damaged_data_does_nothing_and_says_so(village: Village, data: str) -> None:
    before = await village.fingerprint()
    toast = await replays(village.people["officer"], village.people["officer"], data)
    assert toast.text
    assert await village.fingerprint() == before


@pytest.mark.parametrize(
    "data", ["t:1:1:confirm:", "t:999:1:confirm:", "t", "t:x:y:z:", "cl:card:99", "cl:page:v99:0"]
)
@pytest.mark.parametrize("role", ["stranger", "officer"])
async def test_damaged_buttons_of_talks_and_lists(village: Village, role: str, data: str) -> None:
    before = await village.fingerprint()
    await replays(village.people[role], village.people[role], data)
    assert await village.fingerprint() == before


async def test_anothers_talk_cannot_be_pressed(village: Village) -> None:
    resident, stranger = village.people["other_resident"], village.people["stranger"]
    await resident.says("/case")
    asked = await resident.hears("要办哪件事")
    data = asked.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    toast = await replays(stranger, stranger, data)
    assert "不是给您的" in toast.text


async def test_the_bot_said_nothing_personal_in_any_group(village: Village) -> None:
    bot = village.town.api.playground.world.bot.id
    for group in village.groups.values():
        said = [message for message in group.history if message["from"]["id"] == bot]
        assert said
        assert not any(secret in str(message) for message in said for secret in SECRETS)
        assert not any("photo" in message for message in said)
