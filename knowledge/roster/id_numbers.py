"""公民身份号码 by GB 11643-1999: region (6), birth date (8), sequence (3), check character (ISO 7064 MOD 11-2).

The weighted sum falls apart into one share for each part, and the parts repeat: a list of half a million people
has a few hundred regions, some forty thousand birth dates and a thousand sequences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from knowledge.roster.memo import Memo
from knowledge.roster.values import IdNumber, Reason

LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST_YEAR = 1890

_WRAPPED = re.compile(r'^="?([^"]*)"?$')  # ="430…": how systems keep Excel from spoiling a number
_SEPARATORS = re.compile(r"[\s'’‘`_\-–—.,，。·:：/]")
_POWER = re.compile(r"^\d([.]\d+)?E[+]?\d+$")
_CROSSES = str.maketrans("×✕╳хХ", "XXXXX")


def _share(digits: str, first_place: int) -> int:
    weights = _WEIGHTS[first_place : first_place + len(digits)]
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11


def check_character(first_seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _CHECKS[_share(first_seventeen, 0)]


# by the sum of three shares; a part that is no number makes the sum larger than any of these
_CHECK_BY_SUM = {total: _CHECKS[total % 11] for total in range(3 * 10 + 1)}
_NO_NUMBER = 1000


def _share_of_part(digits: str, length: int, first_place: int) -> int:
    is_number = len(digits) == length and digits.isascii() and digits.isdigit()
    return _share(digits, first_place) if is_number else _NO_NUMBER


class IdNumbers:
    """Reads ID numbers as of a day: each cell is an IdNumber, or the Reason why not."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._regions: Memo[str, int] = Memo(lambda digits: _share_of_part(digits, 6, 0))
        self._years: Memo[str, int] = Memo(lambda digits: _share_of_part(digits, 4, 6))
        self._days: Memo[str, int] = Memo(lambda digits: _share_of_part(digits, 4, 10))
        self._births: Memo[str, int] = Memo(self._birth_share)
        self._sequences: Memo[str, int] = Memo(lambda digits: _share_of_part(digits, 3, 14))

    def _birth_share(self, digits: str) -> int:
        """Half a million people have some forty thousand birth dates, of a hundred years and 366 days."""
        share = self._years[digits[:4]] + self._days[digits[4:]]
        if share >= _NO_NUMBER:
            return _NO_NUMBER
        try:
            born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            return _NO_NUMBER
        return share % 11 if born.year >= _OLDEST_YEAR and born <= self._today else _NO_NUMBER

    def read(self, text: str) -> IdNumber | Reason:
        """The number in a cell, however it is written."""
        return self.read_many((text,))[0]

    def read_many(self, texts: Iterable[str]) -> list[IdNumber | Reason]:
        """The numbers in a column's cells."""
        regions, births, sequences = self._regions, self._births, self._sequences
        check = _CHECK_BY_SUM.get
        return [
            IdNumber(text)
            if check(regions[text[:6]] + births[text[6:14]] + sequences[text[14:17]]) == text[17:]
            else self._read_written(text)
            for text in texts
        ]

    def _read_written(self, text: str) -> IdNumber | Reason:
        text = unicodedata.normalize("NFKC", text).translate(_CROSSES).upper().strip()
        text = _WRAPPED.sub(r"\1", text)
        if _POWER.match(text):
            return Reason("roster.id_spoiled")
        text = _SEPARATORS.sub("", text)
        if not text:
            return Reason("roster.id_missing")
        if "*" in text:
            return Reason("roster.id_masked")
        if len(text) == 15 and text.isdigit():
            text = f"{text[:6]}19{text[6:]}"
            text += check_character(text)
        return self._judged(text)

    def _judged(self, text: str) -> IdNumber | Reason:
        if len(text) != LENGTH:
            return Reason("roster.id_length", {"length": len(text)})
        if not (text.isascii() and text[:17].isdigit() and (text[17].isdigit() or text[17] == "X")):
            return Reason("roster.id_characters")
        if self._births[text[6:14]] == _NO_NUMBER:
            return Reason("roster.id_birth")
        if check_character(text[:17]) == text[17]:
            return IdNumber(text)
        if text.endswith("000"):
            return Reason("roster.id_spoiled")  # a table that kept fifteen figures of eighteen
        return Reason("roster.id_check")
