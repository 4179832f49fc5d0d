"""The life of a case, event by event."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from knowledge.cases.states import CaseEvent, CaseState, after
from knowledge.yaml_files import read_yaml

EXPECTED = read_yaml(Path(__file__).with_name("transitions.yaml"))


@pytest.mark.parametrize(("event", "state"), list(product(CaseEvent, CaseState)))
def test_what_becomes_of_a_case(event: CaseEvent, state: CaseState) -> None:
    became = after(state, event)
    assert (became.value if became else None) == EXPECTED[event.value].get(state.value)


@pytest.mark.parametrize("state", [CaseState.SOLVED, CaseState.REFUSED, CaseState.WITHDRAWN])
def test_a_case_that_nobody_held_is_reopened_as_new(state: CaseState) -> None:
    assert after(state, CaseEvent.REOPEN, held=False) is CaseState.NEW


@pytest.mark.parametrize("state", [state for state in CaseState if not state.is_closed])
def test_every_open_case_can_be_closed(state: CaseState) -> None:
    reachable = {state}
    while True:
        further = {after(one, event) for one in reachable for event in CaseEvent} - {None} | reachable
        if further == reachable:
            break
        reachable = further
    assert {CaseState.SOLVED, CaseState.REFUSED} <= reachable
