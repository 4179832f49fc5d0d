"""The held-out sets of tests/data, and what a reader of messages gets right on them.

Written by a hand that wrote none of the wordings; never used to tune. `accept` lists the topics that a fair
reader may choose, best first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "tests" / "data"

Ranked = Sequence[str | None]
"""The topics that a reader offers, best first: up to three; a leading None means that it would not answer."""

Reader = Callable[[str], Ranked]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a set: questions, chatter, pairs, followups."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


@dataclass
class Tally:
    """Hits out of tries, altogether and by group."""

    hits: Counter[str] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)

    def count(self, group: str, hit: bool) -> None:
        self.tries[group] += 1
        self.hits[group] += hit

    @property
    def share(self) -> float:
        """Hits by tries, 0–1."""
        return self.hits.total() / max(1, self.tries.total())

    def by_group(self) -> dict[str, str]:
        return {group: f"{self.hits[group]}/{tries}" for group, tries in sorted(self.tries.items())}


@dataclass
class Result:
    """How a reader did on questions."""

    first: Tally = field(default_factory=Tally)
    within_three: Tally = field(default_factory=Tally)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_questions(reader: Reader) -> Result:
    """Top-1 and within-three by style, and which topic was taken for which."""
    result = Result()
    for row in rows("questions"):
        ranked = reader(row["q"])
        right = bool(ranked) and ranked[0] in row["accept"]
        result.first.count(row["style"], right)
        result.within_three.count(row["style"], any(topic in row["accept"] for topic in ranked[:3]))
        if not right:
            result.confused[row["accept"][0], str(ranked[0] if ranked else None)] += 1
    return result


def false_answers(answers: Callable[[str], bool]) -> Tally:
    """The chatter that would be answered, by kind."""
    tally = Tally()
    for row in rows("chatter"):
        tally.count(row["kind"], answers(row["m"]))
    return tally


def answered_rightly(answer: Callable[[str], str | None]) -> Tally:
    """The questions that are answered rightly when said in a group to nobody, by style."""
    tally = Tally()
    for row in rows("questions"):
        tally.count(row["style"], answer(row["q"]) in row["accept"])
    return tally
