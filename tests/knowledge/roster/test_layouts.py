"""Where tables begin and which column is what: cases in layouts.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.roster.layouts import find_layout
from knowledge.yaml_files import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).with_name("layouts.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_layout(case: dict[str, Any]) -> None:
    rows = [row.split("|") for row in case["rows"]]
    layout = find_layout(rows, case["kind"])
    if case["header_row"] is None:
        assert layout is None
        return
    assert layout is not None
    assert layout.header_row == case["header_row"]
    assert {column.heading: column.field for column in layout.columns if column.field} == case["columns"]


def test_the_title_is_what_stands_above() -> None:
    layout = find_layout([["太塘村花名册"], ["姓名", "身份证号"]], "roster")
    assert layout is not None
    assert layout.title == "太塘村花名册"


@pytest.mark.parametrize(
    "cells", [["张三", "x", "3"], ["张三", "x"], ["张三"], [], ["张三", "x", "3", "", "9"]]
)
def test_cells_that_are_not_there_are_empty(cells: list[str]) -> None:
    layout = find_layout([["姓名", "身份证号", "组"]], "roster")
    assert layout is not None
    padded = [*cells, "", "", ""]
    assert layout.picker(["name", "group", "phone"])(cells) == (padded[0], padded[2], "")
