"""How careful a broadcast is: second persons, first looks, minutes, bars; a correction is as careful as the mistake."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge.broadcasting.caution import bar, first_slice, minutes_for, needs_second_person
from knowledge.broadcasting.draft import Draft, draft_from
from knowledge.broadcasting.model import Audience, Content, ContentKind, State, Who, may_become
from knowledge.reminding.plan import Caution


@pytest.mark.parametrize(
    ("kind", "recipients", "expected"),
    [
        (Who.GROUPS, 1, False),
        (Who.GROUPS, 2, True),
        (Who.RESIDENTS, 50, False),
        (Who.UNPAID, 51, True),
        (Who.CLERKS, 51, True),
    ],
)
def test_a_second_person(kind: Who, recipients: int, expected: bool) -> None:
    assert needs_second_person(kind, recipients, Caution()) is expected


def test_a_correction_reaches_whom_the_mistake_reached() -> None:
    assert Audience(Who.SAME, corrects_id=1, corrects_kind=Who.GROUPS).kind is Who.GROUPS
    assert Audience(Who.CLERKS).kind is Who.CLERKS


@pytest.mark.parametrize(("recipients", "expected"), [(20, None), (21, 20), (600, 20)])
def test_a_first_look(recipients: int, expected: int | None) -> None:
    assert first_slice(recipients, Caution()) == expected


@pytest.mark.parametrize(("recipients", "minutes"), [(1, 1), (1788, 1), (1789, 2), (42_180, 24)])
def test_the_minutes_that_it_takes(recipients: int, minutes: int) -> None:
    assert minutes_for(recipients) == minutes


@pytest.mark.parametrize(
    ("done", "whole", "shown"),
    [(0, 10, "░░░░░░░░░░ 0%"), (37, 100, "▓▓▓░░░░░░░ 37%"), (10, 10, "▓▓▓▓▓▓▓▓▓▓ 100%"), (0, 0, "▓▓▓▓▓▓▓▓▓▓ 100%")],
)  # fmt: skip
def test_a_bar(done: int, whole: int, shown: str) -> None:
    assert bar(done, whole) == shown


def test_what_is_over_stays_over() -> None:
    for state in (State.DONE, State.CANCELLED, State.REFUSED):
        assert not any(may_become(state, wanted) for wanted in State)


def test_a_draft_survives_a_restart() -> None:
    draft = Draft(
        Who.SAME,
        frozenset({"华升社区"}),
        Content(ContentKind.PHOTO, "停电", "file"),
        True,
        datetime(2021, 11, 22, 9),
        7,
        Who.GROUPS,
    )
    assert draft_from(draft.as_json()) == draft
    assert draft_from(Draft().as_json()) == Draft()
