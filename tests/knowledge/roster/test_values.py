"""Personal numbers do not show themselves."""

from __future__ import annotations

import pytest

from knowledge.roster.values import IdNumber, PersonalNumber, Phone, RosterRow, shown

ID, PHONE = "999900198001010132", "10012345678"


@pytest.mark.parametrize("number", [IdNumber(ID), Phone(PHONE)])
@pytest.mark.parametrize("written", [repr, str, "{}".format, "{!r:>40}".format, lambda value: f"{[value]}"])
def test_printing_shows_the_last_four(number: PersonalNumber, written: object) -> None:
    text = written(number)  # type: ignore[operator]
    assert number.reveal() not in text
    assert number.reveal()[:-4] not in text
    assert number.tail in text


def test_a_row_prints_without_its_numbers() -> None:
    row = RosterRow(3, "张三", IdNumber(ID), "太塘村", "3", "k", None, None, None, None, Phone(PHONE), None)
    assert ID not in repr(row)
    assert PHONE not in repr(row)


def test_equal_numbers_are_equal() -> None:
    assert IdNumber(ID) == IdNumber(ID)
    assert len({IdNumber(ID), IdNumber(ID)}) == 1
    assert IdNumber(PHONE) != Phone(PHONE)


def test_cells_are_shown_short_and_without_numbers() -> None:
    assert ID not in shown(f"  {ID} 张三")
    assert len(shown("很" * 100)) == 20
