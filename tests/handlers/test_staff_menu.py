"""The buttons below the input line: each role has its own, and each does what it says."""

from __future__ import annotations

import pytest

from handlers.menu import CLERK, RESIDENT, TOWNSHIP
from handlers.staff_menu import COMMANDS
from knowledge.library import load_library
from tests.support.people import Person
from tests.support.running import Town

SAY = load_library().phrases.say


def keyboard_of(person: Person) -> list[str]:
    """The labels below somebody's input line."""
    return [label for row in person.keyboard for label in row]


@pytest.mark.parametrize("name", ["clerk", "colleague", "resident"])
async def test_each_role_has_its_own(name: str, town: Town) -> None:
    if name == "clerk":
        person, keys = await town.clerk("华升专干", "华升社区"), CLERK
    elif name == "colleague":
        person, keys = await town.colleague("镇民政办"), TOWNSHIP
    else:
        person, keys = await town.resident("李大妈"), RESIDENT
    await person.says("/start")
    await person.hears("您好")
    assert keyboard_of(person) == [SAY(key) for key in keys]


async def test_joining_brings_the_keyboard_of_staff(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    assert keyboard_of(clerk) == [SAY(key) for key in CLERK]


@pytest.mark.parametrize(
    ("key", "heard"),
    {
        "menu.today": "今天",
        "menu.progress": "西岩镇，到今天",
        "menu.unpaid": "没交",
        "menu.calls": "村",
        "menu.cases": "办",
        "menu.broadcast": "群发给谁",
        "menu.bulletin": "医保缴费进度",
        "menu.desk": "钱和票",
    }.items(),
)
async def test_a_button_does_what_it_says(key: str, heard: str, town: Town) -> None:
    await town.officer.says(SAY(key))
    await town.officer.hears(heard, within=20)


def test_every_button_of_staff_is_heard() -> None:
    assert set(COMMANDS) | set(RESIDENT) >= {*CLERK, *TOWNSHIP}


async def test_a_resident_with_the_same_words_asks(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("谁还没交")
    assert "工作人员用" not in (await anna.hears()).text
