"""How characters sound, roughly: 生校 sounds like 生效, 包销 like 报销.

Tones, zh/z, ch/c, sh/s, n/l, f/h and -ng/-n are one, as voice input and dialects mix them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Sounds = Mapping[str, str]
"""A character to its rough syllable; a character that is missing sounds like itself."""

_ROUGH = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"))


def rough(syllable: str) -> str:
    """A toneless syllable with what people mix up made one: zhang and zan, nan and lan."""
    for initial, same in _ROUGH:
        if syllable.startswith(initial):
            syllable = same + syllable[len(initial) :]
            break
    return syllable.replace("ng", "n")


def syllables(text: str, sounds: Sounds) -> list[str]:
    """The rough syllables of a text, character by character."""
    return [sounds.get(char, char) for char in text]


def common_characters() -> Iterable[str]:
    """The characters of GB 2312: all that anybody types."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            char = bytes((high, low)).decode("gb2312", errors="ignore")
            if char:
                yield char


def sounds_from_pypinyin(extra: Iterable[str] = ()) -> dict[str, str]:
    """The table for all common characters and `extra` ones (slow: for training)."""
    from knowledge.pinyin import syllables as spelling  # slow to import, and only training needs it

    characters = sorted({*common_characters(), *(char for char in extra if char > "\u3400")})
    spelled = {char: rough(spelling(char)[0]) for char in characters}
    return {char: syllable for char, syllable in spelled.items() if syllable != char}
