"""The words of lists, read once from headers.yaml and words.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.roster.values import PersonState
from knowledge.yaml_files import read_yaml

_HERE = Path(__file__).parent
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_PUNCTUATION = re.compile(r"[\W_]+")


def plain_heading(text: str) -> str:
    """A heading without blanks, brackets and punctuation: «身份证号码（必填）*» is 身份证号码."""
    text = unicodedata.normalize("NFKC", text)
    return _PUNCTUATION.sub("", _BRACKETS.sub("", text)) or _PUNCTUATION.sub("", text)


def plain_word(text: str) -> str:
    """A cell's word without blanks and with half-width signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def headings(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Field to its headings, for "roster" or "payments"."""
    fields: dict[str, list[str]] = read_yaml(_HERE / "headers.yaml")[kind]
    return {field: tuple(plain_heading(text) for text in texts) for field, texts in fields.items()}


@cache
def _words() -> Mapping[str, Any]:
    content: dict[str, Any] = read_yaml(_HERE / "words.yaml")
    return content


@cache
def head_words() -> frozenset[str]:
    """How lists say that a person is the head of the household (户主)."""
    return frozenset(plain_word(word) for word in _words()["head"])


@cache
def state_words() -> Mapping[str, PersonState]:
    """What a state's or remark's cell says to where the person stands."""
    states: dict[str, list[str]] = _words()["states"]
    return {plain_word(word): PersonState(state) for state, words in states.items() for word in words}


@cache
def total_words() -> tuple[str, ...]:
    """How rows of sums begin."""
    return tuple(_words()["not_people"]["totals"])


@cache
def note_words() -> tuple[str, ...]:
    """How notes below a table begin."""
    return tuple(_words()["not_people"]["notes"])


@cache
def payment_words(kind: str) -> frozenset[str]:
    """How a payment's status says that it is a "refund", or that it "failed"."""
    return frozenset(_words()["payments"][kind])
