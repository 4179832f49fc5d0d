"""ID papers in a group: warned, deleted where that may be, explained in private."""

from __future__ import annotations

import pytest

from tests.support.people import Group, Person
from tests.support.running import Town

# region code 000000 is assigned to nobody
NUMBER = "000000199001011234"


@pytest.fixture
async def resident(town: Town) -> Person:
    return await town.resident("李大妈")


@pytest.fixture
async def group(town: Town, resident: Person) -> Group:
    group = await town.api.group("上村群", town.officer, resident)
    await group.hears()
    return group


async def test_deleted_where_it_may_be(town: Town, resident: Person, group: Group) -> None:
    await town.officer.promotes(None, group, "can_delete_messages")
    message = await resident.says(f"我妈的身份证{NUMBER}，帮我交一下", group)
    warned = await group.hears("我删掉了")
    assert NUMBER not in warned.text
    assert "李大妈" not in warned.text
    assert warned.labels == ["私下办"]
    assert message not in {one["message_id"] for one in group.history}
    told = await resident.hears("容易被人拿去冒用")
    assert "已经把那条消息删掉" in told.text


async def test_warned_where_it_may_not(resident: Person, group: Group) -> None:
    message = await resident.says(f"身份证{NUMBER}", group)
    warned = await group.hears("请发的人自己删掉")
    assert warned.reply_to == message
    told = await resident.hears("容易被人拿去冒用")
    assert "请您自己" in told.text


@pytest.mark.parametrize("caption", ["我的身份证", "户口本照片", "這是我的身份證", f"{NUMBER}"])
async def test_a_picture_that_is_called_an_id_paper(
    town: Town, resident: Person, group: Group, caption: str
) -> None:
    await town.officer.promotes(None, group, "can_delete_messages")
    await resident.sends_photo(place=group, caption=caption)
    await group.hears("我删掉了")


@pytest.mark.parametrize(
    "text", ["身份证怎么办", "今天赶集吗", "电话10000000000", "订单号20211103123456", "卡号6222021234567890"]
)
async def test_other_talk_is_left_alone(resident: Person, group: Group, text: str) -> None:
    message = await resident.says(text, group)
    await resident.hears_nothing()
    assert message in {one["message_id"] for one in group.history}


async def test_an_edit_that_adds_a_number(resident: Person, group: Group) -> None:
    message = await resident.says("帮我交一下", group)
    await resident.edits(message, f"帮我交一下 {NUMBER}", group)
    await group.hears("请发的人自己删掉")


async def test_a_question_beside_the_number_is_still_answered(resident: Person, group: Group) -> None:
    await resident.says(f"交到别的县去了怎么办 {NUMBER}", group)
    heard = {(await group.hears()).text for _ in range(2)}
    assert any("留好凭证" in text for text in heard)
    assert any("自己删掉" in text for text in heard)


async def test_in_private_nothing_is_warned(resident: Person) -> None:
    await resident.says(f"身份证{NUMBER}")
    assert "冒用" not in (await resident.hears()).text
