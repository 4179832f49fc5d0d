"""The staff's desk: cards, who takes a case, asking back, papers, county, refusal, lists."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage import cases
from tests.support.cases import Teller, opened, replays, the_case
from tests.support.people import Group, Heard, Person
from tests.support.running import Town


@pytest.fixture
async def resident(town: Town) -> Person:
    return await town.resident("李大妈")


@pytest.fixture
async def clerk(town: Town) -> Person:
    return await town.clerk("华升专干", "华升社区")


async def taken(town: Town, resident: Person, clerk: Person) -> str:
    """A case that the clerk has taken; everybody has heard of it."""
    number = await opened(town, resident)
    await clerk.hears("还没有人接")
    await town.officer.hears("还没有人接")
    await clerk.presses("我来办")
    await clerk.sees_edit("华升专干在办")
    await town.officer.sees_edit("华升专干在办")
    await resident.hears("有工作人员接手了")
    photo = await clerk.hears("缴费存根")
    assert "photo" in photo.raw
    resident.forgets()
    return number


async def staff_group(town: Town, *members: Person) -> Group:
    group = await town.api.group("医保工作群", town.officer, *members)
    await group.hears()
    return group


async def test_a_card_tells_what_is_needed(town: Town, resident: Person, clerk: Person) -> None:
    number = await opened(town, resident)
    card = await clerk.hears(f"【{number}】交到别的县了　华升社区")
    for words in ("姓名：张三", "交到了：邵阳县", "照片、文件1张", "11月26日前要回话"):
        assert words in card.text
    assert card.labels == ["我来办"]


async def test_clerks_of_other_villages_hear_nothing(town: Town, resident: Person) -> None:
    other = await town.clerk("金石专干", "金石社区")
    other.forgets()
    await opened(town, resident)
    await town.officer.hears("还没有人接")
    await other.hears_nothing()


async def test_a_case_of_no_known_village_is_the_townships(
    town: Town, resident: Person, clerk: Person
) -> None:
    teller = Teller(town, resident, "refund")
    await teller.begins()
    await resident.presses("跳过")
    for step in teller.steps()[1:]:
        await teller.hears_question(step)
        await teller.answers(step)
    await resident.hears("请看一看")
    await resident.presses("确认提交")
    await resident.hears("交上去了")
    await town.officer.hears("没说户口在哪")
    await clerk.hears_nothing()


async def test_the_staff_group_hears_nothing_personal(town: Town, resident: Person, clerk: Person) -> None:
    group = await staff_group(town, clerk)
    number = await opened(town, resident)
    card = await group.hears(f"【{number}】")
    assert "张三" not in card.text
    assert "邵阳" not in card.text
    assert "李大妈" not in card.text
    assert card.labels == ["我来办", "私下看"]


async def test_first_to_press_has_it_others_see_who(town: Town, resident: Person, clerk: Person) -> None:
    group = await staff_group(town, clerk)
    await opened(town, resident)
    await group.hears("还没有人接")
    await clerk.hears("还没有人接")
    await town.officer.hears("还没有人接")
    await clerk.presses("我来办", group)
    await group.sees_edit("华升专干在办")
    edited = await town.officer.sees_edit("华升专干在办")
    assert "转给我办" in edited.labels
    toast = await replays(town.officer, town.officer, f"cs:{1}:take")
    assert "华升专干已经在办了" in toast.text


async def test_taking_twice_says_so(town: Town, resident: Person, clerk: Person) -> None:
    await taken(town, resident, clerk)
    toast = await replays(clerk, clerk, "cs:1:take")
    assert "已经归您办了" in toast.text


async def test_papers_come_to_the_holder_only_and_protected(
    town: Town, resident: Person, clerk: Person
) -> None:
    group = await staff_group(town, clerk)
    await taken(town, resident, clerk)
    photos = [m for m in clerk.history if "photo" in m]
    assert [m.get("has_protected_content") for m in photos] == [True]
    assert not [m for m in [*group.history, *town.officer.history] if "photo" in m]


async def test_looking_at_papers_is_written_down(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("看照片")
    await clerk.hears("缴费存根")
    async with town.bot.database.reading() as connection:
        history = await cases.list_events(connection, (await the_case(town, number)).id)
    assert (history[-1].event.value, history[-1].actor_id) == ("look", clerk.id)


async def test_asking_back(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.says("哪天交的？")
    await resident.hears(f"【{number}】工作人员问您：\n哪天交的？")
    assert (await the_case(town, number)).state.value == "asked"
    await clerk.hears("发给群众了")
    await resident.says("上个礼拜天")
    await resident.hears("告诉工作人员了")
    await clerk.hears("群众回话：\n上个礼拜天")
    assert (await the_case(town, number)).state.value == "taken"


async def test_a_canned_reply(town: Town, resident: Person, clerk: Person) -> None:
    await taken(town, resident, clerk)
    await clerk.presses("回一句")
    await clerk.hears("要回什么")
    await clerk.presses("收到，正在办")
    await resident.hears("收到，正在办，有消息马上告诉您。")


async def test_needing_a_paper(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("要材料")
    await clerk.hears("要哪样材料")
    await clerk.presses("缴费存根")
    await resident.hears("还差一样：缴费存根")
    await resident.sends_photo()
    await resident.hears("告诉工作人员了")
    await clerk.hears("发给群众了")
    photo = await clerk.hears("群众发来的")
    assert "photo" in photo.raw
    async with town.bot.database.reading() as connection:
        files = await cases.list_files(connection, (await the_case(town, number)).id)
    assert len(files) == 2


async def test_an_answer_by_album_comes_whole(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("要材料")
    await clerk.hears("要哪样材料")
    await clerk.says("户口本每一页")
    await resident.hears("户口本每一页")
    await resident.sends_album(4)
    await resident.hears("告诉工作人员了")
    await resident.says("/help")
    await resident.hears("直接打字问就行")  # and nothing before it: the album is done by now
    async with town.bot.database.reading() as connection:
        files = await cases.list_files(connection, (await the_case(town, number)).id)
    assert len(files) == 5


async def test_to_the_county_and_back(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("报县里")
    await resident.hears("报到县里了")
    edited = await clerk.sees_edit("报到县里了")
    assert "县里退回来了" in edited.labels
    await clerk.presses("县里退回来了")
    await resident.hears("县里退回来了")
    assert (await the_case(town, number)).state.value == "taken"


async def test_refusing_needs_a_reason(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("办不了")
    await clerk.hears("为什么办不了")
    await clerk.says("对方县已经入库，要在那边办退费")
    told = await resident.hears(f"【{number}】这件办不了")
    assert "对方县已经入库" in told.text
    assert "镇社保站" in told.text
    case = await the_case(town, number)
    assert (case.state.value, case.outcome) == ("refused", "对方县已经入库，要在那边办退费")


async def test_cancelling_a_question_sends_nothing(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.presses("取消")
    await clerk.hears("没有发")
    await resident.hears_nothing()
    assert (await the_case(town, number)).state.value == "taken"


async def test_a_report_of_figures_is_not_sent_to_the_resident(
    town: Town, resident: Person, clerk: Person
) -> None:
    await taken(town, resident, clerk)
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.says("今天收了12户38人 12160元")
    await clerk.hears("38人")
    again = await clerk.hears("要问群众什么")
    assert "刚才那句就是要发的" in again.labels
    await resident.hears_nothing()


async def test_the_township_takes_over(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await town.officer.presses("转给我办")
    await clerk.hears("镇里转走了")
    await clerk.sees_edit("镇医保办在办")
    assert (await the_case(town, number)).holder_id == town.officer.id
    toast = await replays(clerk, clerk, "cs:1:solve")
    assert "要改先请镇里转给您" in toast.text


async def test_reopening(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("办好了")
    await resident.hears("办好了")
    await resident.presses("没办好，接着办")
    await resident.hears("重新办了")
    await clerk.hears("群众说没办好")
    card = await clerk.hears("华升专干在办")
    assert "群众说没办好" in card.text
    case = await the_case(town, number)
    assert (case.state.value, case.reopened, case.closed_at) == ("taken", 1, None)


async def test_reopening_too_late(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("办好了")
    await resident.hears("办好了")
    town.set_now(datetime(2021, 12, 7, 10))  # an hour after the fourteenth day
    toast = await resident.presses("没办好，接着办")
    assert toast is not None
    assert "14天" in toast.text
    assert (await the_case(town, number)).state.value == "solved"


async def test_one_tap_of_satisfaction_counts_once(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await clerk.presses("办好了")
    await resident.hears("办好了")
    await resident.presses("不满意")
    toast = await resident.presses("满意")
    assert toast is not None
    assert "已经点过了" in toast.text
    assert (await the_case(town, number)).rating == 3


async def test_withdrawing(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await resident.says(f"/case {number}")
    await resident.hears("工作人员在办")
    await resident.presses("撤回")
    await resident.sees_edit("真的撤回")
    await resident.presses("确认撤回")
    await resident.hears("撤回了")
    await clerk.hears("不用办了")
    assert (await the_case(town, number)).state.value == "withdrawn"


async def test_thinking_better_of_withdrawing(town: Town, resident: Person, clerk: Person) -> None:
    number = await taken(town, resident, clerk)
    await resident.says(f"/case {number}")
    await resident.hears("工作人员在办")
    await resident.presses("撤回")
    await resident.sees_edit("真的撤回")
    await resident.presses("取消，接着办")
    await resident.sees_edit("工作人员在办")
    assert (await the_case(town, number)).state.value == "taken"


# the list


async def listed(person: Person, words: str) -> Heard:
    await person.says(f"/cases {words}".strip())
    return await person.hears("办件")


async def test_the_list_by_every_choice(town: Town, clerk: Person) -> None:
    one, two = await town.resident("甲"), await town.resident("乙")
    first = await opened(town, one)
    await clerk.hears("还没有人接")
    second = await opened(town, two, "refund", "金石社区")
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")
    officer = town.officer
    await officer.hears(first)
    await officer.hears(second)
    expected = {
        "": {first, second},
        "没人接的": {second},
        "过期的": set(),
        "金石": {second},
        "交到别的县了": {first},
        "办完的": set(),
    }
    for words, numbers in expected.items():
        shown = await listed(officer, words)
        assert {label[:4] for label in shown.labels if label[:4].isdecimal()} == numbers, words
    clerk.forgets()
    assert first in (await listed(clerk, "我的")).labels[0]


async def test_a_clerks_list_is_of_the_own_village(town: Town, clerk: Person) -> None:
    other = await town.resident("乙")
    await opened(town, other, "refund", "金石社区")
    shown = await listed(clerk, "")
    assert "没有办件" in shown.text
    shown = await listed(clerk, "金石")
    assert "没有办件" in shown.text


async def test_the_list_has_pages(town: Town) -> None:
    resident = await town.resident("甲")
    officer = town.officer
    for _ in range(9):
        await opened(town, resident, "other")
        await officer.hears("还没有人接")
    first = await listed(officer, "")
    assert "下一页" in first.labels
    await officer.presses("下一页")
    second = await officer.sees_edit("办件")
    assert "上一页" in second.labels
    assert len([label for label in second.labels if label[:4].isdecimal()]) == 1


async def test_a_card_from_the_list(town: Town, resident: Person) -> None:
    number = await opened(town, resident)
    officer = town.officer
    await officer.hears("还没有人接")
    shown = await listed(officer, "")
    await officer.presses(shown.labels[0])
    card = await officer.hears(f"【{number}】")
    assert "我来办" in card.labels


async def test_a_card_by_number(town: Town, resident: Person) -> None:
    number = await opened(town, resident)
    await town.officer.hears("还没有人接")
    await town.officer.says(f"/cases {number}")
    await town.officer.hears(f"【{number}】")


@pytest.mark.parametrize("words", ["过期的", "统计", "1010", ""])
async def test_residents_have_no_list(resident: Person, words: str) -> None:
    await resident.says(f"/cases {words}".strip())
    await resident.hears("只给镇里和村里的工作人员用")


async def test_statistics(town: Town, resident: Person, clerk: Person) -> None:
    await taken(town, resident, clerk)
    await clerk.presses("办好了")
    await resident.hears("办好了")
    await resident.presses("满意")
    await opened(town, resident, "refund", "金石社区")
    await town.officer.hears("还没有人接")
    await town.officer.says("/cases 统计")
    shown = await town.officer.hears("办件统计")
    for words in ("一共2件，没办完1件", "满意1件", "交到别的县了：1件", "金石社区：1件，没办完1"):
        assert words in shown.text
    assert "张三" not in shown.text
