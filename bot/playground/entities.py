"""Finds in a plain text what Telegram marks by itself: commands, mentions, hashtags, addresses.

Offsets and lengths are in UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

# \w is any letter here: a command or a mention that Chinese text follows without a space is none
_PATTERNS = (
    (
        "url",
        re.compile(
            r"(?:https?|tg)://[^\s<>\"“”，。；！？、（）《》]+"
            r"|(?<![\w.@])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|cn|me)(?!\w)(?:/[^\s<>\"“”，。；！？、（）《》]*)?",
            re.IGNORECASE,
        ),
    ),
    ("email", re.compile(r"(?<![\w.])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
)
_SIGNS = re.compile(r"[/@#.:]")
_TRAILING = ".,:;!?'\""


def utf16_length(text: str) -> int:
    """Length as the Bot API counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def found(text: str) -> list[Json]:
    """The entities of a text that carries no formatting, in order, never overlapping."""
    if not _SIGNS.search(text):
        return []
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.start(), match.end()
            if kind == "url":
                end = start + len(match[0].rstrip(_TRAILING))
            if all(end <= a or start >= b for a, b, _ in spans):
                spans.append((start, end, kind))
    return [
        {"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])}
        for start, end, kind in sorted(spans)
    ]


def with_found(text: str, formatted: list[Json]) -> list[Json]:
    """Formatting plus whatever Telegram finds where no code, link or mention stands already."""
    own = [e for e in formatted if e["type"] in ("code", "pre", "text_link", "text_mention")]
    free = [
        entity
        for entity in found(text)
        if all(
            entity["offset"] + entity["length"] <= e["offset"]
            or entity["offset"] >= e["offset"] + e["length"]
            for e in own
        )
    ]
    return sorted([*formatted, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def part(text: str, entity: Json) -> str:
    """The piece of the text that an entity marks."""
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", errors="replace")


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without the white space around it, as Telegram sends every text; entities move along."""
    stripped = text.strip()
    if stripped == text:
        return text, entities
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    total = utf16_length(stripped)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(total, entity["offset"] + entity["length"] - cut)
        if start < end:
            moved.append({**entity, "offset": start, "length": end - start})
    return stripped, moved
