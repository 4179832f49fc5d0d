"""Reading messages with the trained model."""

from __future__ import annotations

import pytest

from knowledge.understand import load_understander

UNDERSTANDER = load_understander()

READ = [
    ("我屋里老头是低保咋个还要三百二", "wrong_category_fee"),
    ("一保交到武冈克了", "wrong_county"),
    ("今年一个人交多少钱", "fee_amount"),
    ("１月份才想起來沒交，還能補繳嗎", "pay_late"),
    ("什么时候截止", "pay_window"),
    ("老人家没得智能手机啷个交", "elder_no_smartphone"),
    ("合作医疗本子还能用不", "card_use"),
    ("你好", "smalltalk"),
]

LEFT_ALONE = [
    "谁家的猪跑到我菜地里了",
    "电费从哪里交",
    "养老保险今年交多少",
    "我交了医保了",
    "收到",
    "大家早上好",
    "😂😂😂",
    "",
    "   \n ",
    "？？？",
]


@pytest.mark.parametrize(("text", "topic"), READ, ids=[text for text, _ in READ])
def test_what_villagers_type_is_read(text: str, topic: str) -> None:
    assert UNDERSTANDER.read(text).topic == topic


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_for_the_bot_is_no_question(text: str) -> None:
    reading = UNDERSTANDER.read(text)
    assert not reading.is_question or reading.topic == "smalltalk"


def test_a_reading_offers_two_other_topics() -> None:
    reading = UNDERSTANDER.read("交错了怎么办")
    assert len({reading.topic, *reading.alternatives}) == 3
    assert 0 < reading.confidence <= 1


def test_a_forwarded_notice_of_any_length_is_read_in_time() -> None:
    assert UNDERSTANDER.read("城乡居民医保缴费通知" * 5000).confidence <= 1


def test_likelihoods_fall_from_the_best_on() -> None:
    likely = [share for _, share in UNDERSTANDER.likelihoods("医保怎么交").topics]
    assert likely == sorted(likely, reverse=True)
    assert sum(likely) <= 1.0001
