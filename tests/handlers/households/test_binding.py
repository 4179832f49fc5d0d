"""Binding by a code: handed out, opened, typed, tried too often, spoiled in a group, taken away again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.bindings import CODES_VALID_FOR
from storage.tables import outbox
from tests.handlers.households.conftest import bound_users, code_for, data_of
from tests.support.bot_api import picture
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town


async def code_from(clerk: Person) -> str:
    """The clerk asks for the household of 张三 and hands out a code."""
    await clerk.says("/bindings 张三")
    found = await clerk.hears("1. 张三（华升社区3组，张三家）")
    assert found.labels == ["1 张三"]
    await clerk.presses("1 张三")
    card = await clerk.hears("还没有人绑定这一户")
    assert "发绑定码" in card.labels
    await clerk.presses("发绑定码")
    picture = await clerk.hears("张三家（华升社区3组）的绑定码：")
    assert "photo" in picture.raw
    assert "?start=h_" in picture.text
    return picture.text.split("?start=h_")[1].split()[0]


async def test_a_link_binds_at_once(town: Town, home: Home, clerk: Person) -> None:
    code = await code_from(clerk)
    resident = await town.resident("李大妈", started=False)
    await resident.starts(f"h_{code}")
    await resident.hears("医保小助手")
    bound = await resident.hears("绑好了：张*家（华升社区3组）")
    assert "/privacy" in bound.text
    assert bound.labels == ["查我家交了没", "到时候提醒我", "解绑张*家"]
    assert await bound_users(town, home) == [resident.id]
    await resident.presses("查我家交了没")
    await resident.hears("还有3人没交，一共要交800元")


async def test_a_code_is_used_once(town: Town, home: Home) -> None:
    code = await code_for(town, home)
    first, second = await town.resident("李大妈"), await town.resident("外人")
    await first.says(f"/bind {code}")
    await first.hears("绑好了")
    await second.says(f"/bind {code}")
    refused = await second.hears("这个码用不了")
    assert refused.labels == ["没有码，请专干核对"]
    assert await bound_users(town, home) == [first.id]
    await first.says(f"/bind {code}")
    await first.hears("绑好了")


async def test_a_code_as_people_type_it(town: Town, home: Home) -> None:
    code = await code_for(town, home)
    resident = await town.resident("李大妈")
    await resident.says(f"/bind {code[:4].lower()}-{code[4:]} ")
    await resident.hears("绑好了")


async def test_who_was_bound_before_hears_of_another(town: Town, home: Home, resident: Person) -> None:
    code = await code_for(town, home)
    son = await town.resident("儿子")
    await son.says(f"/bind {code}")
    await son.hears("绑好了")
    await resident.hears("又有一个号绑上了张*家")
    assert await bound_users(town, home) == [resident.id, son.id]


async def test_codes_expire_and_give_way_to_newer_ones(town: Town, home: Home) -> None:
    earlier = await code_for(town, home)
    later = await code_for(town, home)
    resident = await town.resident("李大妈")
    await resident.says(f"/bind {earlier}")
    await resident.hears("这个码用不了")
    town.set_now(town.bot.clock() + CODES_VALID_FOR + timedelta(minutes=1))
    await resident.says(f"/bind {later}")
    await resident.hears("这个码用不了")
    assert await bound_users(town, home) == []


async def test_five_tries_a_day(town: Town, home: Home) -> None:
    code = await code_for(town, home)
    guesser = await town.resident("外人")
    for wrong in ("AAAA2222", "BBBB3333", "CCCC4444", "DDDD5555", "x"):
        await guesser.says(f"/bind {wrong}")
        await guesser.hears("这个码用不了")
    await guesser.says(f"/bind {code}")
    await guesser.hears("今天试的次数太多了")
    await guesser.says("/bind")
    await guesser.hears("要先把您的号和您家绑上")
    await guesser.presses("没有码，请专干核对")
    await guesser.hears("今天试的次数太多了")
    assert await bound_users(town, home) == []
    town.set_now(town.bot.clock() + timedelta(hours=25))
    await guesser.says(f"/bind {code}")
    await guesser.hears("绑好了")


async def test_a_household_takes_ten_users(town: Town, home: Home, homes: Homes) -> None:
    for user_id in range(1, 11):
        await homes.bind(home, user_id)
    code = await code_for(town, home)
    resident = await town.resident("李大妈")
    await resident.says(f"/bind {code}")
    await resident.hears("这个码用不了")


async def test_a_code_in_a_group_is_worth_nothing_any_more(town: Town, home: Home) -> None:
    code = await code_for(town, home)
    resident, reader = await town.resident("李大妈"), await town.resident("外人")
    group = await town.api.group("华升社区群", town.officer, resident, reader)
    await group.hears("大家好")
    await town.officer.promotes(None, group, "can_delete_messages")
    message = await resident.says(f"/bind {code}", group)
    warned = await group.hears("这个码已经作废")
    assert warned.labels == ["私聊查看"]
    assert message not in {one["message_id"] for one in group.history}
    await reader.says(f"/bind {code}")
    await reader.hears("这个码用不了")
    assert await bound_users(town, home) == []


@pytest.mark.parametrize("link", ["bind", "status"])
async def test_links_from_a_group_lead_to_the_way_in(town: Town, link: str) -> None:
    resident = await town.resident("李大妈")
    await resident.starts(link)
    await resident.hears("医保小助手")
    way = await resident.hears("要先把您的号和您家绑上")
    assert way.labels == ["没有码，请专干核对"]


async def test_a_button_below_a_picture_is_answered_by_a_message(
    town: Town, home: Home, resident: Person
) -> None:
    """A picture has no text that could be changed."""
    await town.bot.application.bot.send_photo(resident.id, picture())
    await resident.hears()
    await replays(resident, resident, f"home:off:{home.id}")
    asked = await resident.hears("解绑")
    assert "text" in asked.raw
    async with town.bot.database.reading() as connection:
        assert (
            await connection.execute(select(outbox.c.state).where(outbox.c.state == "failed"))
        ).all() == []


async def test_unbinding_asks_first(town: Town, home: Home, resident: Person) -> None:
    await resident.says("/bind")
    own = await resident.hears("您绑定了：张*家（华升社区3组）")
    assert own.labels == ["解绑张*家", "没有码，请专干核对"]
    await resident.presses("解绑张*家")
    asked = await resident.sees_edit("要解绑吗")
    assert asked.labels == ["确认解绑", "取消"]
    await resident.presses("取消")
    await resident.sees_edit("没有解绑")
    await replays(resident, resident, data_of(asked, "确认解绑"))
    await resident.sees_edit("解绑好了：张*家")
    assert await bound_users(town, home) == []
    await resident.says("/status")
    await resident.hears("要先把您的号和您家绑上")


async def test_a_clerk_takes_a_binding_away(town: Town, home: Home, resident: Person, clerk: Person) -> None:
    await clerk.says("/bindings")
    desk = await clerk.hears("华升社区一共1户，绑了1户1个号")
    assert desk.labels == ["绑了的住户", "打印绑定码"]
    await clerk.presses("绑了的住户")
    await clerk.sees_edit("绑了的住户，新绑的在前面")
    await clerk.presses("张三家 3组")
    card = await clerk.hears("绑定的号：李大妈（8月1日绑的）")
    await clerk.presses("去掉绑定：李大妈")
    asked = await clerk.hears("这个号就看不到张三家")
    assert asked.labels == ["确认去掉", "取消"]
    await clerk.presses("确认去掉")
    await clerk.sees_edit("去掉了：张三家（华升社区3组）的一个号")
    await resident.hears("村里把您和张*家（华升社区3组）的绑定去掉了")
    assert await bound_users(town, home) == []
    toast = await clerk.presses_data(card, data_of(card, "去掉绑定"))
    assert toast is not None
    assert "已经用过" in toast.text


async def test_another_village_finds_nobody(town: Town, home: Home) -> None:
    other = await town.clerk("金石专干", "金石社区")
    await other.says("/bindings 张三")
    await other.hears("您管的村（社区）里没找到“张三”")
    await other.says("/bindings 华升社区 张三")
    answer = await other.hears("华升社区")
    assert "张三" not in answer.text
    assert not answer.labels


async def test_the_township_chooses_a_village(town: Town, home: Home) -> None:
    await town.officer.says("/bindings")
    which = await town.officer.hears("看哪个村（社区）的绑定")
    assert len(which.labels) == len(town.bot.house.pack.reporting_areas)
    await town.officer.presses("金石社区")
    await town.officer.sees_edit("金石社区还没有花名册")
    await town.officer.says("/bindings 张三")
    found = await town.officer.hears("1. 张三（华升社区3组，张三家）")
    assert found.labels == ["1 张三"]
