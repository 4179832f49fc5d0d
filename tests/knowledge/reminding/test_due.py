"""Who is reminded when, notice by notice, against calendars worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import load_library
from knowledge.reminding.due import Phase, Stage, group_reminder_for, owing_in, reminder_for, stage_now
from knowledge.reminding.plan import Plan
from knowledge.reminding.values import Household, Member
from knowledge.yaml_files import read_yaml

LIBRARY = load_library()
CALENDARS = read_yaml(Path(__file__).parent / "calendars.yaml")
PLAN = Plan()
DAY = timedelta(days=1)
XIYAN = LIBRARY.pack("xiyan-2022")


def member_of(values: dict[str, Any]) -> Member:
    """A member from a calendar's short hand."""
    return Member(
        1,
        "王大明",
        values["category"],
        values.get("born", date(1980, 5, 5)),
        values.get("event"),
        values.get("has_paid", False),
    )


def household(*members: Member, reminded_on: date | None = None) -> Household:
    """A household of these members."""
    return Household(1, "华升社区", "王大明", members, reminded_on=reminded_on)


def person(category: str = "ordinary") -> Member:
    """An adult who has not paid."""
    return member_of({"category": category})


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar["name"])
def test_a_season(calendar: dict[str, Any]) -> None:
    pack, member = LIBRARY.pack(calendar["pack"]), member_of(calendar["member"])
    heard, last, day = {}, None, calendar["from"]
    while day <= calendar["until"]:
        reminder = reminder_for(pack, household(member, reminded_on=last), day, PLAN)
        if reminder:
            last = day
            total = "" if reminder.total is None else f" {reminder.total:.2f}"
            heard[day] = reminder.stage.code + total
        day += DAY
    assert heard == calendar["hears"]


def test_the_most_pressing_deadline_counts_and_everybody_is_listed() -> None:
    baby = member_of({"category": "newborn", "born": date(2021, 11, 20)})
    reminder = reminder_for(XIYAN, household(person(), baby), date(2021, 12, 24), PLAN)
    assert reminder is not None
    assert reminder.stage == Stage(Phase.BEFORE, 7)
    assert [one.terms.deadline.day for one in reminder.owing if one.terms.deadline] == [
        date(2021, 12, 31),
        date(2022, 2, 18),
    ]


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2021, 12, 22), False), (date(2021, 12, 21), True), (None, True)],
)
def test_three_days_lie_between_two_reminders(last: date | None, expected: bool) -> None:
    reminder = reminder_for(XIYAN, household(person(), reminded_on=last), date(2021, 12, 24), PLAN)
    assert (reminder is not None) is expected


@pytest.mark.parametrize(
    ("looked_until", "on", "expected"),
    [
        (date(2021, 12, 23), date(2021, 12, 25), "before:7"),  # down on the 24th
        (date(2021, 12, 23), date(2021, 12, 26), "before:7"),
        (date(2021, 12, 20), date(2021, 12, 27), None),  # three days later it is too old
        (date(2021, 12, 24), date(2021, 12, 25), None),  # the 24th was looked at
        (date(2021, 12, 30), date(2022, 1, 1), None),  # the last morning is gone with the window
    ],
)
def test_what_fell_due_while_nobody_looked(looked_until: date, on: date, expected: str | None) -> None:
    reminder = reminder_for(XIYAN, household(person()), on, PLAN, looked_until)
    assert (reminder.stage.code if reminder else None) == expected


def test_the_plan_is_the_townships_own() -> None:
    plan = Plan(days=(10,), late_days=(), gap_days=1)
    days = [date(2021, 12, 1) + number * DAY for number in range(60)]
    assert [d for d in days if reminder_for(XIYAN, household(person()), d, plan)] == [
        date(2021, 12, 21),
        date(2021, 12, 31),
    ]


@pytest.mark.parametrize(
    ("pack", "on", "expected"),
    [
        ("xiyan-2022", date(2021, 12, 24), "before:7"),
        ("xiyan-2022", date(2021, 12, 30), "before:1"),
        ("xiyan-2022", date(2021, 12, 25), None),
        ("xiyan-2022", date(2022, 1, 3), "late:3"),
        ("xiyan-2022", date(2022, 1, 14), None),  # once is enough in a group
        ("songming-2018", date(2017, 11, 3), "before:7"),  # the villagers' own window
        ("songming-2018", date(2017, 9, 11), None),  # thirty days before, but nothing has begun yet
        ("kaijiang-2020", date(2019, 12, 25), "before:0"),
    ],
)
def test_village_groups(pack: str, on: date, expected: str | None) -> None:
    found = group_reminder_for(LIBRARY.pack(pack), on, PLAN)
    assert (found.stage.code if found else None) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2021, 11, 1), "before:30"),
        (date(2021, 12, 20), "before:14"),
        (date(2021, 12, 31), "before:0"),
        (date(2022, 1, 20), "late:14"),
    ],
)
def test_a_call_counts_for_the_stage_that_has_begun(on: date, expected: str) -> None:
    owing = owing_in(XIYAN, household(person("monitored")), on)
    assert stage_now(owing, on, PLAN).code == expected


def test_a_category_of_another_notice_leaves_the_sum_open() -> None:
    reminder = reminder_for(XIYAN, household(person("from_elsewhere")), date(2021, 12, 24), PLAN)
    assert reminder is not None
    assert reminder.total is None
