"""What 那五保呢 or 12月以后呢 asks after an answer: the last topic again, or the one that the new word turns it into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.model import PreviousTurn, Reading
from knowledge.text import normalise
from knowledge.understand.asking import asks
from knowledge.understand.features import compact
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.understander import Understander
from knowledge.yaml_files import read_yaml

LONGEST = 16
"""Characters of a follow-up at most: whoever writes more says it all."""

SURE = 0.9
"""A reading of its own with this confidence needs no earlier question; a plain follow-up has it."""

_SAME = "same"
_OTHER = "other"
_DATE = "日期"
_DATE_WORDS = re.compile(
    r"(?:明年|来年|今年)?[\d一二三四五六七八九十]{1,3}(?:月份?|号|日|点)(?:[\d一二三四五六七八九十]{1,3}[号日]?)?"
    r"(?:以后|之后|过后|后|以前|之前|前|底|初)?|元旦以?后?|过年以?后?|年后|(?:以|之|过)后"
)


@dataclass(frozen=True)
class FollowUps:
    """`small` words say nothing new; `turns`: a class of the lexicon to (last topic to new topic)."""

    small: frozenset[str]
    turns: Mapping[str, Mapping[str, str]]

    def topic_after(self, last: str, name: str) -> str | None:
        """The topic that a word of class `name` asks for after `last`; None if the class turns nothing."""
        turn = self.turns.get(name)
        if turn is None:
            return None
        topic = turn.get(last, turn[_OTHER])
        return last if topic == _SAME else topic


@cache
def load_follow_ups() -> FollowUps:
    """The words and turns of follow_ups.yaml."""
    data = read_yaml(Path(__file__).parent / "follow_ups.yaml")
    return FollowUps(frozenset(data["small"].split()), data["turns"])


def follow_up(understander: Understander, text: str, previous: PreviousTurn) -> Reading | None:
    """The reading of a short message in the light of the last answer; None where it speaks for itself."""
    words = compact(normalise(text))
    if not previous.topics or not 0 < len(words) <= LONGEST:
        return None
    last = previous.topics[-1]
    lexicon = understander.reader.lexicon
    topics = list(_turned(words, last, lexicon, load_follow_ups()))
    if topics and None not in topics:
        topic = next((found for found in topics if found and found != last), last)
        others = tuple(other for other in (last, *previous.topics) if other != topic)
        return Reading(topic, SURE, tuple(dict.fromkeys(others))[:2])
    own = understander.read(text)
    if own.confidence >= SURE or not (own.topic or asks(words, lexicon)):
        return None
    return replace(understander.read(f"{previous.question}，{text}"), is_question=own.is_question)


def _turned(words: str, last: str, lexicon: Lexicon, follow_ups: FollowUps) -> Iterator[str | None]:
    """The topics that the words lead to; None for each word that has a question of its own."""
    if _DATE_WORDS.search(words):
        yield follow_ups.topic_after(last, _DATE)
    for token in lexicon.tokens(_DATE_WORDS.sub("", words)):
        names = {*token.classes, *(wide for name in token.classes for wide in lexicon.wider.get(name, ()))}
        turned = [topic for name in names if (topic := follow_ups.topic_after(last, name))]
        if turned:
            yield next((topic for topic in turned if topic != last), turned[0])
        elif token.word not in follow_ups.small:
            yield None
