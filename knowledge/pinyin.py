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
