"""Figures of cases: how many, how fast, how many late, how satisfied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TypeVar

from knowledge.cases.states import CaseState
from knowledge.cases.timing import is_overdue

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What figures need of a case; `rating` is 1 (satisfied) to 3 (not)."""

    kind: str
    area_id: str | None
    state: CaseState
    opened_on: date
    due_on: date
    closed_on: date | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a group of cases: `median_days` from opening to closing, None where none was closed."""

    count: int
    open: int
    overdue: int
    median_days: float | None
    rated: int
    satisfied: int


def figures_of(cases: Iterable[CaseFacts], today: date) -> Figures:
    """The figures of some cases; withdrawn ones count, but not for the days."""
    listed = list(cases)
    days = [
        (case.closed_on - case.opened_on).days
        for case in listed
        if case.closed_on is not None and case.state is not CaseState.WITHDRAWN
    ]
    rated = [case.rating for case in listed if case.rating is not None]
    return Figures(
        len(listed),
        sum(not case.state.is_closed for case in listed),
        sum(is_overdue(case.state, case.due_on, today) for case in listed),
        median(days) if days else None,
        len(rated),
        sum(rating == 1 for rating in rated),
    )


def figures_by(
    cases: Iterable[CaseFacts], key: Callable[[CaseFacts], Key], today: date
) -> dict[Key, Figures]:
    """The figures of each group."""
    groups: dict[Key, list[CaseFacts]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(case)
    return {name: figures_of(group, today) for name, group in groups.items()}
