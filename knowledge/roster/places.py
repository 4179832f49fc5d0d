"""Villages and groups (村、组) as lists write them: 太塘村委会, 西岩镇太塘村3组, 第三组."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from knowledge.model import Area
from knowledge.numerals import spoken_number
from knowledge.roster.memo import Memo
from knowledge.roster.values import Reason, shown
from knowledge.text import simplified

_OFFICE = re.compile(r"(?:村民|居民)委员会|[村居]委会")
_KIND = re.compile(r"(?:村|居|社区|街道|镇|乡)$")
_GROUP = re.compile(r"第?(.+?)(?:村民|居民)?小?组")
_LONGEST_GROUP = 20


class Place(NamedTuple):
    """An area by its id, and the group if the same cell names it."""

    area_id: str
    group: str | None


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _plain(text: str) -> str:
    return _OFFICE.sub("", simplified(_squeezed(text)))


def read_group(text: str) -> str | None:
    """A group's name: its number where it has one (三组, 第3组 and 03 are all "3"), else the text."""
    text = _squeezed(text)
    if not text:
        return None
    if match := _GROUP.fullmatch(text):
        text = match[1]
    if text.isdigit():
        return str(int(text))
    if text.endswith(".0") and text[:-2].isdigit():
        return str(int(text[:-2]))
    number = spoken_number(text)
    return text[:_LONGEST_GROUP] if number is None else str(number)


class Places:
    """The areas in which people live, found by what lists call them."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._ids: dict[str, str | None] = {}
        for area in areas:
            for name in {area.name, *area.aliases}:
                self._learn(_plain(name), area.id)
        full = dict(self._ids)
        for name, area_id in full.items():
            short = _KIND.sub("", name)
            if area_id is not None and len(short) > 1 and short not in full:
                self._learn(short, area_id)
        self._longest_first = sorted(self._ids, key=len, reverse=True)
        self._read: Memo[str, Place | Reason] = Memo(self._find)

    def _learn(self, name: str, area_id: str) -> None:
        # a name that two areas share leads to neither
        self._ids[name] = area_id if self._ids.get(name, area_id) == area_id else None

    def read(self, text: str) -> Place | Reason:
        """The place that a cell names, or the Reason why it names none."""
        return self._read[text]

    def find_in(self, text: str) -> str | None:
        """The one area that a title or a sheet's name speaks of; None for none or several."""
        text = _plain(text)
        found: set[str | None] = set()
        for name in self._longest_first:
            if len(name) > 1 and name in text:
                found.add(self._ids[name])
                text = text.replace(name, " ")
        return found.pop() if len(found) == 1 else None

    def _find(self, text: str) -> Place | Reason:
        plain = _plain(text)
        if not plain:
            return Reason("roster.area_missing")
        area_id = self._ids.get(plain)
        if area_id is not None:
            return Place(area_id, None)
        for name in self._longest_first:
            _, found, rest = plain.partition(name)
            area_id = self._ids[name]
            if found and area_id is not None:
                return Place(area_id, read_group(rest) if rest.endswith("组") else None)
        return Reason("roster.area_unknown", {"text": shown(plain)})
