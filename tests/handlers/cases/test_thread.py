"""The thread between resident and staff: replies both ways, files, edits, several cases at once, no accounts shown."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.cases import Teller, opened, the_case
from tests.support.people import Heard, Person
from tests.support.running import Town


@pytest.fixture
async def resident(town: Town) -> Person:
    return await town.resident("李大妈", username="li_dama")


@pytest.fixture
async def clerk(town: Town) -> Person:
    return await town.clerk("华升专干", "华升社区")


@pytest.fixture
async def card(town: Town, resident: Person, clerk: Person) -> Heard:
    """The clerk's card of a case that the clerk has taken."""
    await opened(town, resident, "refund")
    card = await clerk.hears("还没有人接")
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")
    await resident.hears("接手了")
    resident.forgets()
    return card


async def test_a_reply_to_the_card_reaches_the_resident(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.says("您交的钱查到了", reply_to=card)
    told = await resident.hears("工作人员回话：\n您交的钱查到了")
    assert "华升专干" not in told.text
    await clerk.hears("发给群众了")


async def test_the_resident_answers_by_just_writing(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.says("您交的钱查到了", reply_to=card)
    await resident.hears("查到了")
    await resident.says("好的谢谢")
    await resident.hears("告诉工作人员了")
    await clerk.hears("发给群众了")
    heard = await clerk.hears("群众说：\n好的谢谢")
    assert "李大妈" not in heard.text
    assert "li_dama" not in str(heard.raw)


async def test_the_resident_replies_to_an_old_message(
    town: Town, resident: Person, clerk: Person, card: Heard
) -> None:
    submitted = next(m for m in resident.history if "交上去了" in m.get("text", ""))
    await resident.says("补一句：是我儿子帮我交的", reply_to=submitted["message_id"])
    await resident.hears("告诉工作人员了")
    await clerk.hears("是我儿子帮我交的")


async def test_files_go_both_ways(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.says("请发一下扣款的截图", reply_to=card)
    await resident.hears("截图")
    await clerk.hears("发给群众了")
    await resident.sends_document("截图.pdf", b"%PDF-1.4 x")
    heard = await clerk.hears("群众发来的")
    assert heard.file_name == "截图.pdf"
    assert "forward_origin" not in heard.raw


async def test_a_photo_of_the_clerk_reaches_the_resident(
    resident: Person, clerk: Person, card: Heard
) -> None:
    await clerk.presses("回一句")
    await clerk.hears("要回什么")
    await clerk.sends_photo()
    told = await resident.hears("工作人员发来的")
    assert "photo" in told.raw


async def test_a_spreadsheet_is_never_passed_on(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.presses("回一句")
    await clerk.hears("要回什么")
    await clerk.sends_document("花名册.xlsx", b"PK names and numbers")
    await resident.hears_nothing()


async def test_numbers_are_not_passed_on(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.says("您的身份证号430524199001011234对吗", reply_to=card)
    told = await resident.hears("工作人员回话")
    assert "430524199001011234" not in told.text


async def test_an_edit_reaches_the_other_side(resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.says("查到了", reply_to=card)
    await resident.hears("查到了")
    await clerk.hears("发给群众了")
    message = await resident.says("是十一月三号交的")
    await clerk.hears("十一月三号")
    await resident.hears("告诉工作人员了")
    await resident.edits(message, "是十一月四号交的")
    await resident.hears("改成：是十一月四号交的")
    await clerk.hears("群众改了刚才的话：\n是十一月四号交的")


async def test_an_edit_of_the_clerk_reaches_the_resident(
    resident: Person, clerk: Person, card: Heard
) -> None:
    message = await clerk.says("星期三来", reply_to=card)
    await resident.hears("星期三来")
    await clerk.edits(message, "星期四来")
    await resident.hears("工作人员改了刚才的话：\n星期四来")


async def test_an_edit_of_an_answer_after_handing_in(town: Town, clerk: Person, resident: Person) -> None:
    teller = Teller(town, resident, "other")
    await teller.begins()
    await resident.presses("华升社区")
    await resident.hears("遇到什么事")
    message = await resident.says("帮我看一下我家的事")
    await resident.hears("请看一看")
    await teller.confirms()
    await clerk.hears("帮我看一下")
    await resident.edits(message, "帮我看一下我妈的事")
    await resident.hears("改成")
    await clerk.sees_edit("群众补充：帮我看一下我妈的事")


async def test_a_question_to_the_bot_is_not_the_answer(
    town: Town, resident: Person, clerk: Person, card: Heard
) -> None:
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.says("哪天交的？")
    await resident.hears("哪天交的")
    await clerk.hears("发给群众了")
    await resident.says("怎么用手机交")
    await resident.hears("微信小程序")
    again = await resident.hears("工作人员还在等您回话")
    assert again.labels == ["刚才那句发给工作人员"]
    await clerk.hears_nothing()
    await resident.presses("刚才那句发给工作人员")
    await resident.hears("告诉工作人员了")
    await clerk.hears("群众回话：\n怎么用手机交")


async def test_not_replying_now(town: Town, resident: Person, clerk: Person, card: Heard) -> None:
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.says("哪天交的？")
    asked = await resident.hears("哪天交的")
    await clerk.hears("发给群众了")
    await resident.says("/cancel")
    await resident.hears("先不回")
    await resident.says("十一月三号", reply_to=asked)
    await clerk.hears("群众回话：\n十一月三号")


async def test_two_cases_that_ask_at_once(town: Town, resident: Person, clerk: Person, card: Heard) -> None:
    second = await opened(town, resident, "other")
    await clerk.hears(second)
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")
    await resident.hears("接手了")
    for number, question in (("1010", "哪天交的？"), (second, "住几组？")):
        await clerk.says(f"/cases {number}")
        await clerk.hears(number)
        await clerk.presses("问一句")
        await clerk.hears("要问群众什么")
        await clerk.says(question)
        await clerk.hears("发给群众了")
        await resident.hears(question)
    await resident.says("三组")
    await resident.hears("告诉工作人员了")
    await clerk.hears("三组")
    await resident.hears("【1010】工作人员还在等您回话：\n哪天交的？")
    await resident.says("十一月三号")
    await clerk.hears("【1010】")
    assert (await the_case(town, "1010")).state.value == "taken"
    assert (await the_case(town, second)).state.value == "taken"


async def test_a_reply_in_the_staff_group(town: Town, resident: Person, clerk: Person) -> None:
    group = await town.api.group("医保工作群", town.officer, clerk)
    await group.hears()
    await opened(town, resident, "refund")
    card = await group.hears("还没有人接")
    await clerk.presses("我来办", group)
    await group.sees_edit("在办")
    await resident.hears("接手了")
    await clerk.says("您交的钱查到了", group, reply_to=card)
    await resident.hears("您交的钱查到了")
    await group.hears("发给群众了")


async def test_a_reply_before_taking_is_refused(town: Town, resident: Person, clerk: Person) -> None:
    await opened(town, resident, "refund")
    card = await clerk.hears("还没有人接")
    await clerk.says("查到了", reply_to=card)
    await clerk.hears("先点“我来办”")
    await resident.hears_nothing()


async def test_who_blocked_the_bot_is_to_be_called(
    town: Town, resident: Person, clerk: Person, card: Heard
) -> None:
    await resident.blocks()
    await clerk.says("您交的钱查到了", reply_to=card)
    await clerk.hears("发给群众了")
    async with asyncio.timeout(5):
        while not town.api.calls("sendMessage", "403"):  # a refusal is no event that one could wait for
            await asyncio.sleep(0.02)
    await clerk.hears_nothing()
    await town.ticks()
    await clerk.hears("没有送到")
    await town.ticks()
    await clerk.hears_nothing()
