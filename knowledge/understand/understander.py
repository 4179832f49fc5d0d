"""A message to what it asks: a linear model for every topic, rapidfuzz for the wordings nearest to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.model import Reading
from knowledge.text import normalise
from knowledge.understand.asking import asks
from knowledge.understand.features import FeatureReader, compact
from knowledge.understand.linear import Floats, LinearModel
from knowledge.understand.neighbours import LONGEST, Neighbours
from knowledge.understand.wordings import NOTHING

NEARNESS_WEIGHT = 8.0
"""What an identical wording adds to a topic's score over one that has nothing like it, in log odds
(docs/understanding.md)."""

NOT_ASKING = 2.0
"""What words without the form of a question lose, in log odds, when it counts that they ask."""

_COMPARED = 4
_WITHIN = 4.0
"""So many topics are compared with their nearest wordings, and only those so near the best by the linear model:
on held-out hands the rest never came first, and comparing takes most of the time."""

_UNDECIDED = 6.0
"""Distractors are compared where the linear model's odds that the message concerns the bot are closer than this."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What scores mean, measured on hands that the model had not seen.

    `temperature` divides scores so that confidence is the share of right readings. `concerns_at` and
    `asks_at` are log odds: above the first a message may concern the bot, above the second it is a question
    for it even when nobody called it. At a confidence of `sure_at` it answers at once.
    """

    temperature: float
    concerns_at: float
    asks_at: float
    sure_at: float


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """`topics`: each topic's probability, if the message concerns the bot, best first; `concern`: log odds
    that it does; `question`: log odds that it asks the bot something."""

    topics: Sequence[tuple[str, float]]
    concern: float
    question: float


@dataclass(frozen=True)
class Understander:
    """Everything that reading a message needs, loaded once. `classes` are the topics and `NOTHING`."""

    classes: tuple[str, ...]
    reader: FeatureReader
    model: LinearModel
    neighbours: Neighbours
    calibration: Calibration

    def read(self, text: str, pack_id: str | None = None) -> Reading:
        """What a message asks: its best topic, or None where it is nothing for this bot."""
        found = self.likelihoods(text)
        best, confidence = found.topics[0]
        others = tuple(topic for topic, _ in found.topics[1:3])
        concerns = found.concern > self.calibration.concerns_at
        return Reading(
            topic=best if concerns else None,
            confidence=round(confidence, 4) if concerns else 0.0,
            alternatives=others if concerns else (),
            is_question=found.question > self.calibration.asks_at,
        )

    def likelihoods(self, text: str) -> Likelihoods:
        """How likely each topic is, and whether the message concerns the bot at all."""
        normalised = normalise(text)
        words = compact(normalised)
        scores = self.model.scores(self.reader.features(normalised, words))
        nothing = self.classes.index(NOTHING)
        names = self.classes[:nothing] + self.classes[nothing + 1 :]
        topics = np.delete(scores, nothing)
        nearness = self._weigh_nearness(words, topics, names)
        concern = float(np.logaddexp.reduce(topics) - scores[nothing])
        if abs(concern) < _UNDECIDED:
            concern += NEARNESS_WEIGHT * (nearness - self.neighbours.nearness(words, NOTHING))
        odds = topics / self.calibration.temperature
        likely = np.exp(odds - np.logaddexp.reduce(odds))
        best = np.argsort(-likely, kind="stable")[:_COMPARED]
        asked = "?" in normalised or asks(words, self.reader.lexicon)
        return Likelihoods(
            topics=[(names[index], float(likely[index])) for index in best],
            concern=concern,
            question=concern if asked else concern - NOT_ASKING,
        )

    def _weigh_nearness(self, words: str, topics: Floats, names: Sequence[str]) -> float:
        """Adds to the scores of the best few topics how much nearer their wordings are than those of the best
        one; the nearness of that one."""
        first, *others = np.argsort(-topics, kind="stable")[:_COMPARED]
        nearness = self.neighbours.nearness(words, names[first])
        for other in others:
            if topics[other] > topics[first] - _WITHIN:
                nearer = self.neighbours.nearness(words, names[other]) - nearness
                topics[other] += np.float32(NEARNESS_WEIGHT * nearer)
        return nearness


def nearest_wordings(wordings: Mapping[str, Sequence[str]]) -> Neighbours:
    """The index of wordings, as they are compared."""
    return Neighbours(
        {
            topic: tuple(
                dict.fromkeys(
                    words for text in texts if 0 < len(words := compact(normalise(text))) <= LONGEST
                )
            )
            for topic, texts in wordings.items()
        }
    )
