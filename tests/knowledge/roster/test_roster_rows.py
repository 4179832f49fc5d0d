"""Rows of rosters: who is read, who is rejected, who lives with whom."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from knowledge.roster.id_numbers import check_character
from knowledge.roster.layouts import find_layout
from knowledge.roster.roster_rows import ListWords, RosterBatch, RosterReader
from knowledge.roster.values import PersonState
from tests.knowledge.packs import XIYAN, pack

WORDS = ListWords.of(pack(XIYAN), date(2021, 11, 22))


def number(order: int) -> str:
    """An ID number that nobody has, another one for each order."""
    first = f"99990019800101{order:03}"
    return first + check_character(first)


def read(heading: str, *rows: str, area_id: str | None = "太塘村", batch: int = 1000) -> RosterBatch:
    """The rows below a heading, cells with | between; # stands for another ID number in each row."""
    orders = count(1)
    cells = [[number(next(orders)) if cell == "#" else cell for cell in row.split("|")] for row in rows]
    layout = find_layout([heading.split("|")], "roster")
    assert layout is not None
    reader = RosterReader("表", layout, WORDS, area_id)
    batches = [reader.read(2 + start, cells[start : start + batch]) for start in range(0, len(cells), batch)]
    persons = [person for part in batches for person in part.persons.persons()]
    rejected = [row for part in batches for row in part.rejected]
    columns = (
        type(batches[0].persons)._make(map(list, zip(*persons, strict=True)))
        if persons
        else batches[0].persons
    )
    return RosterBatch(columns, rejected, sum(part.passed_over for part in batches))


def households(batch: RosterBatch) -> list[list[str]]:
    """Names, household by household."""
    together: dict[str, list[str]] = {}
    for person in batch.persons.persons():
        together.setdefault(person.household, []).append(person.name)
    return list(together.values())


GROUPINGS = {
    "by number": (
        "姓名|身份证号|家庭编号",
        ["张一|#|7", "李二|#|8", "张三|#|7"],
        [["张一", "张三"], ["李二"]],
    ),
    "by number in merged cells": (
        "家庭编号|姓名|身份证号|与户主关系",
        ["7|张一|#|户主", "|张二|#|子", "8|李三|#|户主", "|李四|#|妻"],
        [["张一", "张二"], ["李三", "李四"]],
    ),
    "by number, somebody without one": (
        "家庭编号|姓名|身份证号|与户主关系",
        ["7|张一|#|户主", "|李二|#|户主", "|李三|#|子"],
        [["张一"], ["李二", "李三"]],
    ),
    "by the order of relations": (
        "姓名|身份证号|与户主关系",
        ["张一|#|户主", "张二|#|配偶", "李三|#|本人", "李四|#|子"],
        [["张一", "张二"], ["李三", "李四"]],
    ),
    "by the head's name": (
        "户主姓名|姓名|身份证号",
        ["张一|张一|#", "张一|张二|#", "李三|李三|#"],
        [["张一", "张二"], ["李三"]],
    ),
    "by the head's name in merged cells": (
        "户主|姓名|身份证号",
        ["张一|张一|#", "|张二|#", "李三|李三|#", "|李四|#"],
        [["张一", "张二"], ["李三", "李四"]],
    ),
    "two heads of one name": (
        "户主|姓名|身份证号|与户主关系",
        ["张一|张一|#|户主", "张一|张二|#|子", "张一|张一|#|户主", "张一|张四|#|子"],
        [["张一", "张二"], ["张一", "张四"]],
    ),
    "the same head in two groups": (
        "组|户主|姓名|身份证号",
        ["1组|张一|张一|#", "2组|张一|张一|#"],
        [["张一"], ["张一"]],
    ),
    "by the head's ID number": (
        "户主|户主身份证号|姓名|身份证号",
        [f"张一|{number(900)}|张甲|#", f"张一|{number(901)}|张乙|#", f"张一|{number(900)}|张丙|#"],
        [["张甲", "张丙"], ["张乙"]],
    ),
    "by nothing": ("姓名|身份证号", ["张一|#", "张二|#"], [["张一"], ["张二"]]),
}


@pytest.mark.parametrize(("heading", "rows", "expected"), GROUPINGS.values(), ids=GROUPINGS)
@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_households(heading: str, rows: list[str], expected: list[list[str]], batch: int) -> None:
    assert households(read(heading, *rows, batch=batch)) == expected


def test_a_rejected_head_still_begins_a_household() -> None:
    batch = read("姓名|身份证号|与户主关系", "张一|#|户主", "李二|1|户主", "李三|#|子")
    assert households(batch) == [["张一"], ["李三"]]
    assert [(row.row, row.reason.key) for row in batch.rejected] == [(3, "roster.id_length")]


def test_households_of_two_villages_are_apart() -> None:
    batch = read("村|家庭编号|姓名|身份证号", "太塘村|7|张一|#", "联心村|7|李二|#", area_id=None)
    assert households(batch) == [["张一"], ["李二"]]
    assert batch.persons.area_id == ["太塘村", "联心村"]


def test_village_and_group_stand_once_for_many() -> None:
    batch = read(
        "村|组|姓名|身份证号", "太塘村|1组|张一|#", "||张二|#", "|二组|张三|#", "联心村||李四|#", area_id=None
    )
    assert batch.persons.area_id == ["太塘村", "太塘村", "太塘村", "联心村"]
    assert batch.persons.group == ["1", "1", "2", None]


def test_the_group_beside_the_village_in_one_cell() -> None:
    batch = read("村组|姓名|身份证号", "太塘村三组|张一|#", area_id=None)
    assert (batch.persons.area_id, batch.persons.group) == (["太塘村"], ["3"])


PASSED_OVER = {
    "an empty row": "|||",
    "blanks only": " |　||",
    "a sum": "合计|||35",
    "a sum in the second column": "|小计|35|",
    "a sum of a group": "三组小计||12|",
    "a note": "注：本表一式两份|||",
    "who filled it in": "填表人：张三||日期：2021-09-01|",
    "the heading once more": "村|姓名|身份证号|备注",
}


@pytest.mark.parametrize("row", PASSED_OVER.values(), ids=PASSED_OVER)
def test_rows_that_are_nobodys(row: str) -> None:
    batch = read("村|姓名|身份证号|备注", "太塘村|张一|#|", row, "太塘村|张二|#|")
    assert batch.persons.name == ["张一", "张二"]
    assert batch.persons.row == [2, 4]
    assert (batch.rejected, batch.passed_over) == ([], 1)


REJECTED = {
    "roster.name_missing": "太塘村||#|",
    "roster.name_odd": "太塘村|张三3|#|",
    "roster.id_missing": "太塘村|张三||低保",
    "roster.id_check": "太塘村|张三|999900198001010131|",
    "roster.area_unknown": "月亮村|张三|#|",
    "roster.category_unknown": "太塘村|张三|#|优秀村民",
    "roster.category_open": "太塘村|张三|#|脱贫户",
}


@pytest.mark.parametrize(("reason", "row"), REJECTED.items())
def test_rejected(reason: str, row: str) -> None:
    batch = read("村|姓名|身份证号|人员类别", "太塘村|张一|#|", row, area_id=None)
    assert batch.persons.name == ["张一"]
    assert [(row.sheet, row.row, row.reason.key) for row in batch.rejected] == [("表", 3, reason)]


def test_an_id_number_in_the_wrong_column_is_not_repeated() -> None:
    batch = read("村|姓名|身份证号", f"{number(5)}|{number(6)}|#", area_id=None)
    assert number(5) not in repr(batch)
    assert number(6) not in repr(batch)


@pytest.mark.parametrize(
    ("cells", "state", "category"),
    [
        ("|", None, "ordinary"),
        ("低保|", None, "minimum_living"),
        ("|在外参合", PersonState.ELSEWHERE, "ordinary"),
        ("低保|死亡", PersonState.DIED, "minimum_living"),
        ("职工医保|", PersonState.EMPLOYEE, None),
        ("|电话打不通", None, "ordinary"),
    ],
)
def test_states_and_categories(cells: str, state: PersonState | None, category: str | None) -> None:
    batch = read("姓名|身份证号|类别|备注", f"张一|#|{cells}")
    assert (batch.persons.state, batch.persons.category) == ([state], [category])


def test_without_a_column_nothing_is_said_of_categories() -> None:
    assert read("姓名|身份证号", "张一|#").persons.category == [None]


def test_relations_and_heads() -> None:
    batch = read("户主|姓名|身份证号|与户主关系", "张一|张一|#|本人", "张一|张二|#|长子")
    assert batch.persons.relation == ["户主", "长子"]
    assert batch.persons.head == ["张一", "张一"]
