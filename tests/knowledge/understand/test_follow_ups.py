"""Short messages after an answer."""

from __future__ import annotations

import pytest

from knowledge.model import PreviousTurn
from knowledge.understand import load_understander
from knowledge.understand.follow_ups import follow_up, load_follow_ups
from knowledge.understand.lexicon import load_lexicon

UNDERSTANDER = load_understander()

CASES = [
    ("今年交多少钱", "fee_amount", "那五保呢", "fee_subsidized"),
    ("今年交多少钱", "fee_amount", "低保户呢？", "fee_subsidized"),
    ("今年交多少钱", "fee_amount", "我老婆呢", "fee_amount"),
    ("什么时候截止", "pay_window", "12月以后呢", "pay_late"),
    ("什么时候截止", "pay_window", "过了呢", "pay_late"),
    ("交了哪天能用", "benefit_start", "一月份以后交的呢", "benefit_start"),
    ("怎么交", "pay_channels", "在外地的呢", "away_from_home"),
    ("怎么交", "pay_channels", "那现金呢", "pay_cash"),
    ("我家五口一共多少", "fee_calculation", "如果一个是低保呢", "fee_calculation"),
    ("什么时候交", "pay_window", "那刚出生的毛毛呢", "newborn"),
]


@pytest.mark.parametrize(("first", "topic", "then", "wanted"), CASES, ids=[case[2] for case in CASES])
def test_a_person_a_category_or_a_date_goes_on_from_the_last_answer(
    first: str, topic: str, then: str, wanted: str
) -> None:
    reading = follow_up(UNDERSTANDER, then, PreviousTurn(first, (topic,)))
    assert reading is not None
    assert reading.topic == wanted


@pytest.mark.parametrize("text", ["交错县了怎么办", "谢谢", "发票在哪里打印", ""])
def test_what_speaks_for_itself_is_no_follow_up(text: str) -> None:
    assert follow_up(UNDERSTANDER, text, PreviousTurn("今年交多少钱", ("fee_amount",))) is None


def test_every_turn_is_a_class_of_the_lexicon() -> None:
    lexicon = load_lexicon()
    known = {name for names in lexicon.words.values() for name in names}
    known |= {wide for names in lexicon.wider.values() for wide in names}
    assert load_follow_ups().turns.keys() - known == {"日期"}


def test_every_turn_leads_to_a_topic() -> None:
    topics = {topic for turn in load_follow_ups().turns.values() for topic in turn.values()} - {"same"}
    assert topics <= set(UNDERSTANDER.classes)
