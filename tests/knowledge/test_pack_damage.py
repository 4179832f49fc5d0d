"""A damaged pack is named by file and line, and never starts the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.errors import DataError, UnknownPack
from knowledge.pack.check import faults_of_folder
from knowledge.wordings_check import doubly_claimed
from tests.knowledge.packs import LIBRARY, PACK_IDS, XIYAN, copied, pack

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "damage.yaml").read_text(encoding="utf-8")
)
# the rulings of each pack: taken away, its trap must be found again
RULINGS = [
    (pack_id, name) for pack_id in PACK_IDS for doubt in pack(pack_id).doubts for name in doubt.settles
]


def damaged(case: dict[str, Any], into: Path) -> Path:
    """The damaged file in its copied pack."""
    file = copied(case["pack"], into) / case["file"]
    text = file.read_text(encoding="utf-8")
    if case["put"] == "GONE":
        file.unlink()
    elif case["find"] == "ALL":
        file.write_text(case["put"], encoding="utf-8")
    else:
        assert case["find"] in text, "the case no longer fits the pack"
        file.write_text(text.replace(case["find"], case["put"], 1), encoding="utf-8")
    return file


def lines_with(file: Path, text: str) -> list[int]:
    return [
        number for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_damage_is_reported_with_file_and_line(case, tmp_path):
    file = damaged(case, tmp_path)
    faults = [str(fault) for fault in faults_of_folder(file.parent, LIBRARY.topics)]
    blamed = file.with_name(case.get("blamed", file.name))
    lines = [case["line"]] if "line" in case else lines_with(blamed, case["at"]) if "at" in case else []
    wanted = [f"{blamed}:{line}:" for line in lines] or [f"{blamed}:"]
    fitting = [fault for fault in faults if case["says"] in fault and fault.startswith(tuple(wanted))]
    assert fitting, faults
    assert all("\n" not in fault for fault in fitting)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_damaged_pack_does_not_load(case, tmp_path):
    file = damaged(case, tmp_path)
    with pytest.raises((DataError, UnknownPack)):
        LIBRARY.pack(file.parent)


def test_there_are_more_than_twenty_kinds():
    assert len({case["name"] for case in CASES}) >= 20


@pytest.mark.parametrize(("pack_id", "trap"), RULINGS)
def test_a_trap_without_its_ruling_is_found(pack_id, trap, tmp_path):
    file = copied(pack_id, tmp_path) / "pack.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(trap, "something_else"), encoding="utf-8")
    faults = [str(fault) for fault in faults_of_folder(file.parent, LIBRARY.topics)]
    assert any(f"settles: [{trap}]" in fault for fault in faults), faults


@pytest.mark.parametrize("pack_id", PACK_IDS)
def test_the_packs_of_the_house_are_clean(pack_id, tmp_path):
    assert faults_of_folder(copied(pack_id, tmp_path), LIBRARY.topics) == []


def test_an_unknown_pack_names_the_known_ones():
    with pytest.raises(UnknownPack, match="xiyan-2022"):
        LIBRARY.pack("xiyan-1999")


def test_a_pack_loads_from_its_path(tmp_path):
    assert LIBRARY.pack(copied(XIYAN, tmp_path)).id == XIYAN


def test_a_phrase_claimed_by_two_topics_names_both_places(tmp_path):
    (tmp_path / "pay_late.yaml").write_text("plain:\n- 过期了还能交吗\n", encoding="utf-8")
    (tmp_path / "pay_window.yaml").write_text(
        "plain:\n- 什么时候交\n- 过期了，还能交吗？\n", encoding="utf-8"
    )
    (fault,) = doubly_claimed(tmp_path)
    assert (
        str(fault) == f"{tmp_path}/pay_window.yaml:3: «过期了，还能交吗？» is claimed by pay_late.yaml:2 too"
    )
