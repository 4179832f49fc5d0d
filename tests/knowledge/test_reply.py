"""What is done about a message: answered, asked back, offered the menu, left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.library import load_library
from knowledge.model import PreviousTurn, Reply, ReplyKind
from knowledge.reply import reply_to
from knowledge.understand import load_understander

LIBRARY = load_library()
PACK = LIBRARY.pack("xiyan-2022")
UNDERSTANDER = load_understander()
ON = date(2021, 11, 22)


def reply(text: str, **how: object) -> Reply:
    return reply_to(LIBRARY, PACK, UNDERSTANDER, text, ON, **how)  # type: ignore[arg-type]


def never_sure() -> object:
    return replace(UNDERSTANDER, calibration=replace(UNDERSTANDER.calibration, sure_at=1.1))


def test_a_sure_reading_is_answered_at_once() -> None:
    found = reply("今年一个人交多少钱")
    assert (found.kind, found.topic) == (ReplyKind.ANSWER, "fee_amount")
    assert "320" in found.answers[0].text


def test_a_half_sure_reading_asks_back_with_up_to_three_topics() -> None:
    found = reply_to(LIBRARY, PACK, never_sure(), "今年一个人交多少钱", ON)  # type: ignore[arg-type]
    assert (found.kind, found.topic) == (ReplyKind.ASK_BACK, "fee_amount")
    assert 1 <= len(found.alternatives) <= 2
    assert [answer.topic for answer in found.answers] == ["fee_amount"]


def test_what_is_nothing_for_the_bot_gets_the_menu_in_private() -> None:
    found = reply("谁家的猪跑到我菜地里了")
    assert (found.kind, found.topic, found.answers) == (ReplyKind.MENU, None, ())


@pytest.mark.parametrize(
    "text",
    [
        "谁家的猪跑到我菜地里了",
        "我交了医保了",
        "谢谢",
        "http://example.com/?a=1",
        "电费从哪里交",
        "大家抓紧交医保",
    ],
)
def test_chatter_in_a_group_is_left_alone(text: str) -> None:
    assert reply(text, group=True) == Reply(ReplyKind.SILENT, None, reply(text, group=True).confidence)


def test_a_question_in_a_group_is_answered() -> None:
    assert reply("医保什么时候截止啊", group=True).topic == "pay_window"


def test_in_a_group_the_bot_never_asks_back_unless_it_is_called() -> None:
    kinds = {reply(text, group=True).kind for text in ("怎么弄啊", "交错了", "多少", "找谁")}
    assert kinds <= {ReplyKind.ANSWER, ReplyKind.SILENT}


@pytest.mark.parametrize(("group", "addressed"), [(False, False), (True, True)])
def test_a_greeting_to_the_bot_is_returned(group: bool, addressed: bool) -> None:
    assert reply("你好", group=group, addressed=addressed).topic == "smalltalk"


def test_two_questions_get_two_answers() -> None:
    found = reply("今年交多少钱？什么时候截止？")
    assert [answer.topic for answer in found.answers] == ["fee_amount", "pay_window"]
    assert found.kind is ReplyKind.ANSWER


def test_a_follow_up_is_answered_in_the_light_of_the_last_question() -> None:
    previous = PreviousTurn("今年交多少钱", ("fee_amount",))
    assert reply("那五保呢", previous=previous).topic == "fee_subsidized"


def test_the_answer_comes_in_the_readers_script() -> None:
    assert (
        "繳" in reply("今年一个人交多少钱", locale="zh_Hant").answers[0].text
        or "每人" in reply("今年一个人交多少钱", locale="zh_Hant").answers[0].text
    )


def test_the_townships_own_contact_is_given() -> None:
    text = reply("住院能报多少", contact="镇医保站0000").answers[0].text
    assert "镇医保站0000" in text
