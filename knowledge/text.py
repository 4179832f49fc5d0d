"""Normalising what people type: one spelling for width, case, script, spaces and pictures.

Everything that reads people's words starts from `normalise`; nothing else repeats its steps.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000027bf\U00002b00-\U00002bff\U0001f1e6-\U0001f1ff"
    "\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0020-\U000e007f\u20e3]+"
)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def simplified(text: str) -> str:
    """Traditional characters to simplified ones; the rest stays as it is."""
    return str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    """Simplified characters to traditional ones, for zh_Hant readers of pack texts."""
    return str(_converter("s2tw").convert(text))


def normalise(text: str) -> str:
    """Half width, lower case, simplified, without emoji, runs of blanks as one; line breaks stay."""
    text = unicodedata.normalize("NFKC", text)
    text = _PICTURES.sub(" ", text).lower()
    if not text.isascii():
        text = simplified(text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
