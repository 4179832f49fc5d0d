"""Two questions in one message: 今年交多少，什么时候截止."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Reading
from knowledge.text import normalise
from knowledge.understand.asking import asks
from knowledge.understand.features import compact
from knowledge.understand.understander import Understander

_SEAMS = re.compile(r"[,，。;；?？!！\n]+|\s+|(?=还有|另外|再问|顺便|再就是|再一个|第二|同时)")
_SHORTEST = 4
"""Characters that a question has at least."""

_MOST_SEAMS = 6
"""A message with more seams is a story, and a story asks one thing."""

_SURE_AT = 0.6
"""The confidence that both halves need."""

_ALSO_SEEN = 4
"""The whole message must show both halves' topics among this many best ones."""


@dataclass(frozen=True, slots=True)
class Question:
    """A part of a message and what it asks."""

    words: str
    reading: Reading


def two_questions(understander: Understander, text: str) -> tuple[Question, Question] | None:
    """The two questions of a message in their order; None where it asks one thing, or nothing."""
    halves = list(_asking_halves(understander, text))
    if not halves:
        return None
    seen = {topic for topic, _ in understander.likelihoods(text).topics[:_ALSO_SEEN]}
    best: tuple[Question, Question] | None = None
    surest = _SURE_AT
    for left, right in halves:
        first, second = (Question(half, understander.read(half)) for half in (left, right))
        topics = {first.reading.topic, second.reading.topic}
        both = min(first.reading.confidence, second.reading.confidence)
        if len(topics) == 2 and topics <= seen - {"smalltalk"} and both >= surest:
            best, surest = (first, second), both
    return best


def _asking_halves(understander: Understander, text: str) -> Iterator[tuple[str, str]]:
    seams = list(_SEAMS.finditer(text))
    if len(seams) > _MOST_SEAMS:
        return
    for seam in seams:
        # a question mark stays with its question
        halves = text[: seam.end()].strip(), text[seam.end() :].strip()
        words = [compact(normalise(half)) for half in halves]
        long_enough = min(len(half) for half in words) >= _SHORTEST
        if long_enough and all(asks(half, understander.reader.lexicon) for half in words):
            yield halves
