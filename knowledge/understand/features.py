"""What a message shows to the model: its characters, its sounds, its words' classes and its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.text import normalise
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.sounds import Sounds, syllables

_NOT_WORDS = re.compile(r"[\s,，。.?？!！、…~]+")
_START, _END = "^", "$"
_LONGEST = 300
"""Characters of a message that are read: a longer one is a forwarded notice, whose start tells enough."""


def compact(text: str) -> str:
    """Normalised text without blanks and stops."""
    return _NOT_WORDS.sub("", text)[:_LONGEST]


def _runs(parts: Sequence[str], length: int, mark: str, joint: str = "") -> list[str]:
    return [mark + joint.join(parts[start : start + length]) for start in range(len(parts) - length + 1)]


def _form(normalised: str, words: str) -> list[str]:
    """How it is said: a question mark, how it begins and ends, how long it is."""
    form = [f"F:{words[:1]}", f"F:{words[:2]}", f"E:{words[-1:]}", f"E:{words[-2:]}"]
    form.append(f"L:{min(len(words) // 6, 9)}")
    if "?" in normalised:
        form.append("Q:")
    if normalised.startswith("@"):
        form.append("@:")
    return form


@dataclass(frozen=True)
class FeatureReader:
    """Reads features off a message, as strings; each kind has its own mark in front."""

    lexicon: Lexicon
    sounds: Sounds

    def read(self, text: str) -> set[str]:
        """The features of a message as it was typed."""
        normalised = normalise(text)
        return self.features(normalised, compact(normalised))

    def features(self, normalised: str, words: str) -> set[str]:
        """The features of a normalised message and its compact words."""
        return {*_form(normalised, words), *self._characters(words), *self._classes(words)}

    def _characters(self, words: str) -> list[str]:
        framed = _START + words + _END
        heard = syllables(framed, self.sounds)
        found: list[str] = []
        for length in (1, 2, 3):
            found += _runs(framed, length, "")
        for length in (1, 2):
            found += _runs(heard, length, "~", " ")
        return found

    def _classes(self, words: str) -> list[str]:
        tokens = self.lexicon.tokens(words)
        names = [token.name for token in tokens]
        main = [token.classes[0] for token in tokens if token.classes]
        known = {name for token in tokens for name in token.classes}
        wider = {name for narrow in known for name in self.lexicon.wider.get(narrow, ())}
        found = [f"C:{name}" for name in known | wider]
        found += _runs(names, 2, "T:", "|")
        for length in (2, 3):
            found += _runs(main, length, "S:", "|")
        return found
