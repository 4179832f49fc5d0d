"""On which days reminders go out, when nobody is disturbed, and how careful a broadcast is: the township's choice."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.reminding.quiet import QuietHours


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` before a deadline (its last day always counts), `late_days` after it, at most one in `gap_days` days."""

    days: tuple[int, ...] = (30, 14, 7, 3, 1)
    late_days: tuple[int, ...] = (3, 14, 30)
    gap_days: int = 3
    quiet: QuietHours = field(default_factory=QuietHours)


@dataclass(frozen=True, slots=True)
class Caution:
    """Above so many groups or people a second colleague confirms; so many messages go out before the first look."""

    groups: int = 1
    people: int = 50
    first_look: int = 20
