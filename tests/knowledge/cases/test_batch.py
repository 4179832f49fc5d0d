"""The county's list against the cases that wait for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.cases.batch import match, names_in
from knowledge.yaml_files import read_yaml

CASES = read_yaml(Path(__file__).with_name("batch.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_list_means(case: dict[str, Any]) -> None:
    found = match(names_in(case["list"]), case["waiting"], case.get("before", {}))
    assert {one: list(names) for one, names in found.complete.items()} == case.get("complete", {})
    assert {one: list(names) for one, names in found.partial.items()} == case.get("partial", {})
    assert {name: list(cases) for name, cases in found.ambiguous.items()} == case.get("ambiguous", {})
    assert list(found.unknown) == case.get("unknown", [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三和李四", ["张三", "李四"]),
        ("张三 李四 王五", ["张三", "李四", "王五"]),
        ("1.张三 2.李四", ["张三", "李四"]),
        ("序号 姓名\n1 张三\n2 李四", ["张三", "李四"]),
        ("13.", []),
        ("", []),
        ("和平", ["和平"]),
    ],
)
def test_names_of_a_text(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names
