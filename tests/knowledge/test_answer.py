"""Computed answers: the result first, the working below it, the general text after it."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.answer import answer
from knowledge.errors import UnknownTopic
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIBRARY, LIGAO, SONGMING, XIYAN, pack

D = date.fromisoformat

# (pack, topic, day, question, first line, lines that follow somewhere)
CASES = [
    (XIYAN, "fee_calculation", "2021-10-01", "我家五口人有个低保一共交多少", "你家5口人，一共交1,440元。",
     ["4个普通：每人320元，小计1,280元"]),
    (XIYAN, "fee_calculation", "2021-10-01", "四口人，一个五保户", "你家4口人，一共交960元。", ["1个特困：不用交"]),
    (XIYAN, "fee_calculation", "2021-10-01", "三口人，一个是脱贫户", "你家3口人，有1人的钱定不下来。", ["先问清是不是监测户"]),
    (XIYAN, "fee_calculation", "2022-03-01", "五口人一个低保", "你家5口人，一共交1,440元。", ["2022年3月1日缴费期已过"]),
    (XIYAN, "fee_subsidized", "2021-10-01", "我爸是五保户要交多少", "特困：自己不用交钱。", ["全额资助"]),
    (XIYAN, "fee_subsidized", "2021-10-01", "低保交多少", "低保：每人交160元。", ["资助50%"]),
    (XIYAN, "fee_amount", "2021-10-01", "今年交多少", "2022年度每人交320元。", []),
    (XIYAN, "newborn", "2021-12-10", "娃11月3号生的", "2021年12月10日可以办，交320元。",
     ["2021年11月3日出生，到2021年12月10日是37天。", "“新生儿出生90天内”最晚到2022年2月1日。"]),
    (XIYAN, "newborn", "2022-03-10", "娃11月3号生的还能办吗", "2022年3月10日可以办，要交的钱数定不下来。",
     ["从2022年4月1日起能报。"]),
    (XIYAN, "newborn", "2021-12-10", "新生儿怎么办", "出生90天内办，从出生那天起能报。", []),
    (XIYAN, "pay_late", "2022-01-05", "现在还能交吗", "2022年1月5日一般人不能交了，到2021年12月31日为止。", []),
    (XIYAN, "pay_window", "2021-12-30", "今天交来得及不", "2021年12月30日可以办，交320元。", ["还有1天"]),
    (XIYAN, "employee_insurance", "2022-02-01", "职工医保去年12月5号断的能参加吗", "2022年2月1日可以办，交320元。",
     ["从2021年12月5日起能报。", "最晚到2022年3月5日。"]),
    (XIYAN, "benefit_start", "2022-03-01", "我1月15号断的职工医保现在交哪天能报", "从2022年1月15日起能报。",
     ["2022年3月1日可以办，交320元。", "“职工医保断保90天内”最晚到2022年4月15日。"]),
    (XIYAN, "pay_late", "2022-03-01", "职工医保1月15号停的，现在还能交吗", "2022年3月1日可以办，交320元。", []),
    (XIYAN, "benefit_start", "2021-10-10", "我有职工医保，今天交居民医保哪天能用", "按时交的，管2022这一年。", []),
    (SONGMING, "pay_late", "2018-03-20", "2月1号停的职工医保，现在还能交吗", "2018年3月20日可以办，交180元。",
     ["“终止职工医保两个月内”最晚到2018年4月1日。"]),
    (XIYAN, "midyear_entry", "2022-03-10", "刚退伍回来怎么办", "2022年3月10日可以办，要交的钱数定不下来。",
     ["补助是多少通知没有写", "从2022年4月1日起能报。"]),
    (LIGAO, "benefit_start", "2018-03-10", "昨天交的钱哪天能用", "从2018年4月1日起能报。",
     ["2018年3月9日可以办，交180元。", "算法：2018年3月9日交，从下个月1日起。"]),
    (LIGAO, "fee_calculation", "2017-12-10", "四口人，一个贫困户", "你家4口人，一共交720元。",
     ["补多少通知没有写", "一个户口本上的人要一起交。"]),
    (LIANCHENG, "fee_calculation", "2017-12-10", "四口人，一个低保10月才批的", "你家4口人，一共交720元。",
     ["其中180元以后会退回来。"]),
    (LIANCHENG, "newborn", "2018-01-15", "娃12月20号生的还能交吗", "2018年1月15日可以办，交180元。", ["哪天起能报，通知没有写。"]),
    (KAIJIANG, "benefit_start", "2020-01-10", "今天交钱哪天能用", "从2020年2月9日起能报。",
     ["2020年1月10日可以办，交250元。", "算法：从2020年1月10日往后数30天。"]),
    (SONGMING, "pay_late", "2018-02-23", "还能交不", "2018年2月23日可以办，交180元。", ["今天17点截止"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pack_id", "topic", "on", "question", "first", "lines"),
    CASES,
    ids=[f"{case[0]}-{case[2]}-{case[3]}" for case in CASES],
)
def test_computed(pack_id, topic, on, question, first, lines):
    given = answer(LIBRARY, pack(pack_id), topic, D(on), question)
    assert given.text.splitlines()[0] == first
    assert len(first) < 40
    for line in lines:
        assert line in given.text
    assert given.sources


def test_a_computed_household_needs_no_general_text():
    text = answer(LIBRARY, pack(XIYAN), "fee_calculation", D("2021-10-01"), "五口人一个低保").text
    assert "告诉我家里几口人" not in text


def test_the_general_text_follows_what_is_computed():
    text = answer(LIBRARY, pack(XIYAN), "newborn", D("2021-12-10"), "娃11月3号生的").text
    assert text.index("37天") < text.index("户口簿")


def test_out_of_the_year_a_household_is_still_summed_under_the_old_rules():
    lines = answer(
        LIBRARY, pack(XIYAN), "fee_calculation", D("2025-10-01"), "五口人一个低保"
    ).text.splitlines()
    assert lines[0] == "注意：2022年度已经过去，下面是2022年度的旧规定。"
    assert lines[1] == "你家5口人，一共交1,440元。"


def test_before_the_window_the_sum_is_known_and_not_yet_due():
    lines = answer(LIBRARY, pack(XIYAN), "fee_calculation", D("2021-08-20"), "两口子交多少").text.splitlines()
    assert lines[0] == "注意：2022年度的缴费还没开始，2021年9月1日才开始。"
    assert lines[1] == "你家2口人，一共交640元。"


def test_out_of_the_year_no_day_is_computed():
    text = answer(LIBRARY, pack(XIYAN), "pay_late", D("2025-10-01"), "现在还能交吗").text
    assert "2025年" not in text


def test_computed_lines_in_traditional_characters():
    text = answer(LIBRARY, pack(XIYAN), "fee_calculation", D("2021-10-01"), "五口人一個低保", "zh_Hant").text
    assert "低保對象" in text
    assert "低保对象" not in text


def test_small_talk_names_the_place():
    assert "西岩镇" in answer(LIBRARY, pack(XIYAN), "smalltalk", D("2021-10-01")).text


def test_an_unknown_topic_is_refused():
    with pytest.raises(UnknownTopic, match="weather"):
        answer(LIBRARY, pack(XIYAN), "weather", D("2021-10-01"))
