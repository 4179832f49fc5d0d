"""Who may do what to a case."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from knowledge.cases.rights import Standing, may, may_see, may_see_papers
from knowledge.cases.states import CaseEvent, CaseState
from knowledge.yaml_files import read_yaml

EXPECTED = read_yaml(Path(__file__).with_name("rights.yaml"))
PEOPLE = {
    "stranger": Standing(),
    "resident": Standing(is_resident=True),
    "clerk": Standing(is_staff=True),
    "holder": Standing(is_staff=True, is_holder=True),
    "township": Standing(is_staff=True, is_township=True),
    "township_holder": Standing(is_staff=True, is_township=True, is_holder=True),
    "former_holder": Standing(is_holder=True),  # left the staff meanwhile
}


@pytest.mark.parametrize(("who", "event"), list(product(PEOPLE, CaseEvent)))
def test_who_may_do_what(who: str, event: CaseEvent) -> None:
    assert may(PEOPLE[who], event, CaseState.TAKEN) == (event.value in EXPECTED[who])


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see(who: str) -> None:
    assert may_see(PEOPLE[who]) == (who not in ("stranger", "former_holder"))
    assert may_see_papers(PEOPLE[who]) == (who in ("holder", "township", "township_holder"))
