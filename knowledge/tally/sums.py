"""Totals: of what was just said, of several villages or days (nobody's figure), or since the first day."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.tally.bare_figures import is_round_money
from knowledge.tally.frames import Frame, PartKind
from knowledge.tally.roles import Role, Unit
from knowledge.tally.segments import Segment

# These sum up what was just said; 总共, 一共 and 加起来 may go back to the first day.
_OF_WHAT_WAS_SAID = frozenset({
    "共", "计", "合", "合计", "共计", "小计", "=", "共有", "合共", "全天", "全日", "一天下来",
})  # fmt: skip
_MONEY_TIMES_THE_PEOPLE = 100
_PEOPLE_AT_MOST = 10_000


def is_sum_over_frames(segment: Segment, frames: Sequence[Frame], frame_sentence: int) -> bool:
    """合计 over several villages or days is nobody's figure."""
    days = [frame for frame in frames if not frame.cumulative]
    if not segment.has(Role.TOTAL) or len(days) < 2 or segment.villages:
        return False
    people = (t.value for t in segment.figures if t.unit in (Unit.PERSONS, Unit.BARE))
    persons = next(people, None)
    if persons is None or persons == sum(frame.persons for frame in days):
        return True
    return len({frame.village for frame in days}) > 1 and segment.sentence != frame_sentence


def is_running_total(
    segment: Segment, frame: Frame | None, village: tuple[str, ...] | None, fees: frozenset[Decimal]
) -> bool:
    """今天38人，总共1241人: a total far beyond the day's own figures."""
    word = segment.text_of(Role.TOTAL)
    if (
        not word
        or word in _OF_WHAT_WAS_SAID
        or segment.has(Role.DEPOSIT)
        or segment.days
        or not segment.figures
    ):
        return False
    if frame is None or (frame.village,) != village:
        return False
    if not any(part.persons for part in frame.parts if part.kind is PartKind.PLAIN):
        return False
    first, counted = segment.figures[0], frame.persons_so_far
    if first.unit is Unit.BARE:
        money = is_round_money(first.value, fees) and first.value >= _MONEY_TIMES_THE_PEOPLE * counted
        return counted < first.value < _PEOPLE_AT_MOST and not money
    return first.unit is Unit.PERSONS and first.value > counted
