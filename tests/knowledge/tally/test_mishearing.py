"""Words of the same sound are read as what is meant; names, and words of their own, stay."""

from __future__ import annotations

import pytest

from knowledge.library import load_library
from knowledge.tally.mishearing import as_meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("今天收了九个人其中地保三个", "今天收了九个人其中低保三个"),
        ("金鹅两千四", "金额两千四"),
        ("人输十五", "人数十五"),
        ("检测户两人", "监测户两人"),
        ("交一保的三个", "交医保的三个"),
    ],
)
def test_the_word_is_meant(heard: str, meant: str) -> None:
    assert as_meant(heard) == meant


@pytest.mark.parametrize(
    "text", ["上午报的20人", "可以报了", "月底报", "已报38人", "误报", "检测过了", "38 12160", "认输", ""]
)
def test_words_of_their_own_stay(text: str) -> None:
    assert as_meant(text) == text


def test_a_village_keeps_its_name() -> None:
    assert as_meant("和吉今天合集12人", ["和吉"]) == "和吉今天合集12人"
    assert as_meant("和吉今天何吉12人", ["和吉"]) == "和吉今天合计12人"


@pytest.mark.parametrize("pack_id", load_library().pack_ids)
def test_no_name_of_a_pack_sounds_like_one(pack_id: str) -> None:
    names = [name for area in load_library().pack(pack_id).areas for name in (area.name, *area.aliases)]
    assert [name for name in names if as_meant(name) != name] == []
