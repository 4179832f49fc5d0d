"""The stale policy guard: last year's figures are never presented as this year's."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from knowledge.pack import Pack
from knowledge.rules.person import Remark, months_later


class Freshness(StrEnum):
    """How a day lies to the time that a pack speaks about."""

    BEFORE = "before"  # its collection has not begun
    FRESH = "fresh"
    NEXT_SEASON = "next_season"  # its year still runs, but people now pay for the next one
    OVER = "over"


def freshness(pack: Pack, on: date) -> Freshness:
    """Whether the pack's figures are those that people need on a day."""
    if on < pack.dates.covers_from:
        return Freshness.BEFORE
    if on > pack.dates.covers_until:
        return Freshness.OVER
    if on >= months_later(pack.main_window.from_, 12):
        return Freshness.NEXT_SEASON
    return Freshness.FRESH


def guard(pack: Pack, on: date) -> Remark | None:
    """What to say before any answer on a day that the pack does not fit, None where it does."""
    state = freshness(pack, on)
    if state is Freshness.FRESH:
        return None
    return Remark(
        f"guard.{state}",
        {"year": pack.year, "next_year": pack.year + 1, "window_start": pack.main_window.from_},
    )
