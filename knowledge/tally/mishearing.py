"""What voice input writes with other characters of the same sound: 地保 is 低保, 金鹅 is 金额."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from knowledge.pinyin import syllables
from knowledge.yaml_files import read_yaml


@lru_cache(maxsize=1)
def _by_sound() -> tuple[Mapping[tuple[str, ...], str], frozenset[str], tuple[int, ...]]:
    """The words by their syllables, what stays as it is, and how long words are, longest first."""
    words: Mapping[str, list[str]] = read_yaml(Path(__file__).parent / "mishearings.yaml")
    stay = frozenset(words) | {other for others in words.values() for other in others}
    return (
        {syllables(word): word for word in words},
        stay,
        tuple(sorted({len(word) for word in words}, reverse=True)),
    )


def as_meant(text: str) -> str:
    """The text with the words of mishearings.yaml in their own characters; it keeps its length."""
    words, stay, lengths = _by_sound()
    sounds = [syllables(char)[0] if "\u4e00" <= char <= "\u9fff" else "" for char in text]
    position = 0
    while position < len(text):
        length = _length_at(text, sounds, position, words, stay, lengths)
        if length:
            meant = words[tuple(sounds[position : position + length])]
            text = text[:position] + meant + text[position + length :]
        position += length or 1
    return text


def _length_at(
    text: str,
    sounds: list[str],
    position: int,
    words: Mapping[tuple[str, ...], str],
    stay: frozenset[str],
    lengths: tuple[int, ...],
) -> int:
    """How many characters from here on sound like one of the words; 0 where they are a word themselves."""
    for length in lengths:
        if text[position : position + length] in stay:
            return 0
        if tuple(sounds[position : position + length]) in words:
            return length
    return 0
