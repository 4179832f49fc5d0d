"""ID numbers as cells hold them: GB 11643's check character, birth date, and every way in which lists spoil them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.roster.id_numbers import IdNumbers, check_character
from knowledge.roster.values import IdNumber, Reason

TODAY = date(2021, 11, 22)
NUMBERS = IdNumbers(TODAY)

# region 99 is nobody's
GOOD = "999900198001010132"

READ = {
    "as it is": (GOOD, GOOD),
    "a small x": ("99990019800101001x", "99990019800101001X"),
    "blanks between the groups": ("999900 19800101 0132", GOOD),
    "full-width digits": ("９９９９００１９８００１０１０１３２", GOOD),
    "hyphens": ("999900-19800101-0132", GOOD),
    "an apostrophe in front": ("'" + GOOD, GOOD),
    "kept from Excel as a formula": (f'="{GOOD}"', GOOD),
    "a multiplication sign for X": ("99990019800101001×", "99990019800101001X"),
    "fifteen digits of before 1999": ("999900800101013", GOOD),
    "an invisible blank behind": (GOOD + "\u00a0", GOOD),
}
REFUSED = {
    "": "roster.id_missing",
    " 　": "roster.id_missing",
    "4.30529E+17": "roster.id_spoiled",
    "9.9990019800101E+17": "roster.id_spoiled",
    "999900198001010000": "roster.id_spoiled",
    "99990019800101013": "roster.id_length",
    "9999001980010101323": "roster.id_length",
    "999900198001010131": "roster.id_check",
    "999900198002300011": "roster.id_birth",
    "999900202112010013": "roster.id_birth",
    "999900187001010013": "roster.id_birth",
    "9999001980010100A3": "roster.id_characters",
    "99990019800101X013": "roster.id_characters",
    "999900********0132": "roster.id_masked",
    "户口簿上没有号码的人写这里": "roster.id_length",
}


@pytest.mark.parametrize(("written", "meant"), READ.values(), ids=READ)
def test_read(written: str, meant: str) -> None:
    read = NUMBERS.read(written)
    assert isinstance(read, IdNumber)
    assert read.reveal() == meant


@pytest.mark.parametrize(("written", "reason"), REFUSED.items())
def test_refused(written: str, reason: str) -> None:
    read = NUMBERS.read(written)
    assert isinstance(read, Reason)
    assert read.key == reason


def test_a_column_is_read_as_its_cells_are() -> None:
    cells = [written for written, _ in READ.values()] + list(REFUSED)
    assert NUMBERS.read_many(cells) == [NUMBERS.read(cell) for cell in cells]


def test_birth_date() -> None:
    read = NUMBERS.read(GOOD)
    assert isinstance(read, IdNumber)
    assert read.born_on == date(1980, 1, 1)


def by_the_standard(first_seventeen: str) -> str:
    """The character for which the sum of digit × 2^(place from the right) leaves 1 when divided by 11."""
    for character in "0123456789X":
        value = 10 if character == "X" else int(character)
        places = zip(first_seventeen + "?", range(17, -1, -1), strict=True)
        total = sum((value if digit == "?" else int(digit)) * 2**power for digit, power in places)
        if total % 11 == 1:
            return character
    raise AssertionError


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_character_by_the_standard(first_seventeen: str) -> None:
    assert check_character(first_seventeen) == by_the_standard(first_seventeen)


@given(place=st.integers(0, 17), other=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(place: int, other: str) -> None:
    wrong = GOOD[:place] + other + GOOD[place + 1 :]
    assert isinstance(NUMBERS.read(wrong), IdNumber) == (wrong == GOOD)


@given(st.text())
def test_whatever_stands_in_a_cell_is_read_or_refused(text: str) -> None:
    assert isinstance(NUMBERS.read(text), IdNumber | Reason)
