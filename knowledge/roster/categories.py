"""人员类别 as lists write it, to the category of the pack."""

from __future__ import annotations

import re

from knowledge.categories import match_word, split_remark
from knowledge.pack import Pack
from knowledge.roster.memo import Memo
from knowledge.roster.values import Reason, shown

_BETWEEN = re.compile(r"[、,，/;；|+和及]")


class ListCategories:
    """A pack's categories, found by the words of a list's cells."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.ordinary = pack.ordinary.id
        self._read: Memo[str, str | Reason] = Memo(self._find)

    def read(self, text: str) -> str | Reason:
        """The category's id; an empty cell is the ordinary one. The Reason where the word leads to none or to two."""
        return self._read[text]

    def _find(self, text: str) -> str | Reason:
        if not text.strip():
            return self.ordinary
        whole = self._meaning(text)
        if isinstance(whole, str):
            return whole
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        meanings = [self._meaning(part) for part in parts]
        if any(isinstance(meaning, Reason) for meaning in meanings):
            return whole
        found = {meaning for meaning in meanings if isinstance(meaning, str)} - {self.ordinary}
        if len(found) > 1:
            return Reason("roster.category_several", {"text": shown(text)})
        return found.pop() if found else self.ordinary

    def _meaning(self, text: str) -> str | Reason:
        match = match_word(self._pack, split_remark(text)[0])
        if match.category is not None:
            return match.category.id
        key = "roster.category_unknown" if match.open is None else "roster.category_open"
        return Reason(key, {"text": shown(text)})
