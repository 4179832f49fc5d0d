"""/unpaid: by village, by group, by page, by name as it is typed; only what is the clerk's own, every look noted."""

from __future__ import annotations

from datetime import date

import pytest

from storage import audit
from tests.handlers.households.conftest import VILLAGE, data_of
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town

HEADS = "赵钱孙李周吴郑王冯陈"


async def test_groups_pages_and_a_household(town: Town, homes: Homes, clerk: Person) -> None:
    for surname in HEADS:
        await homes.add(VILLAGE, f"{surname}一", [(f"{surname}一", "ordinary")], group="2")
    paid = await homes.add(VILLAGE, "卫一", [("卫一", "ordinary")], group="1")
    await homes.pays(paid.persons[0], date(2021, 11, 3))
    await homes.add(VILLAGE, "蒋一", [("蒋一", "minimum_living"), ("蒋二", "destitute")], group="10")
    await clerk.says("/unpaid")
    groups = await clerk.hears("华升社区还有11人没交")
    assert groups.labels == ["2组 10", "10组 1", "全部"]
    await clerk.presses("2组 10")
    page = await clerk.sees_edit("华升社区2组没交的10人，10户（第1页，共2页）：")
    assert "1. 赵一家：赵一 320元" in page.text
    assert page.labels[:2] == ["1 赵一", "2 钱一"]
    assert page.labels[-2:] == ["下一页", "各组"]
    for _ in range(2):
        await replays(clerk, clerk, data_of(page, "下一页"))
    page = await clerk.sees_edit("（第2页，共2页）")
    await clerk.hears_nothing(within=0.05)
    assert page.labels == ["1 冯一", "2 陈一", "上一页", "各组"]
    await clerk.presses("2 陈一")
    card = await clerk.hears("陈一家（华升社区2组）")
    assert "❌ 陈一　没交，要交320元" in card.text
    assert card.labels == ["记已交：陈一　320元", "发绑定码"]
    await clerk.presses("各组")
    await clerk.sees_edit("华升社区还有11人没交")
    await clerk.presses("10组 1")
    page = await clerk.sees_edit("华升社区10组没交的1人")
    assert "蒋一家：蒋一 160元（低保）" in page.text


async def test_by_words(homes: Homes, home: Home, clerk: Person) -> None:
    await homes.add(VILLAGE, "王五", [("王五", "ordinary")], group="4")
    await clerk.says("/unpaid 4组")
    page = await clerk.hears("华升社区4组没交的1人")
    assert "张三" not in page.text
    await clerk.says("/unpaid 华升 3组")
    await clerk.hears("华升社区3组没交的3人，1户")


@pytest.mark.parametrize("name", ["张小五", "zhangxiaowu", "zxw", "章小武", "张晓五", "小五"])
async def test_a_name_as_it_is_typed(home: Home, clerk: Person, name: str) -> None:
    await clerk.says(f"/unpaid {name}")
    found = await clerk.hears("1. 张小五（华升社区3组，张三家）　没交，要交320元")
    assert found.labels[0] == "1 张小五"


async def test_a_name_that_has_paid(home: Home, homes: Homes, clerk: Person) -> None:
    await homes.pays(home.persons[2], date(2021, 11, 3))
    await clerk.says("/unpaid 张小五")
    await clerk.hears("1. 张小五（华升社区3组，张三家）　已交320元（11月3日）")


async def test_nobody_of_that_name(home: Home, clerk: Person) -> None:
    await clerk.says("/unpaid 司马相如")
    await clerk.hears("没找到“司马相如”")


async def test_another_villages_clerk(town: Town, home: Home, clerk: Person) -> None:
    other = await town.clerk("金石专干", "金石社区")
    for words in ("/unpaid", "/unpaid 张三", "/unpaid 华升社区", "/unpaid 华升社区 张三"):
        await other.says(words)
        answer = await other.hears()
        assert "张三家" not in answer.text
        assert "张三家" not in str(answer.labels)
    await clerk.says("/unpaid")
    await clerk.hears("华升社区还有3人没交")
    await clerk.presses("全部")
    page = await clerk.sees_edit("1. 张三家：")
    for row in page.raw["reply_markup"]["inline_keyboard"]:
        for button in row:
            toast = await replays(other, other, button["callback_data"])
            assert "不是给您的" in toast.text
    await other.hears_nothing()


async def test_the_township_sees_all(town: Town, home: Home, homes: Homes) -> None:
    await homes.add("金石社区", "王五", [("王五", "ordinary")], group="1")
    await town.officer.says("/unpaid")
    villages = await town.officer.hears("一共4人没交")
    assert "华升社区 3" in villages.labels
    assert "金石社区 1" in villages.labels
    await town.officer.presses("金石社区 1")
    await town.officer.sees_edit("金石社区还有1人没交")
    await town.officer.says("/unpaid 张小五")
    await town.officer.hears("1. 张小五（华升社区3组，张三家）")
    await town.officer.says("/unpaid zhangxiaowu")
    await town.officer.hears("要按读音、拼音找，请写上村名")
    await town.officer.says("/unpaid 华升 zhangxiaowu")
    await town.officer.hears("1. 张小五（华升社区3组，张三家）")


async def test_every_look_is_noted(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/unpaid 3组")
    await clerk.hears("张三家")
    await clerk.presses("1 张三")
    await clerk.hears("张三家")
    await clerk.says("/unpaid 张小五")
    await clerk.hears("张小五")
    async with town.bot.database.reading() as connection:
        looks = await audit.list_looks(connection, household_id=home.id)
    assert [(look.user_id, look.action, look.area_id) for look in looks] == [
        (clerk.id, "unpaid", VILLAGE),
        (clerk.id, "card", VILLAGE),
        (clerk.id, "unpaid", VILLAGE),
    ]


async def test_nobody_is_left(town: Town, homes: Homes, clerk: Person) -> None:
    home = await homes.add(VILLAGE, "张三", [("张三", "ordinary")], group="3")
    await homes.pays(home.persons[0], date(2021, 11, 3))
    await clerk.says("/unpaid")
    await clerk.hears("华升社区没有没交的人")
