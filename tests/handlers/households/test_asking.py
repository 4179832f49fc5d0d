"""Binding without a code: the resident names village and head, the village's clerks decide."""

from __future__ import annotations

import pytest

from tests.handlers.households.conftest import FAMILY, VILLAGE, bound_users, data_of
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town


async def asks(
    person: Person, head: str = "张三", said: str = "我是他儿子张小五", village: str = VILLAGE
) -> None:
    """Goes through the questions."""
    await person.says("/bind")
    await person.hears()
    await person.presses("没有码，请专干核对")
    await person.hears("您家在哪个村")
    await person.presses(village)
    await person.hears("户主叫什么名字")
    await person.says(head)
    await person.hears("您自己叫什么名字")
    await person.says(said)
    await person.hears(f"交给{village}的专干核对了")


async def test_a_clerk_approves(town: Town, home: Home, clerk: Person) -> None:
    colleague = await town.clerk("华升副专干", VILLAGE)
    asker = await town.resident("小五")
    await asks(asker)
    card = await clerk.hears("有人要绑定华升社区“张三”家")
    assert "我是他儿子张小五" in card.text
    assert "他的聊天名字：小五" in card.text
    assert card.labels == ["确认同意：张三家（华升社区3组）", "不同意"]
    await colleague.hears("有人要绑定")
    await clerk.presses("确认同意")
    await clerk.sees_edit("同意了，绑好了：张三家")
    await colleague.sees_edit("同意了，绑好了：张三家")
    await asker.hears("绑好了：张*家（华升社区3组）")
    assert await bound_users(town, home) == [asker.id]
    toast = await replays(colleague, colleague, data_of(card, "不同意"))
    assert "已经有人处理过了" in toast.text
    assert await bound_users(town, home) == [asker.id]


async def test_a_clerk_refuses(town: Town, home: Home, clerk: Person) -> None:
    asker = await town.resident("外人")
    await asks(asker, said="我是他表弟")
    await clerk.hears("有人要绑定")
    await clerk.presses("不同意")
    await clerk.sees_edit("没有同意")
    await asker.hears("没能核对上，没有绑")
    assert await bound_users(town, home) == []


async def test_nobody_learns_whether_there_is_such_a_household(town: Town, home: Home, clerk: Person) -> None:
    asker = await town.resident("外人")
    await asks(asker, head="王麻子")
    card = await clerk.hears("花名册里没有叫这个名字的户主")
    assert card.labels == ["不同意"]


async def test_heads_that_sound_alike_are_offered(town: Town, homes: Homes, clerk: Person) -> None:
    await homes.add(VILLAGE, "章三", FAMILY, group="1")
    await homes.add(VILLAGE, "王五", FAMILY, group="1")
    asker = await town.resident("小五")
    await asks(asker)
    card = await clerk.hears("有人要绑定")
    assert card.labels == ["确认同意：章三家（华升社区1组）", "不同意"]


async def test_without_a_clerk_the_township_decides(town: Town, home: Home) -> None:
    asker = await town.resident("小五")
    await asks(asker)
    await town.officer.hears("有人要绑定华升社区“张三”家")
    await town.officer.presses("确认同意")
    await town.officer.sees_edit("同意了")
    await asker.hears("绑好了")


async def test_it_waits_on_the_clerks_desk(town: Town, home: Home, clerk: Person) -> None:
    await asks(await town.resident("小五"))
    await clerk.hears("有人要绑定")
    await clerk.says("/bindings")
    desk = await clerk.hears()
    assert desk.labels[0] == "等核对的　1"
    await clerk.presses("等核对的")
    await clerk.hears("有人要绑定华升社区“张三”家")


async def test_who_is_no_clerk_of_the_village_cannot_decide(town: Town, home: Home, clerk: Person) -> None:
    asker = await town.resident("小五")
    other = await town.clerk("金石专干", "金石社区")
    await asks(asker)
    card = await clerk.hears("有人要绑定")
    group = await town.api.group("医保工作群", town.officer, clerk, other, asker)
    await group.hears("大家好")
    for person in (other, asker):
        toast = await replays(person, person, data_of(card, "确认同意"))
        assert "不是给您的" in toast.text
    await clerk.forwards(card, clerk, group)
    for person in (clerk, other):
        toast = await replays(person, group, data_of(card, "确认同意"))
        assert "不是给您的" in toast.text
    assert await bound_users(town, home) == []


async def test_asked_for_too_often_the_clerk_is_left_in_peace(town: Town, home: Home, clerk: Person) -> None:
    for number in range(5):
        await asks(await town.resident(f"第{number}个"))
        await clerk.hears("有人要绑定")
    await asks(await town.resident("第六个"))
    await clerk.hears_nothing()


async def test_a_person_asks_five_times_a_day(town: Town, home: Home, clerk: Person) -> None:
    asker = await town.resident("外人")
    for number in range(5):
        await asks(asker, head=f"王{'一二三四五'[number]}")
        await clerk.hears("有人要绑定")
    await asker.says("/bind")
    await asker.hears()
    await asker.presses("没有码，请专干核对")
    await asker.hears("今天试的次数太多了")


async def test_the_village_is_typed_and_slips_are_caught(town: Town, home: Home, clerk: Person) -> None:
    asker = await town.resident("小五")
    await asker.says("/bind")
    await asker.hears()
    await asker.presses("没有码，请专干核对")
    await asker.hears("您家在哪个村")
    await asker.says("上甘岭")
    await asker.hears("没找到这个村")
    await asker.says("华升")
    await asker.hears("户主叫什么名字")
    await asker.says("12345")
    await asker.hears("请只写户主的名字")
    await asker.says("我家户主是张三")
    await asker.hears("您自己叫什么名字")
    await asker.says("张小五，他儿子")
    await asker.hears("交给华升社区的专干核对了")
    await clerk.hears("有人要绑定华升社区“张三”家")


async def test_a_question_in_between_is_answered(town: Town, home: Home) -> None:
    asker = await town.resident("小五")
    await asker.says("/bind")
    await asker.hears()
    await asker.presses("没有码，请专干核对")
    await asker.hears("您家在哪个村")
    await asker.says("今年交多少钱")
    await asker.hears("320")
    await asker.hears("接着刚才的绑定")


@pytest.mark.parametrize("way", ["/cancel", "取消"])
async def test_it_is_cancelled(town: Town, home: Home, clerk: Person, way: str) -> None:
    asker = await town.resident("小五")
    await asker.says("/bind")
    await asker.hears()
    await asker.presses("没有码，请专干核对")
    await asker.hears("您家在哪个村")
    if way == "取消":
        await asker.presses(way)
    else:
        await asker.says(way)
    await asker.hears("取消")
    await clerk.hears_nothing()
