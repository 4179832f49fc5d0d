"""Every reason that a list can be refused for has its sentence, and every sentence its blanks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.phrasebook import load_phrasebook
from knowledge.roster.vocabulary import headings

PHRASES = load_phrasebook()
ROOT = Path(__file__).parents[3]
SOURCES = [
    *(ROOT / "knowledge" / "roster").glob("*.py"),
    *(ROOT / "storage").rglob("*.py"),
    ROOT / "bot" / "list_imports.py",
]
KEYS = sorted(
    {
        key
        for path in SOURCES
        for key in re.findall(r'"((?:roster|payments|files|lists)\.\w+)"', path.read_text())
    }
)


@pytest.mark.parametrize("key", KEYS)
def test_a_reason_has_a_sentence(key: str) -> None:
    assert PHRASES.sentences[key]


@pytest.mark.parametrize("field", sorted(set(headings("roster")) | set(headings("payments"))))
def test_a_column_has_a_name(field: str) -> None:
    assert PHRASES.sentences[f"columns.{field}"]


@pytest.mark.parametrize("kind", ["roster", "payments"])
def test_no_heading_stands_for_two_fields(kind: str) -> None:
    words = [word for words in headings(kind).values() for word in words]
    assert len(words) == len(set(words))
