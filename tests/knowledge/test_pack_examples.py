"""Every example of every pack is its own test: what the notice says, worked by hand from its text."""

from __future__ import annotations

import pytest

from knowledge.library import PACKS
from knowledge.pack.examples import example_faults, failures_of, read_examples
from knowledge.schema.examples import Example
from tests.knowledge.packs import LIBRARY, PACK_IDS, XIYAN, copied, pack

CASES = [
    pytest.param(pack_id, example, id=f"{pack_id}-{example.name}")
    for pack_id in PACK_IDS
    for example in read_examples(PACKS / pack_id)
]


@pytest.mark.parametrize(("pack_id", "example"), CASES)
def test_example(pack_id: str, example: Example) -> None:
    assert failures_of(LIBRARY, pack(pack_id), example) == []


def test_a_wrong_example_is_reported_with_its_line(tmp_path):
    folder = copied(XIYAN, tmp_path)
    file = folder / "examples.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("total: 1440", "total: 1600"), encoding="utf-8")
    (fault,) = example_faults(LIBRARY, LIBRARY.pack(folder), folder)
    assert str(fault) == f"{file}:2: 我家五口，一个低保，一共多少: total is 1440.00, not 1600"


def test_a_misshapen_example_is_reported_with_its_line(tmp_path):
    folder = copied(XIYAN, tmp_path)
    file = folder / "examples.yaml"
    file.write_text(
        "- {name: 一, day: 2021-10-01, members: [普通], total: 320}\n- {name: 二, day: 2021-10-01}\n"
    )
    (fault,) = example_faults(LIBRARY, LIBRARY.pack(folder), folder)
    assert str(fault).startswith(f"{file}:2: ")
