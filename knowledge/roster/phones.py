"""Telephone numbers as lists have them: several in one cell, with +86, with hyphens."""

from __future__ import annotations

import re
import unicodedata

from knowledge.roster.values import Phone

_BETWEEN = re.compile(r"[/、,，;；\n]")
_NOISE = re.compile(r"[\s\-()+]")
_PHONE = re.compile(r"(?:86)?(1\d{10}|0\d{9,11})|(\d{7,8})")


def read_phone(text: str) -> Phone | None:
    """The first number in a cell; None where there is none."""
    if len(text) == 11 and text.isascii() and text.isdigit() and text[0] == "1":
        return Phone(text)
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)):
        if found := _PHONE.fullmatch(_NOISE.sub("", part)):
            return Phone(found[1] or found[2])
    return None
