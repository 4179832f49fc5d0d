"""Questions in private: answers, offers, menus, two at once, follow-ups, edits, outages."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storage import marks
from tests.support.running import NOW, Town


@pytest.mark.parametrize(
    ("says", "hears"),
    [
        ("手机上显示要交320，我家是低保，怎么回事", "先别交"),
        ("今年医保交多少钱一个人", "320元"),
        ("交到武冈市税务局去了怎么办", "留底"),
        ("我家五口人，有一个低保，一共要交多少", "1,440元"),
        ("醫保什麼時候截止", "12月31日"),
        ("谢谢你啊", ""),
    ],
)
async def test_a_resident_is_answered_from_the_notice(says: str, hears: str, town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says(says)
    await anna.hears(hears)


async def test_every_answer_names_place_year_and_clause(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今年医保交多少钱一个人")
    answer = (await anna.hears()).text
    assert "西岩镇2022年度通知" in answer
    assert "二（三）" in answer


async def test_what_is_not_for_the_bot_gets_the_menu_in_private(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今天猪肉好多钱一斤")
    menu = await anna.hears("没听明白")
    assert "找谁问、去哪办" in menu.labels


async def test_a_related_topic_is_one_press_away(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今年医保交多少钱一个人")
    await anna.hears("320元")
    await anna.presses("怎么交、在哪交")
    await anna.hears("湘税社保")


async def test_the_way_to_a_person_is_always_there(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今年医保交多少钱一个人")
    assert "找人工" in (await anna.hears()).labels
    await anna.presses("找人工")
    await anna.hears("依据")


async def test_two_questions_get_two_answers(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今年交多少钱？什么时候截止？")
    answer = (await anna.hears()).text
    assert "320元" in answer
    assert "12月31日" in answer
    assert answer.count("依据：") == 2


async def test_a_follow_up_is_read_in_the_light_of_the_last_answer(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("低保户交多少")
    await anna.hears("160元")
    await anna.says("那五保呢")
    await anna.hears("不用交")


async def test_a_follow_up_after_ten_minutes_stands_alone(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("低保户交多少")
    await anna.hears("160元")
    town.set_now(NOW + timedelta(minutes=11))
    await anna.says("我老婆呢")
    assert "160元" not in (await anna.hears()).text


async def test_an_edited_question_edits_its_answer(town: Town) -> None:
    anna = await town.resident("李大妈")
    number = await anna.says("今年医保交多少钱一个人")
    first = await anna.hears("320元")
    await anna.edits(number, "医保什么时候截止")
    edited = await anna.sees_edit("12月31日")
    assert edited.id == first.id


async def test_an_edit_that_changes_nothing_says_nothing(town: Town) -> None:
    anna = await town.resident("李大妈")
    number = await anna.says("今年医保交多少钱一个人")
    await anna.hears("320元")
    await anna.edits(number, "今年医保交多少钱一个人 ")
    await anna.hears_nothing()


async def test_an_edited_message_fires_no_command(town: Town) -> None:
    anna = await town.resident("李大妈")
    number = await anna.says("今年医保交多少钱一个人")
    await anna.hears("320元")
    await anna.edits(number, "/start")
    await anna.hears_nothing()


async def test_a_redelivered_question_is_answered_once(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("今年医保交多少钱一个人")
    await anna.hears("320元")
    update_id = town.api.playground.world.updates.recent()[-1]["update_id"]
    await town.restarts()
    town.api.redelivers(update_id)
    await town.api.settled()
    await anna.hears_nothing()


async def test_after_an_outage_one_apology_answers_all(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("你好")
    await anna.hears()
    await town.ticks()
    await town.stops()
    town.set_now(NOW + timedelta(hours=3))
    for question in ("今年医保交多少钱一个人", "医保什么时候截止", "交错县了怎么办"):
        await anna.says(question)
    town.set_now(NOW + timedelta(hours=5))
    await town.starts()
    apology = await anna.hears("对不住")
    assert {"今年交多少钱", "什么时候交", "交到别的县了"} <= set(apology.labels)
    await anna.hears_nothing(within=1)


async def test_a_short_interruption_is_no_outage(town: Town) -> None:
    anna = await town.resident("李大妈")
    await town.ticks()
    await town.stops()
    town.set_now(NOW + timedelta(minutes=5))
    await anna.says("今年医保交多少钱一个人")
    await town.starts()
    await anna.hears("320元")


async def test_in_a_chat_answers_come_in_the_order_of_the_questions(town: Town) -> None:
    anna = await town.resident("李大妈")
    questions = {"今年医保交多少钱一个人": "320元", "医保什么时候截止": "12月31日", "新生儿怎么参保": "90天"}
    for question in questions:
        await anna.says(question)
    for expected in questions.values():
        await anna.hears(expected)


async def test_the_day_is_the_bot_s_clock(town: Town) -> None:
    anna = await town.resident("李大妈")
    town.set_now(NOW.replace(year=2023))
    await anna.says("今年医保交多少钱一个人")
    assert (await anna.hears()).text.startswith("注意：2022年度已经过去")


async def test_traditional_readers_get_traditional_answers(town: Town) -> None:
    anna = await town.resident("陳媽媽", language_code="zh-hant")
    await anna.says("今年醫保交多少錢")
    await anna.hears("依據")


async def test_a_failure_is_apologised_for_and_told_to_the_admin_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("受伤的代码 430524199001011234")

    monkeypatch.setattr("handlers.ask.reply_to", broken)
    anna = await town.resident("李大妈")
    for _ in range(2):
        await anna.says("今年交多少")
        await anna.hears("对不住")
    told = await town.officer.hears("RuntimeError")
    assert "430524" not in told.text
    await town.officer.hears_nothing()


async def test_the_bot_notes_that_it_is_alive(town: Town) -> None:
    await town.ticks()
    async with town.bot.database.reading() as connection:
        assert await marks.find_mark(connection, "alive_at") is not None


async def test_a_hundred_people_at_once_are_all_answered(town: Town) -> None:
    people = [await town.resident(f"村民{number}") for number in range(100)]
    await asyncio.gather(*(person.says("今年医保交多少钱一个人") for person in people))
    for person in people:
        await person.hears("320元", within=15)
