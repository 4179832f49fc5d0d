"""Areas by the names people write."""

from __future__ import annotations

import pytest

from knowledge.areas import area_named
from tests.knowledge.packs import LIANCHENG, PACK_IDS, XIYAN, pack


@pytest.mark.parametrize(
    ("written", "name"),
    [("华升社区", "华升社区"), ("华升", "华升社区"), ("华升村委会", "华升社区"), ("碧云居", "碧雲居"), ("碧雲", "碧雲居"),
     ("杨三村", "杨家三村"), ("农场", "西岩农场"), ("青界山村", "青界山"), ("西岩镇", "西岩镇"), ("火星村", None)],
)  # fmt: skip
def test_area_named(written, name):
    found = area_named(pack(XIYAN), written)
    assert (found.name if found else None) == name


def test_the_tree_has_one_root_and_every_parent_exists():
    for pack_id in PACK_IDS:
        areas = {area.id: area for area in pack(pack_id).areas}
        roots = [area for area in areas.values() if area.parent is None]
        assert len(roots) == 1
        assert all(area.parent in areas for area in areas.values() if area.parent)


def test_townships_of_a_county_are_townships():
    assert {area.kind for area in pack(LIANCHENG).reporting_areas} == {"township"}
