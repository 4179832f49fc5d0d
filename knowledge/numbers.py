"""Which figures a pack may speak: those of its data and what is computed from it. Answers are held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from knowledge.facts import facts_of
from knowledge.numerals import spoken_number
from knowledge.pack import Pack

_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SPOKEN = re.compile(r"([零一二两三四五六七八九十百千万]+)(?=[元块天日月岁分位次倍%])")
_STEP = re.compile(r"^\d+\. ", re.MULTILINE)


def numbers_in(text: str) -> set[Decimal]:
    """The figures of a text, in digits or before a unit in characters; the numbers of steps left out."""
    text = _STEP.sub("", text)
    found = {Decimal(match[0].replace(",", "")) for match in _DIGITS.finditer(text)}
    for match in _SPOKEN.finditer(text):
        value = spoken_number(match[1])
        if value is not None:
            found.add(value)
    return found


def _of_value(value: Any) -> Iterator[Decimal]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | Decimal):
        yield Decimal(value)
    elif isinstance(value, date):
        yield from (Decimal(value.year), Decimal(value.month), Decimal(value.day))
    elif isinstance(value, str):
        yield from numbers_in(value)


@lru_cache(maxsize=8)
def known_numbers(pack: Pack) -> frozenset[Decimal]:
    """Every figure that the pack's data holds or that follows from it."""
    known: set[Decimal] = set()
    for value in facts_of(pack).values():
        known.update(_of_value(value))
    for area in pack.areas:
        figures = (area.headcount, area.enrolled_elsewhere, area.target)
        known.update(Decimal(figure) for figure in figures if figure is not None)
    for document in pack.documents:
        known.update(numbers_in(document.name))
    for doubt in pack.doubts:
        for quote in doubt.quotes:
            known.update(numbers_in(quote.words))
    return frozenset(known)


def foreign_numbers(pack: Pack, text: str) -> set[Decimal]:
    """The figures of a text that the pack does not have; clauses like 附件2 are no figures."""
    return numbers_in(re.sub(r"附件\d+", "", text)) - known_numbers(pack)
