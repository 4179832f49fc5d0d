"""Questions without an answer reach the township, and its rulings reach the residents at once."""

from __future__ import annotations

import pytest

from bot.commands.gaps import _tied
from knowledge.gaps import GapGroup, compared, find_ruling, grouped, keepable
from knowledge.model import Gap, Ruling
from tests.support.running import NOW, Town

ODD = "我家养的牛要不要一起算进去"


def gap(number: int, text: str, times: int = 1) -> Gap:
    return Gap(number, text, compared(text), times)


def test_alike_questions_stand_together_the_frequent_ones_first() -> None:
    groups = grouped(
        [gap(1, "牛要不要算进去"), gap(2, "合作社的股金哪天分", 4), gap(3, "我家牛要不要算进去啊", 2)]
    )
    assert [[one.id for one in group.gaps] for group in groups] == [[2], [3, 1]]
    assert [group.times for group in groups] == [4, 3]
    assert isinstance(groups[0], GapGroup)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我叫王小二，电话10012345678，牛要不要交", "我叫＊，电话＊，牛要不要交"),
        ("身份证430524199001011234能不能改", "身份证＊能不能改"),
        ("名字是李大宝 查一下", "名字是＊ 查一下"),
        ("叫我怎么交", "叫我怎么交"),
    ],
)
def test_personal_data_is_not_kept(text: str, kept: str) -> None:
    assert keepable(text) == kept


@pytest.mark.parametrize(("asked", "found"), [("我家牛要不要算进去呀？", True), ("猪肉好多钱一斤", False)])
def test_a_ruling_holds_for_questions_like_it(asked: str, found: bool) -> None:
    ruling = Ruling(1, compared("我家的牛要不要算进去"), None, "牛不用交", "镇医保办", NOW.date())
    assert (find_ruling(asked, [ruling]) is not None) is found


async def ask_and_open(town: Town) -> None:
    """A resident asks something odd; the officer opens its group."""
    anna = await town.resident("李大妈")
    await anna.says(ODD)
    if "您是想问" in (await anna.hears()).text:  # offers, none of which it is
        await anna.presses("都不是")
        await anna.hears("没听明白")
    await town.officer.says("/gaps")
    listed = await town.officer.hears("没答上来")
    assert any("牛" in label for label in listed.labels)
    await town.officer.presses("牛")
    await town.officer.hears(ODD)


async def test_the_township_writes_its_own_answer(town: Town) -> None:
    await ask_and_open(town)
    await town.officer.presses("写镇里的答复")
    await town.officer.hears("请直接打字")
    await town.officer.says("牛不用参保，只算人。")
    await town.officer.hears("居民会看到")
    await town.officer.presses("确认，马上用")
    await town.officer.hears("好了")
    berta = await town.resident("王大爷")
    await berta.says("我家养的牛要不要一起算进去呀")
    told = (await berta.hears("牛不用参保")).text
    assert "不是通知原文" in told
    assert "镇医保办" in told
    assert "2021年11月22日" in told
    await town.restarts()
    await berta.says(ODD)
    await berta.hears("牛不用参保")


async def test_the_township_ties_a_question_to_a_topic(town: Town) -> None:
    await ask_and_open(town)
    await town.officer.presses("归到已有的话题")
    await town.officer.hears("哪个话题")
    await town.officer.presses("要不要全家一起交")
    await town.officer.hears("好了")
    berta = await town.resident("王大爷")
    await berta.says(ODD)
    await berta.hears("依据")
    assert await _tied(town.settings) == {"whole_household": [ODD]}


async def test_what_is_no_business_of_the_bot_is_not_listed_again(town: Town) -> None:
    await ask_and_open(town)
    await town.officer.presses("不归我管")
    await town.officer.hears("不再列出来")
    await town.officer.says("/gaps")
    await town.officer.hears("现在没有")


async def test_none_of_the_offers_is_a_gap_too(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("我老婆呢")
    await anna.hears("您是想问")
    await anna.presses("都不是")
    await anna.hears("没听明白")
    await town.officer.says("/gaps")
    listed = await town.officer.hears("没答上来")
    assert listed.labels == ["1次　我老婆呢"]


async def test_two_officers_one_ruling(town: Town) -> None:
    await ask_and_open(town)
    other = await town.colleague("镇民政办")
    await other.says("/gaps")
    await other.hears("没答上来")
    await town.officer.presses("不归我管")
    await town.officer.hears("好了")
    await other.presses("牛")
    await other.hears("已经有人处理")


@pytest.mark.parametrize("who", ["resident", "clerk"])
async def test_only_the_township_sees_them(who: str, town: Town) -> None:
    person = await (town.clerk("华升专干", "华升社区") if who == "clerk" else town.resident("李大妈"))
    await person.says("/gaps")
    await person.hears("工作人员")
