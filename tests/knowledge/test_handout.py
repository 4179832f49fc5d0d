"""The same facts off the chat."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.handout import SMS_LIMIT, Handout
from knowledge.numbers import foreign_numbers
from tests.knowledge.packs import LIBRARY, PACK_IDS, XIYAN, pack

ON = date(2021, 10, 1)
TOPICS = ("fee_amount", "pay_window", "pay_channels", "newborn", "first_time", "clerk_assessment")


def handout(topic: str, pack_id: str = XIYAN, on: date = ON) -> Handout:
    return Handout(LIBRARY, pack(pack_id), topic, on)


def test_the_loudspeaker_says_the_main_point_twice_and_counts_in_words():
    script = handout("first_time").loudspeaker()
    assert script.count("第一次参保，先登记再交钱。") == 2
    assert "第一，把户口本" in script
    assert "1. " not in script
    assert script.startswith("各位村民请注意")


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_a_text_message_is_short_and_whole(pack_id, topic):
    known = pack(pack_id)
    text = handout(topic, pack_id, known.main_window.from_).sms()
    assert len(text) <= SMS_LIMIT + 80  # a long first line is never cut
    assert text.startswith(f"【{known.place}医保】")
    assert "依据" in text or "没有写" in text


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_handouts_say_no_other_figures(pack_id, topic):
    made = handout(topic, pack_id, pack(pack_id).main_window.from_)
    for text in (made.loudspeaker(), made.sms(), "\n".join(made.sheet().lines)):
        plain = text.partition("依据")[0]
        assert foreign_numbers(pack(pack_id), plain) == set()


def test_a_sheet_has_everything_in_its_place():
    sheet = handout("pay_channels").sheet()
    assert sheet.title == "怎么交、在哪交"
    assert sheet.headline == "手机、网上、银行都能交。"
    assert sheet.warning is None
    assert sheet.source.startswith("依据：西岩镇2022年度通知")
    assert len(sheet.lines) >= 4


def test_an_old_pack_warns_on_paper_too():
    made = handout("fee_amount", on=date(2024, 1, 1))
    assert made.sheet().warning is not None
    assert "旧规定" in made.loudspeaker()
    assert "旧规定" in made.sms()


@pytest.mark.parametrize("topic", ["pay_late", "pay_window", "newborn", "fee_subsidized"])
@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_a_text_message_keeps_the_doubts(pack_id, topic):
    known = pack(pack_id)
    text = handout(topic, pack_id, known.main_window.from_).sms()
    for doubt in known.doubts:
        assert topic not in doubt.topics or doubt.say in text
