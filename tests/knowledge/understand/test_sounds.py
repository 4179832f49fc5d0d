"""Rough sounds."""

from __future__ import annotations

import pytest

from knowledge.understand.sounds import sounds_from_pypinyin, syllables

SOUNDS = sounds_from_pypinyin()

ALIKE = ["生校 生效", "结止 截止", "一保 医保", "交废 缴费", "收剧 收据", "付钱 户钱", "年 连", "城 陈"]


@pytest.mark.parametrize("pair", ALIKE)
def test_what_people_mix_up_sounds_alike(pair: str) -> None:
    heard, meant = (syllables(word, SOUNDS) for word in pair.split())
    assert heard == meant


def test_different_words_sound_different() -> None:
    assert syllables("报销", SOUNDS) != syllables("报名", SOUNDS)


def test_what_is_no_chinese_sounds_like_itself() -> None:
    assert syllables("a1?", SOUNDS) == ["a", "1", "?"]
