"""Numbers with what they count: 38人, 12户, 1.12万, ￥9,600.00, 人数18."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from knowledge.numerals import Number, find_numbers
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.vocabulary import Vocabulary
from knowledge.yaml_files import read_yaml

HERE = Path(__file__).parent
_RATE = re.compile(r"\s?[/每]\s?(?:个人|人|口|个|户|年)")
_ROUGH_BEFORE = re.compile(r"(?:(?<![预签大])约|(?<![最附靠])近|大概有?|大约|差不多|(?<![赶尽])快|好几)\s?$")
_LABEL_BEFORE = re.compile(
    r"(?<![和、及与])(?:(?<![\u4e00-\u9ffe\d])[户人元款]|[户人额款][数额]|金额)\s?:?\s?$"
)
_LABEL_AFTER = re.compile(r"\s?:\s?\d|\d")
_ROUGH_AFTER = re.compile(r"\s?(?:左右|上下|以上|以下|开外|来着|不到|多(?![少报收缴交出了]))")
_NEXT_LABEL = re.compile(r"\s?:\s?\d")
_MISPRINT = re.compile(r"入(?![库账帐户群会党系职学住院口保])")
_JIAO = re.compile(r"[1-9](?![\d.户人个万千])")


@lru_cache(maxsize=1)
def _units() -> dict[str, list[tuple[str, Unit]]]:
    units: dict[str, list[tuple[str, Unit]]] = {}
    rows = [(word, Unit(name)) for name, words in read_yaml(HERE / "units.yaml").items() for word in words]
    for word, unit in sorted(rows, key=lambda row: len(row[0]), reverse=True):
        units.setdefault(word[0], []).append((word, unit))
    return units


def _unit_at(text: str, position: int, words: Vocabulary, *, labelled: bool) -> tuple[Unit, int]:
    """The unit that starts there, or after one blank: what it counts and where it ends.

    A longer word wins (12人数38 has no 人), and behind a labelled number (人37 户11) or a blank (8960 户:9) the
    next word may be the label of the next one.
    """
    start = position + 1 if text[position : position + 1] == " " else position
    longer = words.word_at(text, start) if start < len(text) else None
    for word, unit in _units().get(text[start : start + 1], ()):
        if text.startswith(word, start):
            end = start + len(word)
            other = longer is not None and longer.role is not Role.FILLER and len(longer.text) > len(word)
            apart = start > position and (unit is Unit.OTHER or bool(_NEXT_LABEL.match(text, end)))
            if other or apart or (labelled and _LABEL_AFTER.match(text, end)):
                break
            return unit, end
    if _MISPRINT.match(text, start):  # 38入 for 38人
        return Unit.PERSONS, start + 1
    return Unit.BARE, position


def _figure(number: Number, text: str, words: Vocabulary) -> Token:
    unit, end = _unit_at(text, number.end, words, labelled=bool(_LABEL_BEFORE.search(text, 0, number.start)))
    value, start = number.value, number.start
    rough = number.rough or bool(_ROUGH_BEFORE.search(text, 0, start))
    if text[start - 1 : start] in tuple("¥￥") and start and unit is Unit.BARE:
        unit, start = Unit.YUAN, start - 1
    if text[start - 1 : start] == "-" and text[start:end].startswith("¥"):
        value, start = -value, start - 1
    if unit is Unit.YUAN:
        if _RATE.match(text, end):
            unit = Unit.OTHER
        elif text[end - 1] == "块" and (jiao := _JIAO.match(text, end)):  # 1655块1
            value, end = value + Decimal(jiao[0]) / 10, jiao.end()
    if after := _ROUGH_AFTER.match(text, end):
        rough, end = True, after.end()
    return Token(Role.FIGURE, text[start:end], start, end, value=value, unit=unit, rough=rough)


def find_figures(text: str, words: Vocabulary) -> Iterator[Token]:
    """The figures of a text whose names, days and words with number characters have been blanked."""
    negative = False
    for number in find_numbers(text, rough=True):
        if negative and number.value > 0 and text[number.start - 1] == "-":  # -2人-640元
            number = Number(-number.value, number.start - 1, number.end, number.rough)
        negative = negative or number.value < 0
        yield _figure(number, text, words)


_LABELS = {
    Role.LABEL_PERSONS: Unit.PERSONS,
    Role.LABEL_HOUSEHOLDS: Unit.HOUSEHOLDS,
    Role.LABEL_YUAN: Unit.YUAN,
}


def labelled(tokens: Iterable[Token]) -> list[Token]:
    """人数18, 金额:7040: a bare figure takes its unit from the label before it."""
    result: list[Token] = []
    label: Unit | None = None
    for token in tokens:
        if token.role in _LABELS:
            label = _LABELS[token.role]
        elif token.role is Role.FIGURE:
            if token.unit is Unit.BARE and label is not None:
                token = replace(token, unit=label)
            label = None
        elif token.role not in (Role.COLON, Role.FILLER, Role.MAYBE_CORRECT, Role.TOTAL, Role.CORRECT):
            label = None
        result.append(token)
    return result
