"""What plain methods get with the same wordings: rapidfuzz's extractOne (WRatio), and BM25 over character pairs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from knowledge.text import normalise
from knowledge.understand.features import compact
from knowledge.understand.wordings import NOTHING, Wording


class WRatio:
    """The topic of the wording that rapidfuzz finds most alike."""

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._topics = [wording.topic for wording in wordings]
        self._texts = [compact(normalise(wording.text)) for wording in wordings]

    def __call__(self, text: str) -> list[str | None]:
        """The best topic alone: extractOne knows no second one."""
        found = process.extractOne(compact(normalise(text)), self._texts, scorer=fuzz.WRatio)
        topic = self._topics[found[2]] if found else NOTHING
        return [None if topic == NOTHING else topic]


class BM25:
    """The topics of the wordings that share the rarest pairs of characters."""

    _SATURATION, _LENGTH = 1.2, 0.75

    def __init__(self, wordings: Sequence[Wording]) -> None:
        self._topics = [wording.topic for wording in wordings]
        documents = [Counter(_pairs(wording.text)) for wording in wordings]
        mean = sum(document.total() for document in documents) / len(documents)
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, document in enumerate(documents):
            brake = self._SATURATION * (1 - self._LENGTH + self._LENGTH * document.total() / mean)
            for pair, times in document.items():
                weight = times * (self._SATURATION + 1) / (times + brake)
                self._postings[pair].append((index, weight))
        self._rarity = {
            pair: math.log(1 + (len(documents) - len(found) + 0.5) / (len(found) + 0.5))
            for pair, found in self._postings.items()
        }

    def __call__(self, text: str) -> list[str | None]:
        """Up to three topics, best first."""
        scores: Counter[int] = Counter()
        for pair in set(_pairs(text)):
            for index, weight in self._postings.get(pair, ()):
                scores[index] += weight * self._rarity[pair]  # type: ignore[assignment]
        best = dict.fromkeys(self._topics[index] for index, _ in scores.most_common(40))
        return [None if topic == NOTHING else topic for topic in best][:3] or [None]


def _pairs(text: str) -> list[str]:
    words = compact(normalise(text))
    return [words[at : at + 2] for at in range(len(words) - 1)] or [words]
