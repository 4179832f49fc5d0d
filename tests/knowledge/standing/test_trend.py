"""The township's line day by day."""

from __future__ import annotations

from datetime import date

from knowledge.standing.model import Figures, Totals, VillageDay
from knowledge.standing.trend import Point, forecast_line, trend


def day_of(area: str, day: int, total: int) -> VillageDay:
    return VillageDay(area, date(2021, 9, day), Figures(), Totals(total))


def test_silent_villages_keep_their_last_total() -> None:
    days = [day_of("a", 1, 10), day_of("b", 2, 5), day_of("a", 4, 30)]
    assert [point.persons for point in trend(days, date(2021, 9, 1), date(2021, 9, 5))] == [
        10,
        15,
        15,
        35,
        35,
    ]


def test_what_was_reported_before_the_window_is_there_from_its_first_day() -> None:
    days = [day_of("a", 1, 10), day_of("a", 3, 12)]
    assert [point.persons for point in trend(days, date(2021, 9, 2), date(2021, 9, 3))] == [10, 12]


def test_the_forecast_leads_from_today_to_the_deadline() -> None:
    today = Point(date(2021, 9, 5), 35)
    assert forecast_line(today, date(2021, 12, 31), 900) == [today, Point(date(2021, 12, 31), 900)]
    assert forecast_line(today, date(2021, 9, 5), 35) == []
