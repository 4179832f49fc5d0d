"""Rates, what is still needed, forecasts, ranks and lights."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from knowledge.library import load_library
from knowledge.standing.model import Totals
from knowledge.standing.progress import (
    Light,
    VillageInput,
    progress_of,
    ranked,
    required_percent,
    township_of,
)

# 2021-09-01 to 2021-12-31, 95 %
XIYAN = load_library().pack("xiyan-2022")


def village(
    paid: int, target: int | None, week_ago: int = 0, name: str = "v", headcount: int | None = None
) -> VillageInput:
    return VillageInput(name, name, target, headcount, Totals(paid), Totals(week_ago))


@pytest.mark.parametrize(
    ("paid", "target", "on", "missing", "to_required", "needed_a_day"),
    [
        (512, 2082, date(2021, 11, 20), 1570, 1466, 38),  # 42 days with today: 1570 / 42 = 37.4
        (2082, 2082, date(2021, 11, 20), 0, 0, 0),
        (2100, 2082, date(2021, 11, 20), 0, 0, 0),
        (2000, 2082, date(2021, 12, 31), 82, 0, 82),  # the last day counts
        (2000, 2082, date(2022, 1, 1), 82, 0, None),  # the window is over
        (0, 122, date(2021, 8, 1), 122, 116, 1),  # before the window: all its 122 days
        (7, None, date(2021, 11, 20), None, None, None),
    ],
)
def test_what_is_still_missing(
    paid: int, target: int | None, on: date, missing: int, to_required: int, needed_a_day: int
) -> None:
    found = progress_of(village(paid, target), XIYAN, on)
    assert (found.missing, found.missing_to_required, found.needed_a_day) == (
        missing,
        to_required,
        needed_a_day,
    )


@pytest.mark.parametrize(
    ("pack_id", "percent"),
    [
        ("xiyan-2022", 95),
        ("ligao-2018", 97),
        ("songming-2018", 96),
        ("liancheng-2018", 98),
        ("kaijiang-2020", 98),
    ],
)
def test_the_rate_that_a_notice_requires(pack_id: str, percent: int) -> None:
    assert required_percent(load_library().pack(pack_id)) == percent


@pytest.mark.parametrize(
    ("paid", "week_ago", "on", "headcount", "forecast", "light"),
    [
        (500, 430, date(2021, 12, 22), None, 600, Light.RED),  # 10 a day for 10 days
        (860, 790, date(2021, 12, 22), None, 960, Light.AMBER),
        (950, 950, date(2021, 12, 22), None, 950, Light.GREEN),
        (860, 160, date(2021, 12, 22), 980, 980, Light.AMBER),  # no more than live there
        (990, 160, date(2021, 12, 22), 980, 990, Light.GREEN),  # but never fewer than have paid
        (500, 520, date(2021, 12, 22), None, 500, Light.RED),  # a corrected total is no pace
        (900, 800, date(2022, 2, 1), None, 900, Light.RED),
    ],
)
def test_the_forecast_goes_on_as_last_week(
    paid: int, week_ago: int, on: date, headcount: int | None, forecast: int, light: Light
) -> None:
    found = progress_of(village(paid, 1000, week_ago, headcount=headcount), XIYAN, on)
    assert (found.forecast, found.light) == (forecast, light)


def test_villages_are_ranked_with_their_change_since_last_week() -> None:
    on = date(2021, 11, 20)
    inputs = [
        village(50, 100, 10, "up"),
        village(40, 100, 20, "down"),
        village(40, 100, 5, "level"),
        village(9, None, 0, "untold"),
    ]
    found = ranked([progress_of(one, XIYAN, on) for one in inputs])
    assert [(p.name, p.rank, p.climbed, p.gained) for p in found] == [
        ("up", 1, 1, 40),
        ("down", 2, -1, 20),
        ("level", 2, 1, 35),
        ("untold", None, None, 9),
    ]


def test_the_township_is_the_sum_of_its_villages() -> None:
    whole = township_of([village(50, 100, 10), village(40, 100, 20)], XIYAN, date(2021, 11, 20))
    assert (whole.totals.persons, whole.target, whole.rate, whole.gained) == (90, 200, Fraction(9, 20), 60)


def test_a_village_without_target_leaves_the_township_without_rate() -> None:
    whole = township_of([village(50, 100), village(40, None)], XIYAN, date(2021, 11, 20))
    assert (whole.totals.persons, whole.rate, whole.light) == (90, None, None)
