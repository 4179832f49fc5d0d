"""Remarks beside a category: ages, birthdays, events, confirmations, other places."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.members import Member, elapsed_in, person_of
from knowledge.rules.person import DayRange, Elapsed
from tests.knowledge.packs import KAIJIANG, LIANCHENG, SONGMING, XIYAN, pack

ON = date(2021, 12, 1)


@pytest.mark.parametrize(
    ("remark", "elapsed"),
    [
        ("出生90天内", Elapsed(90, "day", "within")),
        ("出生九十天以内", Elapsed(90, "day", "within")),
        ("出生60天", Elapsed(60, "day", "exact")),
        ("出生超过90天", Elapsed(90, "day", "beyond")),
        ("未在90天内参保缴费", Elapsed(90, "day", "beyond")),
        ("没满三个月", Elapsed(3, "month", "within")),
        ("未满三个月", Elapsed(3, "month", "within")),
        ("三个月以上", Elapsed(3, "month", "beyond")),
        ("断保两个月内", Elapsed(2, "month", "within")),
        ("满月", Elapsed(30, "day", "exact")),
        ("刚出生", Elapsed(3, "day", "within")),
        ("1岁", Elapsed(12, "month", "beyond")),
        ("12月出生", None),
        ("", None),
    ],
)
def test_elapsed(remark, elapsed):
    assert elapsed_in(remark) == elapsed


@pytest.mark.parametrize(
    ("word", "born"),
    [
        ("新生儿(2021年11月3日出生)", DayRange.exactly(date(2021, 11, 3))),
        ("新生儿(11月3号生)", DayRange.exactly(date(2021, 11, 3))),
        ("新生儿(11月出生)", DayRange(date(2021, 11, 1), date(2021, 11, 30))),
        ("新生儿", None),
    ],
)
def test_birthdays(word, born):
    assert person_of(pack(XIYAN), Member(word), ON).born == born


def test_a_given_birthday_beats_the_remark():
    given = person_of(pack(XIYAN), Member("新生儿(11月3号生)", date(2021, 10, 1)), ON)
    assert given.born == DayRange.exactly(date(2021, 10, 1))


@pytest.mark.parametrize(("born", "situation"), [(date(2021, 11, 3), "newborn"), (date(2015, 5, 1), None)])
def test_only_a_baby_is_a_newborn(born, situation):
    assert person_of(pack(XIYAN), Member("普通", born), ON).situation == situation
    assert person_of(pack(XIYAN), Member("新生儿", born), ON).situation == situation


@pytest.mark.parametrize(
    ("remark", "confirmed"),
    [
        ("8月31日前未确定", False),
        ("8月31日前没有认定", False),
        ("8月31日前已确定", True),
        ("10月新认定", False),
        ("9月后新增", False),
        ("7月认定", True),
        ("还没确定", False),
        ("缴费期内认定", False),
        ("", None),
    ],
)
def test_confirmed_by_the_day_of_liancheng(remark, confirmed):
    word = f"低保户({remark})" if remark else "低保户"
    assert person_of(pack(LIANCHENG), Member(word), date(2017, 11, 20)).confirmed is confirmed


@pytest.mark.parametrize(
    ("pack_id", "word", "category"),
    [
        (KAIJIANG, "低保户(重度残疾)", "severely_disabled"),
        (XIYAN, "低保户(残疾二级)", "disabled"),
        (XIYAN, "学生(低保)", "minimum_living"),
        (XIYAN, "脱贫户(监测户)", "monitored"),
        (XIYAN, "脱贫户(未纳入监测)", "ordinary"),
        (XIYAN, "特困(低保)", "destitute"),
        (XIYAN, "学生(建档立卡)", None),
        (XIYAN, "60岁以上老人", "ordinary"),
        (SONGMING, "未成年人(城镇低收入家庭)", "low_income_minor"),
        (SONGMING, "老人(低收入家庭)", "low_income_elder"),
        (KAIJIANG, "残疾(未评级)", None),
        (LIANCHENG, "残疾(二级)", "severely_disabled"),
        (LIANCHENG, "残疾(四级)", "lightly_disabled"),
        (SONGMING, "民政扶持对象(重度残疾对象)", "disabled"),
    ],
)
def test_a_remark_can_settle_or_better_the_category(pack_id, word, category):
    found = person_of(pack(pack_id), Member(word), pack(pack_id).main_window.from_).category
    assert (found.id if found else None) == category


@pytest.mark.parametrize("word", ["低保户(正在申请)", "低保户(还没批下来)"])
def test_who_is_still_waiting_has_no_category_yet(word):
    person = person_of(pack(XIYAN), Member(word), ON)
    assert person.category is None
    assert person.unknown is not None
    assert person.unknown.key == "fees.not_yet_recognised"


def test_other_households_lose_the_subsidy_where_the_notice_says_so():
    assert person_of(pack(SONGMING), Member("残疾(外地户籍)"), date(2017, 11, 1)).voided
    assert not person_of(pack(XIYAN), Member("残疾(外地户籍)"), ON).voided


@pytest.mark.parametrize(
    ("word", "renewed"),
    [("普通(续保)", True), ("普通(去年没参保)", False), ("普通(首次参保)", False), ("普通", None)],
)
def test_enrolled_last_year_or_not(word, renewed):
    assert person_of(pack(KAIJIANG), Member(word), date(2019, 10, 1)).renewed is renewed
