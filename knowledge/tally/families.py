"""Families told one by one before their total: 张家4个人、李家3个人，就这两家，7个2240块."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.numerals import find_numbers
from knowledge.tally.roles import Role, Token, Unit

_NAMES = frozenset({Role.UNKNOWN, Role.FILLER})
_THESE = re.compile(r"[这那]\S{1,2}[家户]")


def _families(tokens: Sequence[Token]) -> list[int]:
    """The positions of the figures right behind 某某家."""
    return [
        i
        for i in range(1, len(tokens))
        if tokens[i].is_count
        and tokens[i].unit is Unit.PERSONS
        and tokens[i - 1].role in _NAMES
        and tokens[i - 1].text.endswith(("家", "屋里"))
    ]


def _as_households(token: Token, families: int) -> Token:
    """这三家 behind three families counts them."""
    if token.role is not Role.IDENTIFIER or not _THESE.fullmatch(token.text):
        return token
    numbers = find_numbers(token.text)
    if not numbers or numbers[0].value != families:
        return token
    return replace(token, role=Role.FIGURE, unit=Unit.HOUSEHOLDS, value=Decimal(families))


def without_families(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the families' own figures as noise where their sum is stated behind them."""
    positions = _families(tokens)
    total = sum(tokens[i].value for i in positions)
    if len(positions) < 2 or not any(
        t.is_count and t.unit in (Unit.PERSONS, Unit.BARE) and t.value == total
        for t in tokens[positions[-1] + 1 :]
    ):
        return list(tokens)
    told = [replace(t, role=Role.NOISE) if i in positions else t for i, t in enumerate(tokens)]
    return [_as_households(token, len(positions)) for token in told]
