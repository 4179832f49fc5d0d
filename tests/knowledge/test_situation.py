"""What a question tells of its asker's case: how many people, who they are, born or paid when."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.rules.person import DayRange, Elapsed
from knowledge.situation import situation_in
from tests.knowledge.packs import XIYAN, pack

ON = date(2021, 12, 1)

HOUSEHOLDS = [
    ("我家五口人有个低保一共交多少", 5, {"minimum_living": 1}),
    ("我屋里6个人要交好多钱", 6, {}),
    ("一家4口，爷爷是五保户，奶奶残疾二级", 4, {"destitute": 1, "disabled": 1}),
    ("三口之家多少钱", 3, {}),
    ("我家八口人,两个特困,三个监测户", 8, {"destitute": 2, "monitored": 3}),
    ("全家都是低保户，六口人", 6, {"minimum_living": 6}),
    ("我家没有低保，三个人交多少", 3, {}),
    ("我和老婆两个娃，老爸是五保户，一共多少", 5, {"destitute": 1}),
    ("两个大人三个小孩多少钱", 5, {}),
    ("爸妈和我还有俩孩子总共多少钱", 5, {}),
    ("三个普通一个低保", 4, {"ordinary": 3, "minimum_living": 1}),
    ("家里3口人有一个刚生的娃", 3, {"newborn": 1}),
    ("今年交多少钱", None, {}),
    ("居民医保一共交多少", None, {}),
]


@pytest.mark.parametrize(("question", "total", "groups"), HOUSEHOLDS, ids=[case[0] for case in HOUSEHOLDS])
def test_household(question, total, groups):
    case = situation_in(pack(XIYAN), question, ON)
    assert case.total == total
    assert {group.meaning.id: group.count for group in case.groups} == groups


def test_a_birthday_is_no_day_of_payment():
    case = situation_in(pack(XIYAN), "娃儿11月3号生的现在交还报得到不", ON)
    assert case.born == DayRange.exactly(date(2021, 11, 3))
    assert case.day == ON


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("今天交钱哪天能用", ON),
        ("昨天交的哪天生效", date(2021, 11, 30)),
        ("1月5号交还来得及吗", date(2022, 1, 5)),
        ("哪天开始能报", None),
        ("三月份才交，几月能报", None),
        ("二月底忘记交了，现在还能补吗", ON),
        ("错过缴费期还能补交吗", None),  # today the window is still open: it is about another day
        ("12月31日前交来得及吗", None),
        ("逾期咋弄", None),
        ("缴费截止到哪一天", None),
    ],
)
def test_the_day_of_payment(question, day):
    assert situation_in(pack(XIYAN), question, ON).day == day


def test_a_lapse_and_an_age():
    assert situation_in(pack(XIYAN), "职工医保10月5号断的，还能参加吗", ON).event == DayRange.exactly(
        date(2021, 10, 5)
    )
    assert situation_in(pack(XIYAN), "失业两个月了怎么交", ON).elapsed == Elapsed(2, "month", "exact")


@pytest.mark.parametrize(
    ("question", "renewed"),
    [("我去年没交，今天交哪天能用", False), ("年年都交，哪天能用", True), ("哪天能用", None)],
)
def test_enrolled_before_or_not(question, renewed):
    assert situation_in(pack(XIYAN), question, ON).renewed is renewed
