"""Days: due, overdue, standing still while the resident is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge.cases.states import CaseState
from knowledge.cases.timing import (
    due_after_answer,
    due_on,
    is_overdue,
    is_waking_hour,
    may_reopen,
)

DUE = date(2021, 11, 25)


def test_due_after_the_target_days() -> None:
    assert due_on(date(2021, 11, 22), 3) == DUE


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        (CaseState.NEW, date(2021, 11, 25), False),  # the day itself is still in time
        (CaseState.NEW, date(2021, 11, 26), True),
        (CaseState.TAKEN, date(2021, 11, 26), True),
        (CaseState.AT_COUNTY, date(2021, 11, 26), True),
        (CaseState.ASKED, date(2021, 12, 26), False),  # the resident's turn
        (CaseState.SOLVED, date(2021, 12, 26), False),
        (CaseState.WITHDRAWN, date(2021, 12, 26), False),
    ],
)
def test_overdue(state: CaseState, today: date, late: bool) -> None:
    assert is_overdue(state, DUE, today) is late


def test_the_days_of_asking_do_not_count() -> None:
    # asked on the 23rd, answered on the 27th: four days more
    assert due_after_answer(DUE, date(2021, 11, 23), date(2021, 11, 27)) == date(2021, 11, 29)


def test_reopening_within_fourteen_days() -> None:
    closed = datetime(2021, 11, 1, 9, tzinfo=UTC)
    assert may_reopen(closed, closed + timedelta(days=14))
    assert not may_reopen(closed, closed + timedelta(days=14, seconds=1))


@pytest.mark.parametrize(("hour", "awake"), [(7, False), (8, True), (20, True), (21, False), (0, False)])
def test_waking_hours(hour: int, awake: bool) -> None:
    assert is_waking_hour(datetime(2021, 11, 22, hour, 0, tzinfo=UTC)) is awake
