"""Names of people as lists spell them: 张 三, 张三　, 阿依古丽·买买提."""

from __future__ import annotations

import re
import unicodedata

from knowledge.roster.values import Reason

LONGEST = 40
_DOTS = re.compile(r"\s*[·・･•‧⋅∙．.]\s*")
_HAN_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
# private use: where old systems put rare characters
_NAME = re.compile(r"(?:[^\W\d_]|[\ue000-\uf8ff])+(?:[·' -][^\W\d_]+)*")


def read_name(text: str) -> str | Reason:
    """The name without blanks between its characters and with one kind of dot, or the Reason why it is none."""
    if 2 <= len(text) <= 4 and text.isalpha() and not text.isascii():
        return unicodedata.normalize("NFKC", text)
    name = unicodedata.normalize("NFKC", text).strip()
    name = _HAN_GAP.sub("", _DOTS.sub("·", name))
    if not name:
        return Reason("roster.name_missing")
    if len(name) > LONGEST or len(name) < 2 or not _NAME.fullmatch(name):
        return Reason("roster.name_odd")
    return name


def masked_name(name: str) -> str:
    """张*三, 张*, 阿****提: enough for the family, too little for strangers."""
    if len(name) <= 2:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]
