"""Days as people say them, in the past as clerks report and near as residents ask."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.spoken_dates import find_days

MONDAY = date(2021, 11, 22)

PAST = {
    "今天": "11-22", "今晚": "11-22", "昨天": "11-21", "昨日子": "11-21", "昨收23人": "11-21", "前天": "11-20",
    "大前天": "11-19", "周一": "11-22", "周五": "11-19", "星期2": "11-16", "礼拜天": "11-21", "上周五": "11-19",
    "上上周五": "11-12", "上个星期三": "11-17", "20号": "11-20", "25号": "10-25", "30号": "10-30", "十五号": "11-15",
    "上个月31号": "10-31", "本月5号": "11-05", "上个月的30号": "10-30", "11.20": "11-20", "11/20": "11-20",
    "11-20 38人": "11-20", "1120 38人": "11-20", "20211120": "11-20", "2021年11月20日": "11-20", "2021/11/20": "11-20",
    "21.11.20": "11-20", "二零二一年十一月二十号": "11-20", "11月20": "11-20", "11月 20日": "11-20", "十一月二十": "11-20",
    "11.20人数84": "11-20",
}  # fmt: skip

NO_DAY = (
    "11.2万", "11.20元", "1120人", "每周一", "两周一次", "3号楼", "3号窗口", "第3日", "8/25/8000", "12-38", "3个月", "至今交了",
    "迄今收了",
)  # fmt: skip


@pytest.mark.parametrize(("text", "day"), PAST.items())
def test_day_of_the_past(text: str, day: str) -> None:
    assert [found.day for found in find_days(text, MONDAY, "past")] == [date.fromisoformat(f"2021-{day}")]


@pytest.mark.parametrize("text", NO_DAY)
def test_no_day(text: str) -> None:
    assert [d for d in find_days(text, MONDAY, "past") if d.precision == "day"] == []


@pytest.mark.parametrize(("text", "day"), [("12月5日", date(2021, 12, 5)), ("1月5号", date(2022, 1, 5))])
def test_explicit_day_to_come_stays(text: str, day: date) -> None:
    assert [found.day for found in find_days(text, MONDAY, "past")] == [day]


def test_last_year_after_new_year() -> None:
    (found,) = find_days("12月31日", date(2022, 1, 5), "past")
    assert found.day == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [("12月底", date(2021, 12, 31)), ("周五", date(2021, 11, 26)), ("去年9月", date(2020, 9, 1))],
)
def test_near_day(text: str, day: date) -> None:
    assert [found.day for found in find_days(text, MONDAY, "near")] == [day]


def test_several_days_in_order() -> None:
    days = find_days("18号14人，周五16人，昨天11人", MONDAY, "past")
    assert [found.day.day for found in days] == [18, 19, 21]
