"""The word lists: in normalised spelling, each word under one role, every pattern a regular expression."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge import tally
from knowledge.tally.roles import Role, Unit
from knowledge.tally.vocabulary import vocabulary
from knowledge.text import normalise
from knowledge.yaml_files import read_yaml

HERE = Path(tally.__file__).parent
WORDS = read_yaml(HERE / "words.yaml")


def test_a_word_stands_under_one_role() -> None:
    times = Counter(word for words in WORDS.values() for word in words)
    assert [word for word, count in times.items() if count > 1] == []


def test_words_are_normalised() -> None:
    listed = [word for words in WORDS.values() for word in words]
    assert [word for word in listed if normalise(word) != word] == []


@pytest.mark.parametrize("role", WORDS)
def test_role_is_known_and_its_words_are_found(role: str) -> None:
    known = vocabulary(())
    for word in WORDS[role]:
        found = known.word_at(word, 0)
        assert found is not None
        assert (found.text, found.role) == (word, Role(role))


def test_patterns_belong_to_known_roles() -> None:
    assert {Role(role) for role in read_yaml(HERE / "patterns.yaml")} == {
        r for r, _ in vocabulary(()).patterns
    }


def test_units_count_one_thing() -> None:
    units = read_yaml(HERE / "units.yaml")
    assert {Unit(name) for name in units} == {Unit.PERSONS, Unit.HOUSEHOLDS, Unit.YUAN, Unit.OTHER}
    times = Counter(word for words in units.values() for word in words)
    assert [word for word, count in times.items() if count > 1] == []
