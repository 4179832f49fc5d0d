"""The call list: who is not reached by messages, who called whom when, relatives to be called instead."""

from __future__ import annotations

import pytest

from handlers.naming import contact_in
from knowledge.reminding.due import free_categories
from storage import calls
from tests.support.homes import Homes
from tests.support.running import Town


async def village(town: Town) -> None:
    """华升社区: a household with the app, two without, one that has paid, one that pays nothing."""
    homes = Homes(town.bot.database)
    reader = await town.resident("有手机的")
    await homes.add("华升社区", "赵一", [("赵一", "ordinary")], users=[reader.id], group="1")
    await homes.add("华升社区", "钱二", [("钱二", "ordinary"), ("钱小", "minimum_living")], group="1")
    await homes.add("华升社区", "孙三", [("孙三", "ordinary")], group="2")
    paid = await homes.add("华升社区", "李四", [("李四", "ordinary")], group="2")
    await homes.pays(paid.persons[0], town.bot.clock().date())
    await homes.add("华升社区", "周五", [("周五", "destitute")], group="2")


async def test_groups_then_households_then_a_number(town: Town) -> None:
    await village(town)
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/calls")
    groups = await clerk.hears("华升社区：2户没绑定手机、还没交的")
    assert groups.labels == ["1组（1户）", "2组（1户）"]
    await clerk.presses("1组（1户）")
    await clerk.sees_edit("华升社区1组，1户要打电话")
    await clerk.presses("1")
    card = await clerk.hears("华升社区1组　钱二家\n没交的：钱二、钱小，一共480元\n名册里没有电话。")
    assert card.labels == ["打通了", "没接", "号码不对", "上门了", "留亲属电话", "返回名单"]
    toast = await clerk.presses("没接")
    assert toast is not None
    assert toast.text == "记下了：钱二家，没接。"
    await clerk.presses("返回名单")
    await clerk.sees_edit()
    await clerk.presses("1组（1户）")
    await clerk.sees_edit("1. 钱二家　11月22日")


async def test_a_relative_is_named(town: Town) -> None:
    await village(town)
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/calls")
    await clerk.hears()
    await clerk.presses("2组（1户）")
    await clerk.sees_edit()
    await clerk.presses("1")
    await clerk.hears("孙三家")
    await clerk.presses("留亲属电话")
    await clerk.hears("孙三家的亲属叫什么")
    await clerk.says("他儿子")
    await clerk.hears("没看懂")
    await clerk.says("孙小三 儿子 10000001111")
    await clerk.hears("记下了，以后打给孙小三")
    await clerk.presses("返回名单")
    await clerk.sees_edit()
    await clerk.presses("2组（1户）")
    await clerk.sees_edit()
    await clerk.presses("1")
    await clerk.hears("联系人：孙小三（儿子）　10000001111")


async def test_reach_is_counted_by_way(town: Town) -> None:
    await village(town)
    pack = town.bot.house.pack
    async with town.bot.database.transaction() as connection:
        await calls.record_call(connection, 2, calls.Outcome.REACHED, 1, town.bot.clock())
        await calls.record_call(connection, 3, calls.Outcome.NO_ANSWER, 1, town.bot.clock())
        reach = await calls.count_reach(connection, pack.year, free_categories(pack), ["华升社区"])
    assert reach == {"华升社区": calls.Reach(bot=1, clerk=1, nobody=1)}
    clerk = await town.clerk("华升专干", "华升社区")
    for person in (clerk, town.officer):
        await person.says("/progress")
        shown = await person.hears()
        assert "没交的3户里：机器人通知到1户，专干联系到1户，还没人联系1户。" in shown.text


async def test_a_visit_is_a_reminder_too(town: Town) -> None:
    """Who was called when is kept, and what a call brought shows in the statistics."""
    await village(town)
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/calls")
    await clerk.hears()
    await clerk.presses("2组（1户）")
    await clerk.sees_edit()
    await clerk.presses("1")
    await clerk.hears("孙三家")
    await clerk.presses("上门了")
    await Homes(town.bot.database).pays(4, town.bot.clock().date())
    await town.officer.says("/remind stats")
    await town.officer.hears("电话：\n　截止前30天：提醒1人，交了1人（100%）")


async def test_another_villages_clerk_sees_nothing(town: Town) -> None:
    await village(town)
    own, other = await town.clerk("华升专干", "华升社区"), await town.clerk("金石专干", "金石社区")
    await other.says("/calls")
    await other.hears("金石社区：没交的住户都能用手机通知到")
    await own.says("/calls")
    groups = await own.hears()
    await own.presses("1组（1户）")
    page = await own.sees_edit()
    for data in ("call:area:0", "call:group:0:0:0"):
        row = [[{"text": "x", "callback_data": data}]]
        assert groups.raw["reply_markup"]["inline_keyboard"] != row
    toast = await other.presses_data(page, "call:house:2")
    assert toast is not None
    assert "不是给您的" in toast.text
    await other.hears_nothing()


async def test_residents_have_no_list(town: Town) -> None:
    resident = await town.resident("李大妈")
    await resident.says("/calls")
    await resident.hears("这个功能只给镇里和村里的工作人员用")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李四 儿子 10000001111", ("李四", "儿子", "10000001111")),
        ("李四，儿子，100 0000 1111", ("李四", "儿子", "10000001111")),
        ("李四10000001111", ("李四", None, "10000001111")),
        ("李四（儿子）：10000001111", ("李四", "儿子", "10000001111")),
        ("他儿子", None),
        ("10000001111", None),
    ],
)
def test_a_contact_in_one_line(text: str, expected: tuple[str, str | None, str] | None) -> None:
    found = contact_in(text)
    assert (found and (found.name, found.relation, found.phone.reveal())) == expected
