"""The county returned a list: matching first-time cases are closed, every family is told to pay."""

from __future__ import annotations

import pytest

from tests.support.cases import Teller, the_case
from tests.support.people import Person
from tests.support.running import Town


async def first_time(town: Town, name: str, people: str, village: str = "华升社区") -> tuple[Person, str]:
    """A family that waits for the county."""
    resident = await town.resident(name)
    teller = Teller(town, resident, "first_time", village)
    await teller.begins()
    await resident.presses(village)
    await resident.hears("姓名")
    await resident.says(people)
    for _ in range(2):
        await resident.hears("拍张照")
        await resident.presses("没有这个")
    await resident.hears("请看一看")
    number = await teller.confirms()
    await town.officer.hears(number)
    return resident, number


async def paste(town: Town, names: str) -> str:
    await town.officer.says("/cases 名单")
    await town.officer.hears("贴给我")
    await town.officer.says(names)
    return (await town.officer.hears()).text


async def test_a_list_of_fourteen(town: Town) -> None:
    names = [f"{family}{given}" for family in "张李王刘陈杨黄" for given in ("春花", "有田")]
    families = [
        await first_time(town, f"户{place}", "、".join(names[2 * place : 2 * place + 2]))
        for place in range(7)
    ]
    shown = await paste(town, "\n".join(f"{place}. {name}" for place, name in enumerate(names, 1)))
    assert "对上了7件" in shown
    await town.officer.presses("确认，通知他们")
    await town.officer.hears("办结7件")
    for resident, number in families:
        told = await resident.hears(f"【{number}】办好了")
        assert "现在可以交钱了" in told.text
        assert (await the_case(town, number)).state.value == "solved"


async def test_a_family_of_which_one_is_missing(town: Town) -> None:
    resident, number = await first_time(town, "李大妈", "张三、李四")
    shown = await paste(town, "张三")
    assert "还差：李四" in shown
    await town.officer.presses("确认，通知他们")
    await town.officer.hears("办结0件")
    await resident.hears("张三办好了，还在等：李四")
    assert (await the_case(town, number)).state.value == "new"
    shown = await paste(town, "李四")
    assert "对上了1件" in shown
    await town.officer.presses("确认，通知他们")
    await resident.hears("现在可以交钱了")
    assert (await the_case(town, number)).state.value == "solved"


async def test_two_families_with_the_same_name_are_left_to_people(town: Town) -> None:
    _, one = await first_time(town, "甲", "张三")
    _, two = await first_time(town, "乙", "张三", "金石社区")
    shown = await paste(town, "张三")
    assert "一件也没有对上" in shown
    assert f"张三（{one}、{two}）" in shown
    for number in (one, two):
        assert (await the_case(town, number)).state.value == "new"


async def test_names_that_nobody_waits_for(town: Town) -> None:
    await first_time(town, "李大妈", "张三")
    shown = await paste(town, "赵六、张三")
    assert "没有对上的：\n赵六" in shown


async def test_cancelling_tells_nobody(town: Town) -> None:
    resident, number = await first_time(town, "李大妈", "张三")
    await paste(town, "张三")
    await town.officer.presses("取消")
    await town.officer.hears("没有通知")
    await resident.hears_nothing()
    assert (await the_case(town, number)).state.value == "new"


async def test_what_holds_no_name_is_asked_again(town: Town) -> None:
    await paste(town, "123")
    await town.officer.says("张三")
    await town.officer.hears("没有对上")


async def test_a_clerk_closes_only_the_own_village(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    _, own = await first_time(town, "甲", "张三")
    _, foreign = await first_time(town, "乙", "李四", "金石社区")
    clerk.forgets()
    await clerk.says("/cases 名单")
    await clerk.hears("贴给我")
    await clerk.says("张三 李四")
    shown = await clerk.hears("对上了1件")
    assert "没有对上的：\n李四" in shown.text
    await clerk.presses("确认，通知他们")
    await clerk.hears("办结1件")
    assert (await the_case(town, own)).state.value == "solved"
    assert (await the_case(town, foreign)).state.value == "new"


@pytest.mark.parametrize("words", ["/cases 名单", "/cases batch"])
async def test_never_in_a_group(town: Town, words: str) -> None:
    group = await town.api.group("医保工作群", town.officer)
    await group.hears()
    await town.officer.says(words, group)
    await group.hears("请私聊我用")
