"""What staff write after /unpaid and /paid: village, group, names, yuan, how it was paid, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.areas import area_named
from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.roster.places import read_group
from knowledge.text import normalise

CASH, PROXY = "现金", "代缴"
_CHANNELS = {
    "现金": CASH,
    "收现金": CASH,
    "交现金": CASH,
    "cash": CASH,
    "代缴": PROXY,
    "代交": PROXY,
    "代收": PROXY,
}
_AMOUNT = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)(?:元|块|块钱)?")
_GROUP = re.compile(r".{1,8}组")
_BETWEEN = re.compile(r"[\s,，、;；]+")
# a name with the sum or the way of paying grown to it: 张三320元, 张三现金
_GROWN = re.compile(r"(\D*?)(\d{1,6}(?:\.\d{1,2})?)(?:元|块|块钱)?(\D*)")
_WHOLE = re.compile(r"(.{2,})(?:全家|一家|家)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood; `amount` yuan in all, None where none was written."""

    area: Area | None = None
    group: str | None = None
    names: tuple[str, ...] = ()
    amount: Decimal | None = None
    channel: str | None = None


def read_asked(pack: Pack, text: str) -> Asked:
    """Reads the words after a command."""
    area: Area | None = None
    group: str | None = None
    amount: Decimal | None = None
    channel: str | None = None
    names: list[str] = []
    for word in _words(text):
        found = _reporting_area(pack, word) if area is None else None
        if word in _CHANNELS:
            channel = _CHANNELS[word]
        elif match := _AMOUNT.fullmatch(word):
            amount = Decimal(match[1])
        elif found is not None:
            area = found
        elif _GROUP.fullmatch(word):
            group = read_group(word)
        else:
            names.append(word)
    return Asked(area, group, tuple(names), amount, channel)


def head_named(word: str) -> str | None:
    """The head's name in 张三家, 张三全家; None where it is no such word."""
    match = _WHOLE.fullmatch(word)
    return match[1] if match else None


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _BETWEEN.split(normalise(text).strip()):
        match = _GROWN.fullmatch(word)
        if match and match[1] and not _GROUP.fullmatch(word):
            words += [match[1], match[2], match[3]]
        else:
            words += _without_channel(word)
    return [word for word in words if word]


def _without_channel(word: str) -> list[str]:
    for channel in _CHANNELS:
        if word.endswith(channel) and len(word) > len(channel):
            return [word.removesuffix(channel), channel]
    return [word]


def _reporting_area(pack: Pack, word: str) -> Area | None:
    area = area_named(pack, word)
    return area if area is not None and area in pack.reporting_areas else None
