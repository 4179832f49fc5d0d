"""Target days, being overdue, and the silences after which somebody is reminded. Days are counted in the local zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from knowledge.cases.states import CaseState

REOPEN_WITHIN = timedelta(days=14)
# a talk in the middle: a gentle word after a day, set aside after another, forgotten after a month
REMIND_TALK_AFTER = timedelta(days=1)
SET_TALK_ASIDE_AFTER = timedelta(days=1)
FORGET_TALK_AFTER = timedelta(days=30)
FORGET_OFFER_AFTER = timedelta(days=1)
# the staff asked and the resident says nothing
REMIND_ASKED_AFTER = timedelta(days=2)
TELL_TOWNSHIP_AFTER_DAYS = 2
FILES_KEPT = timedelta(days=30)

_WAKING = time(8), time(21)
_OVERDUE_AT = time(9)


def due_on(opened_on: date, target_days: int) -> date:
    """The day by which a case should be settled."""
    return opened_on + timedelta(days=target_days)


def is_overdue(state: CaseState, due: date, today: date) -> bool:
    """Whether the staff is late. While the resident is asked, it is the resident's turn."""
    return not state.is_closed and state is not CaseState.ASKED and today > due


def due_after_answer(due: date, asked_on: date, today: date) -> date:
    """The days in which the resident was asked do not count."""
    return due + max(today - asked_on, timedelta(0))


def may_reopen(closed_at: datetime, now: datetime) -> bool:
    """Whether a closed case can still be taken up again."""
    return now - closed_at <= REOPEN_WITHIN


def is_waking_hour(now: datetime) -> bool:
    """Whether one may be disturbed: from 8 to 21 o'clock."""
    return _WAKING[0] <= now.time() < _WAKING[1]


def is_overdue_hour(now: datetime) -> bool:
    """Whether the day's list of overdue cases may go out."""
    return _OVERDUE_AT <= now.time() < _WAKING[1]
