"""Finding people by name as staff type it: exactly, by sound (章三), in pinyin (zhangsan, zs), or one character off."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import Indel

from knowledge.pinyin import syllables
from knowledge.text import simplified
from knowledge.understand.sounds import rough
from knowledge.yaml_files import read_yaml

# of three characters two are right, in their order
_ALIKE = 0.66
_SHORTEST_ALIKE = 3

Grader = Callable[[str], int | None]


def plain_name(name: str) -> str:
    """A name for comparing: simplified, half width, without blanks and dots."""
    squeezed = unicodedata.normalize("NFKC", name)
    return simplified("".join(char for char in squeezed if char.isalnum())).lower()


def find_names(query: str, names: Iterable[str], at_most: int) -> list[int]:
    """Places of the names that a query may mean, the best first; exact ones alone where there are any."""
    grade = _grader(plain_name(query))
    graded = ((grade(plain_name(name)), place) for place, name in enumerate(names))
    found = sorted((grade, place) for grade, place in graded if grade is not None)
    exact = [place for grade, place in found if grade == 0]
    return (exact or [place for _, place in found])[:at_most]


def _grader(query: str) -> Grader:
    """How well a name fits, 0 the best; None where it does not."""
    if not query:
        return lambda _: None
    return _grader_of_letters(query) if query.isascii() else _grader_of_characters(query)


def _grader_of_letters(query: str) -> Grader:
    def grade(name: str) -> int | None:
        syllables = _syllables(name)
        whole, initials = "".join(syllables), "".join(syllable[:1] for syllable in syllables)
        if query == whole:
            return 1
        if query == initials:
            return 2
        return 3 if len(query) > 1 and whole.startswith(query) else None

    return grade


def _grader_of_characters(query: str) -> Grader:
    sound, careless = _syllables(query), _careless(query)

    def grade(name: str) -> int | None:
        if name == query:
            return 0
        if _syllables(name) == sound:
            return 1
        if query in name:
            return 2
        if _careless(name) == careless:
            return 3
        long_enough = min(len(name), len(query)) >= _SHORTEST_ALIKE
        return 4 if long_enough and Indel.normalized_similarity(name, query) >= _ALIKE else None

    return grade


@lru_cache(maxsize=100_000)
def _syllables(name: str) -> Sequence[str]:
    surname = _surnames().get(name[:1])
    spelled = tuple(map(_syllable, name))
    return (surname, *spelled[1:]) if surname else spelled


@cache
def _syllable(char: str) -> str:
    return syllables(char)[0]


def _careless(name: str) -> tuple[str, ...]:
    """As a dialect hears it: zh and z, n and l, -ng and -n are one."""
    return tuple(map(rough, _syllables(name)))


@cache
def _surnames() -> dict[str, str]:
    """Characters that are read otherwise as surnames."""
    readings: dict[str, str] = read_yaml(Path(__file__).with_name("surnames.yaml"))
    return readings
