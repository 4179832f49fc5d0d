"""What voice input writes with other characters of the same sound: 地保 is 低保, 金鹅 is 金额."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.pinyin import syllables
from knowledge.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class _Meant:
    """`words` by their syllables; `own` is what sounds like one of them and is a word of its own, or the word itself."""

    words: Mapping[tuple[str, ...], str]
    own: frozenset[str]
    lengths: tuple[int, ...]

    def word_at(self, text: str, sounds: Sequence[str], position: int) -> str | None:
        """The word that the characters from here on sound like, the longest first."""
        for length in self.lengths:
            if text[position : position + length] in self.own:
                return None
            word = self.words.get(tuple(sounds[position : position + length]))
            if word is not None:
                return word
        return None


@lru_cache(maxsize=1)
def _meant() -> _Meant:
    words: Mapping[str, list[str]] = read_yaml(Path(__file__).parent / "mishearings.yaml")
    return _Meant(
        {syllables(word): word for word in words},
        frozenset(words).union(*words.values()),
        tuple(sorted({len(word) for word in words}, reverse=True)),
    )


def as_meant(text: str, names: Collection[str] = ()) -> str:
    """The text with the words of mishearings.yaml in their own characters; it keeps its length.

    `names` (of villages) stay as they are, whatever they sound like: 和吉 is no 合计.
    """
    meant, position = _meant(), 0
    sounds = [syllables(char)[0] if "\u4e00" <= char <= "\u9fff" else "" for char in text]
    for name in names:
        start = text.find(name)
        while start >= 0:
            sounds[start : start + len(name)] = [""] * len(name)
            start = text.find(name, start + 1)
    while position < len(text):
        word = meant.word_at(text, sounds, position)
        if word is not None:
            text = text[:position] + word + text[position + len(word) :]
        position += len(word) if word else 1
    return text
