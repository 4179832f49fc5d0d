"""Names of villages: what is meant is found, what could be several is not guessed."""

from __future__ import annotations

import pytest

from knowledge.library import load_library
from knowledge.model import Area
from knowledge.tally.villages import find_villages, village_index
from knowledge.text import normalise

XIYAN = village_index(load_library().pack("xiyan-2022").reporting_areas)

MEANT = {
    "华升": "华升社区", "华升村委会": "华升社区", "碧云居": "碧雲居", "三村今天": "杨家三村", "杨家 12户": "杨家三村",
    "农场4人": "西岩农场", "青界 6人": "青界山", "太糖村 16人": "太塘村", "大塘村 5人": "太塘村", "莲塘今天17个": "联塘村",
    "兴淞村11人": "兴松村", "姜石村44人": "江石村", "金时社区": "金石社区", "清界山收6人": "青界山", "登塔居": "灯塔居",
    "杨三村5人": "杨家三村", "西岩农厂8人": "西岩农场", "塘太村5人": "太塘村", "3合村5人": "三合村", "连心村9人": "联心村",
    "三河 8人": "三合村", "花侨8人": "花桥村", "联星村5人": "联心村", "资讲村12人": "资江村", "三合三十三人": "三合村",
    "杨家三十八个": "杨家三村",
}  # fmt: skip

SEVERAL = ("联村12人", "资村8人", "石村5人", "塘村12人", "江村5人")
UNKNOWN = ("桃花村12人", "花果村: 12人", "太阳村12人", "联江村12人")
NONE = (
    "我村12人", "各村报数", "全村12人", "农村居民12人", "西岩镇今天", "二十三合计", "其他三村", "小时 8人", "发了花生 8斤", "邻村5人",
    "本村12人", "联合国", "联合开展",
)  # fmt: skip


def _names(text: str) -> list[tuple[str, ...]]:
    return [mention.names for mention in find_villages(normalise(text), XIYAN)]


@pytest.mark.parametrize(("text", "village"), MEANT.items())
def test_meant(text: str, village: str) -> None:
    assert _names(text) == [(village,)]


@pytest.mark.parametrize("text", SEVERAL)
def test_several(text: str) -> None:
    (names,) = _names(text)
    assert len(names) > 1


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown(text: str) -> None:
    assert _names(text) == [()]


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    assert _names(text) == []


@pytest.mark.parametrize(
    "area", load_library().pack("xiyan-2022").reporting_areas, ids=lambda area: area.name
)
def test_every_village_by_name_and_alias(area: Area) -> None:
    for name in (area.name, *area.aliases):
        assert _names(f"{name}12人") == [(area.name,)]


def test_one_short_name_of_two_villages_is_ambiguous() -> None:
    areas = (Area("1", "石龙村", None, "village"), Area("2", "石龙社区", None, "village"))
    index = village_index(areas)
    assert [m.names for m in find_villages("石龙12人", index)] == [("石龙村", "石龙社区")]
    assert [m.names for m in find_villages("石龙社区12人", index)] == [("石龙社区",)]
