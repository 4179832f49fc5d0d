"""What sounds or looks alike: the two ways in which a name is misspelt."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.pinyin import syllables
from knowledge.yaml_files import read_yaml

# Sounds that many speakers of southern Mandarin do not tell apart.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


@lru_cache(maxsize=4096)
def merged_sound(word: str) -> str:
    """The syllables as a careless ear hears them: shan and san, xing and xin are one."""
    return " ".join(_merged(syllable) for syllable in syllables(word))


def _merged(syllable: str) -> str:
    for careful, careless in _MERGED:
        syllable = syllable.replace(careful, careless)
    return "l" + syllable[1:] if syllable.startswith("n") else syllable


@lru_cache(maxsize=8192)
def close_sound(one: str, other: str) -> float:
    """How alike two words sound, 0 to 100."""
    if merged_sound(one) == merged_sound(other):
        return 100.0
    return fuzz.ratio(merged_sound(one), merged_sound(other))


@lru_cache(maxsize=1)
def _groups() -> dict[str, set[int]]:
    groups: dict[str, set[int]] = {}
    for number, characters in enumerate(read_yaml(Path(__file__).parent / "lookalikes.yaml")):
        for character in characters:
            groups.setdefault(character, set()).add(number)
    return groups


def same_look(one: str, other: str) -> bool:
    """True for characters that are easily mistaken for each other by eye: 大 and 太."""
    groups = _groups()
    return bool(groups.get(one, set()) & groups.get(other, set()))
