"""Toneless pinyin, character by character: the one door to pypinyin.

Its dictionary of phrases takes a second to load and reads characters by their neighbours; names and typing
slips are read one by one, so it stays closed.
"""

from __future__ import annotations

import os
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")


@lru_cache(maxsize=16_384)
def syllables(text: str) -> tuple[str, ...]:
    """One syllable a Chinese character; whatever is none stays together as it is."""
    from pypinyin import lazy_pinyin  # its table of characters is loaded when the first one is asked for

    return tuple(lazy_pinyin(text))


# Characters of names with a second common syllable; a dictionary's rare ones (合 as ge) would make too much alike.
_ALSO = {
    "长": "chang",
    "乐": "yue",
    "重": "chong",
    "行": "hang",
    "朝": "chao",
    "单": "shan",
    "调": "diao",
    "盛": "cheng",
}


def sound_alike(one: str, other: str) -> bool:
    """Whether two words may sound the same, tones aside: 常康 and 长康."""
    return len(one) == len(other) and all(
        a == b or not _readings(a).isdisjoint(_readings(b)) for a, b in zip(one, other, strict=True)
    )


def _readings(char: str) -> set[str]:
    return {*syllables(char), *((_ALSO[char],) if char in _ALSO else ())}
