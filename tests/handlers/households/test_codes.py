"""Sheets of codes: for a village or a group, as PDF or pictures; every slip binds its own household, once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import audit, tables
from tests.handlers.households.conftest import FAMILY, VILLAGE
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town


async def open_codes(town: Town) -> list[int]:
    """Households with a code that still works."""
    codes = tables.household_codes
    async with town.bot.database.reading() as connection:
        query = select(codes.c.household_id).where(codes.c.used_at.is_(None), codes.c.revoked_at.is_(None))
        return sorted((await connection.execute(query)).scalars())


@pytest.mark.parametrize(
    ("button", "name", "magic"),
    [("确认，做PDF", "华升社区绑定码.pdf", b"%PDF"), ("确认，做图片", "华升社区绑定码.png", b"\x89PNG")],
)
async def test_a_whole_village(
    town: Town, resident: Person, homes: Homes, clerk: Person, button: str, name: str, magic: bytes
) -> None:
    waiting = [await homes.add(VILLAGE, f"王{n}", [(f"王{n}", "ordinary")], group="4") for n in "一二三"]
    await homes.add("金石社区", "赵六", FAMILY, group="1")
    await clerk.says("/bindings")
    await clerk.hears("华升社区一共4户，绑了1户1个号，发出去还没用的码0个")
    await clerk.presses("打印绑定码")
    which = await clerk.sees_edit("华升社区还没绑的有3户")
    assert which.labels == ["全村", "3组", "4组"]
    await clerk.presses("全村")
    sure = await clerk.sees_edit("给华升社区还没绑的3户各做一个新码")
    assert sure.labels == ["确认，做PDF", "确认，做图片", "取消"]
    await clerk.presses(button)
    await clerk.sees_edit("正在做")
    sheet = await clerk.hears(within=20)
    assert sheet.file_name == name
    assert sheet.file().startswith(magic)
    assert await open_codes(town) == [home.id for home in waiting]
    async with town.bot.database.reading() as connection:
        looks = await audit.list_looks(connection)
    assert (clerk.id, "codes", VILLAGE) in [(look.user_id, look.action, look.area_id) for look in looks]


async def test_pressed_twice_the_first_codes_stay_good(town: Town, homes: Homes, clerk: Person) -> None:
    for name in ("王一", "王二"):
        await homes.add(VILLAGE, name, [(name, "ordinary")], group="4")
    await clerk.says("/bindings")
    await clerk.hears()
    for _ in range(2):
        await replays(clerk, clerk, "hsheet:pdf:0:all")
    await clerk.sees_edit("正在做")
    await clerk.hears()
    assert len(await open_codes(town)) == 2
    await clerk.hears_nothing()


async def test_one_group_or_none(town: Town, home: Home, homes: Homes, clerk: Person) -> None:
    await homes.add(VILLAGE, "王五", FAMILY, group="4")
    await clerk.says("/bindings")
    await clerk.hears()
    await clerk.presses("打印绑定码")
    await clerk.sees_edit()
    await clerk.presses("4组")
    await clerk.sees_edit("给华升社区4组还没绑的1户")
    await clerk.presses("取消")
    await clerk.sees_edit("华升社区一共2户")
    assert await open_codes(town) == []


async def test_everybody_is_bound(resident: Person, clerk: Person) -> None:
    await clerk.says("/bindings")
    await clerk.hears()
    await clerk.presses("打印绑定码")
    await clerk.sees_edit()
    await clerk.presses("3组")
    await clerk.sees_edit("的住户都绑了，不用打印")


async def test_nobody_else_gets_codes(town: Town, home: Home, resident: Person) -> None:
    other = await town.clerk("金石专干", "金石社区")
    for person in (other, resident):
        if person is resident:
            await resident.says("/status")
            await resident.hears()
        for data in ("hsheet:pdf:0:all", "hsheet:png:0:0", f"hcard:code:{home.id}", "hdesk:sheet:0"):
            toast = await replays(person, person, data)
            assert "不是给您的" in toast.text
        await person.hears_nothing()
    assert await open_codes(town) == []
