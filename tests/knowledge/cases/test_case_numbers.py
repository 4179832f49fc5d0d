"""Case numbers: short, speakable, and a slip of the tongue is noticed."""

from __future__ import annotations

import pytest

from knowledge.cases.case_numbers import case_id_of, number_of, spoken

IDS = (1, 2, 9, 10, 42, 899, 900, 12345)


@pytest.mark.parametrize("case_id", IDS)
def test_number_leads_back_to_its_case(case_id: int) -> None:
    assert case_id_of(number_of(case_id)) == case_id


@pytest.mark.parametrize("case_id", IDS)
def test_spoken_number_leads_back_to_its_case(case_id: int) -> None:
    assert case_id_of(spoken(number_of(case_id))) == case_id


@pytest.mark.parametrize("case_id", IDS)
def test_every_wrong_digit_is_noticed(case_id: int) -> None:
    number = number_of(case_id)
    wrong = [
        number[:place] + digit + number[place + 1 :]
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]
    assert {case_id_of(one) for one in wrong} == {None}


@pytest.mark.parametrize("case_id", IDS)
def test_neighbours_that_changed_places_are_noticed(case_id: int) -> None:
    number = number_of(case_id)
    for place in range(len(number) - 1):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or case_id_of(swapped) is None


def test_the_first_numbers_have_four_digits_and_no_leading_zero() -> None:
    assert {len(number_of(case_id)) for case_id in range(1, 900)} == {4}
    assert all(number_of(case_id)[0] != "0" for case_id in range(1, 900))


@pytest.mark.parametrize("text", ["", "办件", "12", "张三", "00000", "1010 1010 1010"])
def test_what_is_no_number_leads_nowhere(text: str) -> None:
    assert case_id_of(text) is None


@pytest.mark.parametrize(
    "text", ["１０１０", "1 0 1 0", "#1010", "1010号", "幺零幺零", "一〇一〇", "幺洞幺洞"]
)
def test_written_in_every_way(text: str) -> None:
    assert case_id_of(text) == 1
