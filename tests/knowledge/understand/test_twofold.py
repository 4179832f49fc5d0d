"""Two questions in one message."""

from __future__ import annotations

import pytest

from knowledge.understand import load_understander
from knowledge.understand.twofold import two_questions

UNDERSTANDER = load_understander()

TWO = [
    ("今年交多少钱？什么时候截止？", {"fee_amount", "pay_window"}),
    ("老人没得智能手机怎么交，还有交错县了怎么退", {"elder_no_smartphone", "wrong_county"}),
    ("发票在哪里打印 娃儿刚生下来怎么办医保", {"receipt", "newborn"}),
]


@pytest.mark.parametrize(("text", "topics"), TWO, ids=[text for text, _ in TWO])
def test_each_half_is_read(text: str, topics: set[str]) -> None:
    found = two_questions(UNDERSTANDER, text)
    assert found is not None
    assert {question.reading.topic for question in found} == topics


ONE = [
    "我妈是低保，交的时候手机上显示三百二，这是怎么回事",
    "今年交多少钱",
    "你好，请问怎么交医保",
    "我交了，收到，谢谢",
    "，，，",
    "",
]


@pytest.mark.parametrize("text", ONE)
def test_a_story_with_one_question_stays_whole(text: str) -> None:
    assert two_questions(UNDERSTANDER, text) is None
