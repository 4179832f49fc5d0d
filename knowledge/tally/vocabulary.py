"""The words of words.yaml and patterns.yaml, ready for looking up at a position of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.tally.roles import PaidCategory, Role
from knowledge.text import normalise
from knowledge.yaml_files import read_yaml

HERE = Path(__file__).parent
_NUMBER = r"(?:\d+(?:\.\d+)?|[零一二三四五六七八九十两百廿]+)"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the list: what it does, and the key if it names a category."""

    text: str
    role: Role
    key: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """`lengths` are those of the words with a first character, longest first; `patterns` in order of certainty."""

    words: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]
    patterns: tuple[tuple[Role, re.Pattern[str]], ...]

    def word_at(self, text: str, position: int) -> Word | None:
        """The longest word that starts there."""
        for length in self.lengths.get(text[position], ()):
            word = self.words.get(text[position : position + length])
            if word is not None:
                return word
        return None

    def shapes_in(self, text: str) -> Iterator[tuple[Role, int, int]]:
        """The spans that the patterns find, the surest first; they may overlap."""
        for role, pattern in self.patterns:
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield role, match.start(), match.end()


def _category_words(categories: tuple[PaidCategory, ...]) -> Iterator[Word]:
    more = read_yaml(HERE / "category_words.yaml")
    for category in categories:
        for text in (category.key, *category.words, *more.get(category.key, ())):
            yield Word(normalise(text), Role.CATEGORY, category.key)


def _patterns() -> Iterator[tuple[Role, re.Pattern[str]]]:
    for role, shapes in read_yaml(HERE / "patterns.yaml").items():
        yield Role(role), re.compile("|".join(f"(?:{shape})" for shape in shapes).replace("{n}", _NUMBER))


@lru_cache(maxsize=32)
def vocabulary(categories: tuple[PaidCategory, ...]) -> Vocabulary:
    """The vocabulary with a pack's categories; their words win over those of words.yaml."""
    words = {
        text: Word(text, Role(role))
        for role, texts in read_yaml(HERE / "words.yaml").items()
        for text in texts
    }
    words |= {word.text: word for word in _category_words(categories)}
    lengths: dict[str, set[int]] = {}
    for text in words:
        lengths.setdefault(text[0], set()).add(len(text))
    longest_first = {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}
    return Vocabulary(words, longest_first, tuple(_patterns()))
