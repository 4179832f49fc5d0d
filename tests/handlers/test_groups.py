"""Group etiquette: who may bring the bot in, when it speaks, when it keeps quiet, supergroups."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage import chats
from tests.support.people import Group, Person
from tests.support.running import Town, running_town


async def village_group(town: Town) -> tuple[Group, Person]:
    """A village's group that the officer brought the bot into, with a resident in it."""
    anna = await town.resident("李大妈")
    group = await town.api.group("华升社区医保群", town.officer, anna)
    await group.hears("大家好")
    return group, anna


async def kept_group(town: Town, group: Group) -> chats.Group | None:
    """What is remembered of a group."""
    async with town.bot.database.reading() as connection:
        return await chats.find_group(connection, group.id)


async def test_it_says_how_to_be_called_when_it_reads_along(town: Town) -> None:
    group = await town.api.group("华升社区医保群", town.officer)
    await group.hears("直接在群里问")


async def test_it_says_how_to_be_called_when_it_does_not(tmp_path: Path) -> None:
    async with running_town(tmp_path, reads_all=False) as town:
        group = await town.api.group("华升社区医保群", town.officer)
        await group.hears("/ask@canbao_bot")


async def test_it_leaves_groups_that_no_staff_member_brought_it_into(town: Town) -> None:
    stranger = await town.resident("路人")
    group = await town.api.group("抽奖群", stranger)
    await group.hears("先退了")
    await town.api.happens(lambda: not group.chat.has(town.api.playground.world.bot.id))


@pytest.mark.parametrize(
    "chatter",
    [
        "今天赶集吗",
        "收到",
        "我医保已经交了",
        "电费哪个收",
        "妈 你把钱转我",
        "猪崽好多钱一斤？",
        "@李姐 你家医保交了没",
    ],
)
async def test_chatter_is_left_alone(chatter: str, town: Town) -> None:
    group, anna = await village_group(town)
    await anna.says(chatter, group)
    await group.hears_nothing()


async def test_a_sure_question_is_answered_as_a_reply(town: Town) -> None:
    group, anna = await village_group(town)
    number = await anna.says("医保交到几号截止啊？", group)
    assert (await group.hears("12月31日")).reply_to == number


async def test_the_same_topic_within_ten_minutes_points_to_the_answer(town: Town) -> None:
    group, anna = await village_group(town)
    await anna.says("医保交到几号截止啊？", group)
    answer = await group.hears("12月31日")
    await anna.says("请问医保哪天截止？", group)
    assert (await group.hears("答过")).reply_to == answer.id


@pytest.mark.parametrize("call", ["/ask@canbao_bot 今年交多少钱", "@canbao_bot 今年交多少钱"])
async def test_it_answers_when_called_even_without_reading_along(call: str, tmp_path: Path) -> None:
    async with running_town(tmp_path, reads_all=False) as town:
        group, anna = await village_group(town)
        await anna.says(call, group)
        await group.hears("320元")


async def test_it_answers_a_reply_to_itself(tmp_path: Path) -> None:
    async with running_town(tmp_path, reads_all=False) as town:
        group, anna = await village_group(town)
        await anna.says("@canbao_bot 今年交多少钱", group)
        answer = await group.hears("320元")
        await anna.says("那低保户呢", group, reply_to=answer)
        await group.hears("160元")


async def test_ask_without_a_question_says_how(town: Town) -> None:
    group, anna = await village_group(town)
    await anna.says("/ask@canbao_bot", group)
    await group.hears("/ask")


async def test_a_supergroup_keeps_what_the_group_was(town: Town) -> None:
    group, anna = await village_group(town)
    new = await town.officer.migrates(group)
    await anna.says("医保交到几号截止啊？", new)
    await new.hears("12月31日")
    kept = await kept_group(town, new)
    assert kept is not None
    assert kept.area_id == "华升社区"


async def test_thrown_out_is_noted(town: Town) -> None:
    group, _ = await village_group(town)
    await town.officer.removes(None, group)
    async with asyncio.timeout(5):
        while not (kept := await kept_group(town, group)) or kept.left_at is None:
            await asyncio.sleep(0.02)
