"""Questions that the bot could not answer: grouped for those who rule on them, and the rulings applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.model import Gap, Ruling
from knowledge.privacy import without_personal_numbers
from knowledge.text import normalise
from knowledge.understand.features import compact

# how alike two questions are (0 to 100) to be shown together, and to share a ruling
_GROUPED = 62
_SAME_QUESTION = 84

_NAMED = re.compile(
    r"((?:我|他|她|名字|姓名)[是叫为:：]{1,2}|叫做?|姓名)[\u4e00-\u9fff]{2,3}(?=[,，。.!！?？\s]|$|的|是)"
)


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions that are much the same, the most frequent first."""

    gaps: tuple[Gap, ...]

    @property
    def times(self) -> int:
        """How often they were asked together."""
        return sum(gap.times for gap in self.gaps)

    @property
    def title(self) -> str:
        """The question that stands for the group."""
        return self.gaps[0].text


def keepable(text: str) -> str:
    """A question as it may be kept: no personal numbers, no names that somebody gives as theirs."""
    return _NAMED.sub(r"\1＊", without_personal_numbers(text))


def compared(text: str) -> str:
    """How a question is compared: normalised, without blanks and punctuation."""
    return compact(normalise(text))[:200]


def grouped(gaps: Iterable[Gap]) -> list[GapGroup]:
    """The questions in groups, what was asked most often first."""
    groups: list[list[Gap]] = []
    for gap in sorted(gaps, key=lambda gap: (-gap.times, gap.id)):
        near = next((g for g in groups if fuzz.ratio(g[0].words, gap.words) >= _GROUPED), None)
        if near is None:
            groups.append([gap])
        else:
            near.append(gap)
    return sorted((GapGroup(tuple(group)) for group in groups), key=lambda group: -group.times)


def find_ruling(text: str, rulings: Sequence[Ruling]) -> Ruling | None:
    """The township's ruling on a question, None where it has not ruled on one like it."""
    found = process.extractOne(
        compared(text), [ruling.words for ruling in rulings], scorer=fuzz.ratio, score_cutoff=_SAME_QUESTION
    )
    return rulings[found[2]] if found else None
