"""What scores mean, measured on hands that the model did not learn from.

Each hand in turn is held out: the others teach, and its wordings are read as strangers' would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from knowledge.understand.features import FeatureReader
from knowledge.understand.training.fitting import fit
from knowledge.understand.understander import Calibration
from knowledge.understand.wordings import NOTHING, Wording

MISSED_QUESTIONS = 0.003
"""So many questions may be taken for nothing (in private: the menu instead of an answer)."""

FALSE_ANSWERS = 0.008
"""So many distractors of the median hand may be taken for questions to the bot (in a group: an answer nobody asked
for). The median, as some hands wrote near misses only."""

RIGHT_WHEN_SURE = 0.97
"""Of the readings that are answered at once, so many are right."""

_TEMPERATURES = np.arange(0.5, 3.0, 0.05)


@dataclass(frozen=True, slots=True)
class Judged:
    """A wording that a stranger wrote, and how it was read: the best topics' likelihoods at temperature 1."""

    wording: Wording
    topics: tuple[tuple[str, float], ...]
    concern: float
    question: float

    @property
    def right(self) -> bool:
        return self.topics[0][0] == self.wording.topic


def _judged_hand(
    hand: str, wordings: Sequence[Wording], features: Sequence[set[str]], reader: FeatureReader
) -> list[Judged]:
    taught = [index for index, wording in enumerate(wordings) if wording.hand != hand]
    understander = fit([wordings[index] for index in taught], reader, [features[index] for index in taught])
    judged = []
    for wording in wordings:
        if wording.hand == hand:
            found = understander.likelihoods(wording.text)
            judged.append(Judged(wording, tuple(found.topics), found.concern, found.question))
    return judged


def judge_by_strangers(
    wordings: Sequence[Wording], features: Sequence[set[str]], reader: FeatureReader, workers: int = 2
) -> Iterator[Judged]:
    """Every wording, read by a model of the other hands' wordings."""
    hands = sorted({wording.hand for wording in wordings})
    with ProcessPoolExecutor(workers) as pool:
        for judged in pool.map(_judged_hand, hands, repeat(wordings), repeat(features), repeat(reader)):
            yield from judged


def calibrated(judged: Sequence[Judged]) -> Calibration:
    """The thresholds that keep the promises above."""
    questions = [one for one in judged if one.wording.topic != NOTHING]
    distractors = [one for one in judged if one.wording.topic == NOTHING]
    temperature = _best_temperature(questions)
    return Calibration(
        temperature=round(temperature, 2),
        concerns_at=round(float(np.quantile([one.concern for one in questions], MISSED_QUESTIONS)), 2),
        asks_at=round(_asks_at(distractors), 2),
        sure_at=round(_sure_at(questions, temperature), 2),
    )


def _likelihoods(questions: Sequence[Judged], temperature: float) -> NDArray[np.float64]:
    """The best topics' likelihoods at a temperature: questions × topics."""
    odds = (
        np.log(np.maximum([[likely for _, likely in one.topics] for one in questions], 1e-12)) / temperature
    )
    return np.asarray(np.exp(odds - np.logaddexp.reduce(odds, axis=1, keepdims=True)))


def _best_temperature(questions: Sequence[Judged]) -> float:
    """The temperature at which the right topics are likeliest."""
    meant = np.array([[topic == one.wording.topic for topic, _ in one.topics] for one in questions])

    def surprise(temperature: float) -> float:
        right = np.where(meant, _likelihoods(questions, temperature), 0).sum(axis=1)
        return float(-np.log(np.maximum(right, 1e-4)).sum())

    return float(min(_TEMPERATURES, key=surprise))


def _asks_at(distractors: Sequence[Judged]) -> float:
    """The odds that only the allowed share of a hand's distractors reaches, for the median hand."""
    by_hand: dict[str, list[float]] = {}
    for one in distractors:
        by_hand.setdefault(one.wording.hand, []).append(one.question)
    return float(np.median([np.quantile(odds, 1 - FALSE_ANSWERS) for odds in by_hand.values()]))


def _sure_at(questions: Sequence[Judged], temperature: float) -> float:
    """The lowest confidence above which readings are right often enough."""
    best = _likelihoods(questions, temperature)[:, 0]
    falling = np.argsort(-best)
    right = np.array([one.right for one in questions])[falling]
    shares = np.cumsum(right) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(shares >= RIGHT_WHEN_SURE)
    return float(best[falling[enough[-1]]]) if len(enough) else 1.0
