"""Simulators, cash, reports, whole households and the year before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from knowledge.rules.collection import Takings, banking_duty, deadlines_ahead, reports_due
from knowledge.rules.enrolment import household_unity
from knowledge.rules.simulation import next_tier, pace, streaks
from knowledge.rules.year_on_year import changes, fee_change
from tests.knowledge.packs import KAIJIANG, LIANCHENG, LIBRARY, LIGAO, SONGMING, XIYAN, copied, pack

D = date.fromisoformat


@pytest.mark.parametrize(
    ("target", "paid", "percent", "more", "worth"),
    [
        (1000, 960, 97, 10, "125.00"),  # 0.9 × 970 − 2 × 30, against 0.8 × 960 − 2 × 40
        (1000, 1000, 101, 10, "111.00"),  # 1.1 × 1010 − 1000
        (1000, 0, 90, 900, "340.00"),  # 0.6 × 900 − 2 × 100, from nothing
    ],
)
def test_next_tier(target, paid, percent, more, worth):
    tier = next_tier(pack(XIYAN), target, paid)
    assert tier is not None
    assert (tier.percent, tier.more) == (percent, more)
    assert tier.worth == Decimal(worth)


def test_no_tiers_no_simulation():
    assert next_tier(pack(KAIJIANG), 1000, 900) is None


@pytest.mark.parametrize(
    ("on", "missing", "days", "a_day"),
    [
        ("2021-12-27", 100, 5, 20),
        ("2021-12-31", 100, 1, 100),
        ("2022-01-01", 100, 0, None),
        ("2021-08-01", 100, 122, 1),
    ],
)
def test_people_a_day_still_needed(on, missing, days, a_day):
    result = pace(pack(XIYAN), 1000, 900, D(on))
    assert (result.missing, result.days_left, result.a_day) == (missing, days, a_day)


def month(*low: str) -> dict[str, Fraction]:
    """A month's rates with `low` in the last three places."""
    names = ["莲峰镇", "文亨镇", "朋口镇", "莒溪镇", "宣和乡", "新泉镇"]
    return {name: Fraction(50 if name in low else 90, 100) for name in names}


def test_a_streak_is_warned_of_before_it_costs():
    (first, *_) = streaks(pack(LIANCHENG), [month("莲峰镇", "文亨镇", "朋口镇")])
    assert first.times == 1
    assert first.reached is None
    assert first.next_step is not None
    assert first.next_step.consequence == "向县政府作书面说明"


def test_two_and_three_times_among_the_last_three():
    months = [
        month("莲峰镇", "文亨镇", "朋口镇"),
        month("莲峰镇", "莒溪镇", "朋口镇"),
        month("莲峰镇", "宣和乡", "朋口镇"),
    ]
    runs = {streak.area: streak for streak in streaks(pack(LIANCHENG), months)}
    assert runs["莲峰镇"].times == 3
    assert runs["莲峰镇"].reached is not None
    assert runs["莲峰镇"].reached.consequence == "通报批评"
    assert runs["莲峰镇"].next_step is None
    assert runs["宣和乡"].times == 1
    assert "文亨镇" not in runs


def test_streaks_are_only_for_notices_that_count_them():
    assert streaks(pack(XIYAN), [month("莲峰镇")]) == []
    assert streaks(pack(LIANCHENG), []) == []


@pytest.mark.parametrize(
    ("takings", "by", "because"),
    [
        ([("2019-10-01", 5000)], "2019-10-06", "days"),
        ([("2019-10-01", 20000)], "2019-10-01", "amount"),
        ([("2019-10-01", 5000), ("2019-10-03", 15000)], "2019-10-03", "amount"),
        ([("2019-10-01", 5000), ("2019-10-03", 14999)], "2019-10-06", "days"),
        ([("2019-10-01", 5000), ("2019-10-09", 15000)], "2019-10-06", "days"),  # late already
    ],
)
def test_kaijiangs_double_limit(takings, by, because):
    """六（二）1（3）: 20,000 yuan or five days, whichever is reached first."""
    duty = banking_duty(pack(KAIJIANG), [Takings(D(day), Decimal(yuan)) for day, yuan in takings])
    assert duty is not None
    assert (duty.by, duty.because) == (D(by), because)


def test_other_notices_only_say_promptly():
    duty = banking_duty(pack(LIGAO), [Takings(D("2017-12-01"), Decimal(90000))])
    assert duty is not None
    assert (duty.held, duty.by) == (90000, None)


def test_nothing_held_nothing_due():
    assert banking_duty(pack(KAIJIANG), [Takings(D("2019-10-01"), Decimal(0))]) is None


@pytest.mark.parametrize(
    ("pack_id", "day", "reports"),
    [
        (XIYAN, "2021-11-01", ["progress"]),  # a Monday
        (XIYAN, "2021-11-02", []),
        (XIYAN, "2022-02-07", []),  # a Monday after the window
        (SONGMING, "2017-11-05", ["progress"]),  # a week's end
        (LIANCHENG, "2017-10-31", ["progress"]),
        (LIANCHENG, "2017-10-30", []),
        (KAIJIANG, "2019-11-30", ["roster"]),
        (LIGAO, "2017-12-31", []),
    ],
)
def test_reporting_calendar(pack_id, day, reports):
    assert [report.id for report in reports_due(pack(pack_id), D(day))] == reports


def test_deadlines_ahead_nearest_first():
    ahead = deadlines_ahead(pack(LIGAO), D("2017-12-24"))
    assert [deadline.id for deadline in ahead] == [
        "family_planning_list",
        "civil_affairs_list",
        "subsidy_funds",
    ]
    assert deadlines_ahead(pack(LIGAO), D("2017-12-31")) == ()


def test_only_ligao_wants_whole_households():
    unity = household_unity(pack(LIGAO), [True, True, False])
    assert (unity.required, unity.held_up, unity.clause) == (True, 1, "六（三）")
    assert household_unity(pack(XIYAN), [True, False]).required is None


def test_the_year_before_that_ligao_prints():
    change = fee_change(pack(LIGAO))
    assert change is not None
    assert (change.before, change.after, change.clause, change.reason) == (150, 180, "六（一）", None)
    assert fee_change(pack(XIYAN)) is None


def test_what_changed_between_two_packs(tmp_path):
    folder = copied(XIYAN, tmp_path)
    for name, find, put in (
        ("fees.yaml", "2022: {amount: 320", "2022: {amount: 350"),
        ("dates.yaml", "until: 2021-12-31", "until: 2022-02-28"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(find, put, 1), encoding="utf-8")
    found = {
        change.what: (change.before, change.after) for change in changes(pack(XIYAN), LIBRARY.pack(folder))
    }
    assert found["fee"] == (320, 350)
    assert found["pays.minimum_living"] == (160, 175)
    assert found["window.regular.until"] == (D("2021-12-31"), D("2022-02-28"))
    assert "window.regular.from" not in found
