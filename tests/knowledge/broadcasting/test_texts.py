"""Blanks that villages fill, and templates that notices fill."""

from __future__ import annotations

import pytest

from knowledge.broadcasting.blanks import filled_for, has_blanks
from knowledge.broadcasting.model import Who
from knowledge.broadcasting.templates import load_templates, templates_for, text_of
from knowledge.reminding.values import VillageFigures
from tests.knowledge.packs import PACK_IDS, pack


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (VillageFigures("华升社区", 1530, 2082), "华升社区：应交2082，已交1530，还差552，73.5%"),
        (VillageFigures("华升社区", 2090, 2082), "华升社区：应交2082，已交2090，还差0，100.4%"),
        (VillageFigures("新村", 12, None), "新村：应交—，已交12，还差—，—"),
        (None, "—：应交—，已交—，还差—，—"),
    ],
)
def test_blanks(figures: VillageFigures | None, expected: str) -> None:
    assert filled_for("【村名】：应交【应交】，已交【已交】，还差【还差】，【参保率】", figures) == expected


def test_other_brackets_stay() -> None:
    assert not has_blanks("【通知】明天不办公")
    assert filled_for("【通知】明天不办公", None) == "【通知】明天不办公"


@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_every_template_offered_is_whole(pack_id: str) -> None:
    """No blank of a notice stays open, whatever the notice leaves unsaid."""
    notice = pack(pack_id)
    offered = {template.id: template for who in Who for template in templates_for(notice, who)}
    assert offered
    for template in offered.values():
        assert "{" not in text_of(notice, template)


def test_every_template_is_offered_somewhere() -> None:
    offered = {t.id for pack_id in PACK_IDS for who in Who for t in templates_for(pack(pack_id), who)}
    assert offered == {template.id for template in load_templates()}
