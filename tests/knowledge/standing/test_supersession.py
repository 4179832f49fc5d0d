"""Whole stories of messages, edits, corrections and undos, and what the ledger adds up to at their end."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from knowledge.standing.model import Totals
from knowledge.yaml_files import read_yaml
from tests.knowledge.standing.paper_ledger import PaperLedger, draft

SCENARIOS = read_yaml(Path(__file__).with_name("scenarios.yaml"))


def _play(steps: list[dict[str, Any]]) -> PaperLedger:
    paper = PaperLedger()
    for step in steps:
        if "undo" in step:
            paper.undo(step["undo"])
            continue
        [(verb, said)] = step.items()
        [(message, figures)] = said.items()
        getattr(paper, verb)(message, [draft(values) for values in figures])
    return paper


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
def test_a_story_adds_up(scenario: dict[str, Any]) -> None:
    paper = _play(scenario["steps"])
    expected = {"v": scenario["total"], **scenario.get("others", {})}
    for area, (persons, households, amount, deposit) in expected.items():
        assert paper.totals(area) == Totals(persons, households, Decimal(amount), Decimal(deposit))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
def test_a_row_is_superseded_once_at_most(scenario: dict[str, Any]) -> None:
    rows = _play(scenario["steps"]).rows
    superseded = [row.supersedes_id for row in rows if row.supersedes_id]
    assert len(superseded) == len(set(superseded))
    by_id = {row.id: row for row in rows}
    assert all(by_id[row.supersedes_id].root_id == row.root_id for row in rows if row.supersedes_id)
