"""The words people use for themselves, matched per pack: known, open or unknown, never guessed."""

from __future__ import annotations

import pytest

from knowledge.categories import levels_in, match_word, split_remark
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIGAO, PACK_IDS, SONGMING, XIYAN, pack

# word: the category in each pack; "?" where the pack asks back, None where it does not know the word
WORDS = {
    "普通": ["ordinary"] * 5,
    "一般居民": ["ordinary"] * 5,
    "低保户": ["minimum_living", "?", "minimum_living", "minimum_living", "minimum_living"],
    "吃低保的": ["minimum_living", None, "minimum_living", "minimum_living", "minimum_living"],
    "五保户": ["destitute", "?", "destitute", "destitute", "destitute"],
    "五保老人": ["destitute", "?", "destitute", "destitute", "destitute"],
    "特困人员": ["destitute", "?", "destitute", "destitute", "destitute"],
    "贫困户": ["?", "registered_poor", "registered_poor", "registered_poor", "registered_poor"],
    "建档立卡": ["?", "registered_poor", "registered_poor", "registered_poor", "registered_poor"],
    "脱贫户": ["?"] * 5,
    "监测户": ["monitored", "?", "?", "?", "?"],
    "残疾": ["disabled", "?", "disabled", "?", "?"],
    "残疾证一二级": ["disabled", "severely_disabled", "disabled", "severely_disabled", "severely_disabled"],
    "残疾二级": ["disabled", "severely_disabled", "disabled", "severely_disabled", "severely_disabled"],
    "三级残疾": ["disabled", "lightly_disabled", "disabled", "lightly_disabled", "lightly_disabled"],
    "残疾1级": ["disabled", "severely_disabled", "disabled", "severely_disabled", "severely_disabled"],
    "孤儿": ["orphan", "?", "orphan", "?", "orphan"],
    "事实无人抚养儿童": ["unsupported_child", "?", None, "?", "?"],
    "独女户": [None, "?", "only_child_parent", "only_daughter", "?"],
    "二女结扎户": [None, "?", "two_daughters", "two_daughters", "?"],
    "60周岁以上低收入老人": ["?", "?", "low_income_elder", "?", "?"],
    "复转军人": ["demobilised", None, None, "?", "demobilised"],
    "刑满释放人员": ["released", None, None, None, "released"],
    "外来务工": ["permit_holder", "?", "migrant", "permit_holder", "resident_elsewhere"],
    "学生": ["student", "ordinary", "ordinary", "ordinary", "student"],
    "新生儿": ["newborn"] * 5,
    "严重精神障碍患者": [None, None, None, "mental_illness", None],
    "火星人": [None] * 5,
}
ORDER = (XIYAN, LIGAO, SONGMING, LIANCHENG, KAIJIANG)
CASES = [
    pytest.param(pack_id, word, means, id=f"{pack_id}-{word}")
    for word, meanings in WORDS.items()
    for pack_id, means in zip(ORDER, meanings, strict=True)
]


@pytest.mark.parametrize(("pack_id", "word", "means"), CASES)
def test_word(pack_id, word, means):
    match = match_word(pack(pack_id), word)
    if means == "?":
        assert match.category is None
        assert match.open is not None
    elif means is None:
        assert match.category is None
        assert match.open is None
    else:
        assert match.category is not None
        assert match.category.id == means


@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_every_word_of_a_pack_finds_its_own_category(pack_id):
    known = pack(pack_id)
    for category in known.categories:
        for word in (category.name, category.key, *category.words):
            found = match_word(known, word).category
            assert found is not None, word
            assert found.id == category.id, word


@pytest.mark.parametrize(
    ("written", "means"),
    [("低 保 户", "minimum_living"), ("低保戶", "minimum_living"), ("農村低保", "minimum_living"), ("一个低保", "minimum_living"),
     ("非低保户", "ordinary"), ("不是特困", "ordinary"), ("“五保”老人", "destitute")],
)  # fmt: skip
def test_spelling_does_not_matter(written, means):
    match = match_word(pack(XIYAN), written)
    assert match.category is not None
    assert match.category.id == means


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("新生儿(出生90天内)", ("新生儿", "出生90天内")),
        ("低保户（8月31日前未确定）", ("低保户", "8月31日前未确定")),
        ("残疾[三级]", ("残疾", "三级")),
        ("新生儿，出生两个月", ("新生儿", "出生两个月")),
        ("普通", ("普通", "")),
    ],
)
def test_remarks_are_split_off(text, parts):
    assert split_remark(text) == parts


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("残疾三级", ("三级",)),
        ("一二级残疾", ("一级", "二级")),
        ("一至四级", ("一级", "二级", "三级", "四级")),
        ("残疾", ()),
    ],
)
def test_grades_of_disability(text, levels):
    assert levels_in(text) == levels
