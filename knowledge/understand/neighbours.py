"""The known wordings that are nearest to a message, by rapidfuzz."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

LONGEST = 40
"""Characters of a wording that is worth comparing: long stories are like nothing else."""

_FAR = 30.0
"""Percent alike: what is farther is not near at all, and rapidfuzz need not look closely."""


@dataclass(frozen=True)
class Neighbours:
    """Compact wordings by topic."""

    wordings: Mapping[str, Sequence[str]]

    def nearness(self, words: str, topic: str) -> float:
        """How near the topic's nearest wording is to compact words: 1 is the same, 0 is far."""
        found = process.extractOne(words, self.wordings.get(topic, ()), scorer=fuzz.ratio, score_cutoff=_FAR)
        return found[1] / 100 if found else 0.0
