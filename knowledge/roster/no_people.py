"""Rows of a table that are nobody's: empty ones, sums, notes, headings repeated on each page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from knowledge.roster.vocabulary import headings, note_words, plain_heading, plain_word, total_words

_LONGEST_WORD = 8
_LONGEST_TOTAL = 12


@cache
def _all_headings(kind: str) -> frozenset[str]:
    return frozenset(word for words in headings(kind).values() for word in words)


def _is_total(word: str) -> bool:
    """合计, 三组小计, 太塘村合计35人."""
    return len(word) <= _LONGEST_TOTAL and any(total in word for total in total_words())


def is_no_person(cells: Sequence[str], kind: str) -> bool:
    """Whether a row of a sheet of this kind is to be passed over in silence."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    if len(filled) < 2:
        return True
    first = plain_word(filled[0])
    if any(_is_total(plain_word(cell)) for cell in filled[:3]):
        return True
    if first.startswith(note_words()) and (":" in first or len(first) > _LONGEST_WORD):
        return True
    return len({plain_heading(cell) for cell in filled} & _all_headings(kind)) >= 2
