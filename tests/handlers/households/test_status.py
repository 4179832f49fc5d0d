"""我家交齐了没: members, sums, who must pay by when; nobody else's household, and nothing in a group."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.handlers.households.conftest import VILLAGE
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town, running_town


@pytest.mark.parametrize("words", ["/status", "我家交齐了没", "我家交了没有", "查我家"])
async def test_the_own_household(resident: Person, homes: Homes, home: Home, words: str) -> None:
    await homes.pays(home.persons[0], date(2021, 11, 3))
    await resident.says(words)
    status = await resident.hears("张*家（华升社区3组）2022年度居民医保：\n还有2人没交，一共要交480元。")
    assert "到2021年12月31日截止，还有39天。" in status.text
    assert "✅ 张*　已交320元（11月3日）" in status.text
    assert "❌ 李*（低保）　没交，要交160元" in status.text
    assert "❌ 张*五　没交，要交320元" in status.text
    assert "依据：" in status.text
    assert "张三" not in status.text
    assert status.labels == ["怎么交", "不对"]


async def test_all_paid(resident: Person, homes: Homes, home: Home) -> None:
    for person, amount in zip(home.persons, ("320.00", "160.00", "320.00"), strict=True):
        await homes.pays(person, date(2021, 11, 3), amount)
    await resident.says("/status")
    status = await resident.hears("都交齐了，不用再交。")
    assert status.labels == ["不对"]


async def test_too_little_and_too_much(resident: Person, homes: Homes, home: Home) -> None:
    await homes.pays(home.persons[0], date(2021, 11, 3), "300.00")
    await homes.pays(home.persons[1], date(2021, 11, 3), "320.00")
    await resident.says("/status")
    status = await resident.hears("❌ 张*　只交了300元，还差20元")
    assert "✅ 李*（低保）　已交320元（11月3日），按规定交160元，多了160元" in status.text
    assert "点“不对”请工作人员看" in status.text


async def test_the_buttons_lead_on(town: Town, home: Home, homes: Homes) -> None:
    resident = await town.resident("李大妈")
    await homes.bind(home, resident.id, consented=False)
    await resident.says("/status")
    status = await resident.hears("还有3人没交")
    assert status.labels == ["怎么交", "不对", "到时候提醒我"]
    await resident.presses("怎么交")
    await resident.hears("微信")
    await resident.presses("到时候提醒我")
    await resident.gets("提醒")
    await resident.presses("不对")
    await resident.hears("哪")


async def test_in_a_group_only_the_way_to_private(town: Town, resident: Person) -> None:
    group = await town.api.group("华升社区群", town.officer, resident)
    await group.hears("大家好")
    for words in ("/status", "我家交齐了没"):
        await resident.says(words, group)
        answer = await group.hears("群里不说")
        assert answer.labels == ["私聊查看"]
        assert "张" not in answer.text
        assert "start=status" in str(answer.raw["reply_markup"])
    await resident.hears_nothing()
    await resident.starts("status")
    await resident.hears("医保小助手")
    await resident.hears("张*家（华升社区3组）")


async def test_a_button_of_another_household_does_nothing(town: Town, resident: Person, homes: Homes) -> None:
    theirs = await homes.add(VILLAGE, "王五", [("王五", "ordinary")])
    await resident.says("/bind")
    await resident.hears("您绑定了")
    for action in ("show", "off", "off_yes", "off_no"):
        toast = await replays(resident, resident, f"home:{action}:{theirs.id}")
        assert "不是给您的" in toast.text
    await resident.hears_nothing()


async def test_several_households(resident: Person, homes: Homes) -> None:
    theirs = await homes.add(VILLAGE, "王五", [("王五", "ordinary")], group="4")
    await homes.bind(theirs, resident.id)
    await resident.says("/status")
    await resident.hears("张*家（华升社区3组）")
    await resident.hears("王*家（华升社区4组）")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2021, 12, 31, 9), "今天就截止（2021年12月31日）。"),
        (datetime(2021, 12, 30, 9), "到2021年12月31日截止，还有1天。"),
        (datetime(2022, 4, 1, 9), "2021年12月31日截止的缴费期已经过了"),
    ],
)
async def test_days_left(town: Town, resident: Person, now: datetime, words: str) -> None:
    town.set_now(now)
    resident.forgets()
    await resident.says("/status")
    status = await resident.hears("张*家")
    assert words in status.text


async def test_a_whole_household_and_who_is_paid_back(tmp_path: Path) -> None:
    """里高: nobody is enrolled until all have paid; the poor pay first and get something back."""
    async with running_town(tmp_path, now=datetime(2017, 12, 20, 9), pack="ligao-2018") as town:
        homes = Homes(town.bot.database, 2018)
        person = await town.resident("李大妈")
        members = [("张三", "ordinary"), ("李四", "registered_poor"), ("张小五", "employee")]
        home = await homes.add("里高镇", "张三", members, users=[person.id])
        await person.says("/status")
        status = await person.hears("还有2人没交，一共要交360元。")
        assert "❌ 李*（建档立卡）　没交，要交180元，以后会补回一些，补多少要问" in status.text
        assert "张*五（职工医保）　" in status.text
        assert "这里要全家一起交：还差2人，一个没交，全家都办不成。" in status.text
        await homes.pays(home.persons[0], date(2017, 12, 1), "180.00")
        await person.says("/status")
        status = await person.hears("这里要全家一起交：还差1人")
        assert "六（三）" in status.text
