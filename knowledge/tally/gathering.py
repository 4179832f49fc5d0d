"""Folding the judged segments of a message into frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.tally.amendments import Amendments
from knowledge.tally.banking import Banking
from knowledge.tally.bare_figures import bare_unit
from knowledge.tally.frames import Frame, Gathered, Part, PartKind
from knowledge.tally.intents import Judged
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.segments import Segment
from knowledge.tally.sums import is_running_total, is_sum_over_frames
from knowledge.tally.whereabouts import Whereabouts, takes_turns

_PART_OPENERS = frozenset({
    Role.CATEGORY, Role.ORDINARY, Role.REST, Role.CHANNEL, Role.PART, Role.TOTAL, Role.INCLUDED, Role.ADDED,
})  # fmt: skip
_BESIDE_A_DATE = frozenset(
    {Role.DAY, Role.FILLER, Role.DEPOSIT, Role.REPORT, Role.COLON, Role.COLLECT, Role.NOISE}
)
_NAMES_ALL = frozenset({Role.CATEGORY, Role.FILLER, Role.EACH, Role.MAYBE_CORRECT})
_EVERYBODY = frozenset({"是", "都", "都是", "全是", "全都是", "均是", "均为", "全为", "清一色"})
_NO_PART = frozenset({Role.NONE, Role.ZERO, Role.QUESTION, Role.EXCLUDE})


def wanted_part(segment: Segment) -> Part:
    """The part that a segment's words ask for."""
    included = segment.has(Role.INCLUDED) or segment.depth > 0
    added, collected = segment.has(Role.ADDED), segment.has(Role.COLLECT)
    if segment.has(Role.CATEGORY):
        return Part(PartKind.CATEGORY, segment.keys[-1], included, added, collected)
    if segment.has(Role.ORDINARY, Role.REST):
        return Part(PartKind.CATEGORY, None, included, added, collected)
    if segment.has(Role.CHANNEL, Role.PART):
        return Part(PartKind.CHANNEL, None, included, added, collected)
    if segment.has(Role.TOTAL):
        return Part(PartKind.TOTAL, collected=collected)
    return Part(PartKind.PLAIN, None, included, added, collected)


def _is_really_collected(segment: Segment) -> bool:
    """实收 and 净收 overrule what was said before."""
    return segment.text_of(Role.COLLECT).startswith(("实", "净"))


def _is_remainder(segment: Segment, frame: Frame) -> bool:
    """今天收了38人，剩下的587人…: those of the village who did not pay; beside a category it is the others."""
    kinds = {part.kind for part in frame.parts}
    return segment.has(Role.REST) and kinds == {PartKind.PLAIN} and not segment.has(Role.ORDINARY)


def _collides(segment: Segment, part: Part) -> bool:
    return any(part.get(t.unit) not in (None, t.value) for t in segment.figures if t.unit is not Unit.BARE)


@dataclass(slots=True)
class _Standing:
    """What was booked last."""

    frame: Frame | None = None
    frame_sentence: int = -1
    clause: int = -1  # the last clause with figures
    part: Part | None = None
    outer: list[Part | None] = field(default_factory=list)  # parts outside the open brackets
    named_part: tuple[int, Part] | None = None  # (低保) before its figure, and the clause of that


class Gatherer:
    """Reads the segments in order; `result` grows."""

    def __init__(
        self, sender: str | None, sent_on: date, fees: frozenset[Decimal], *, turns: bool = False
    ) -> None:
        self.result = Gathered()
        self._sent_on = sent_on
        self._fees = fees
        self._where = Whereabouts(sender, sent_on, turns=turns)
        self._amendments = Amendments(sent_on)
        self._banking = Banking(sent_on, fees)
        self._at = _Standing()
        self._goes_on = False  # in one clause with figures before it

    def take(self, segment: Segment, *, counts: bool, ends: bool) -> None:
        """One segment; `counts`: its figures are people who paid; `ends`: no figures come behind it."""
        undated = not self._where.is_dated
        self._follow_brackets(segment)
        goes_on = self._goes_on = self._at.frame is not None and segment.clause == self._at.clause
        if segment.figures:
            self._at.clause = segment.clause
        if self._banking.marks_money_before(segment, self._at.part, self._at.frame_sentence):
            return
        self._follow(segment, counts=counts, goes_on=goes_on)
        if counts:
            self._book(segment)
        elif not segment.figures:
            self._await_figures(segment)
            if ends and undated:
                self._date_at_end(segment)

    def _follow_brackets(self, segment: Segment) -> None:
        at = self._at
        while len(at.outer) < segment.depth:
            at.outer.append(at.part)
        while len(at.outer) > segment.depth:
            at.part = at.outer.pop()

    def _follow(self, segment: Segment, *, counts: bool, goes_on: bool) -> None:
        at = self._at
        aside = self._explains_day(segment)
        started = at.frame is not None
        if self._where.follow(segment, counts=counts, started=started, aside=aside, goes_on=goes_on):
            at.part = None
        if segment.villages and self._where.village is not None and len(self._where.village) != 1:
            self.result.warn("ambiguous_village" if self._where.village else "unknown_village")
        self._amendments.follow(segment, counts=counts, frame=at.frame, frame_sentence=at.frame_sentence)

    def _explains_day(self, segment: Segment) -> bool:
        """38人（含昨晚2人）: people of another day who were counted already."""
        frame = self._at.frame
        return (
            segment.has(Role.INCLUDED) and bool(segment.days) and frame is not None and not frame.cumulative
        )

    def _await_figures(self, segment: Segment) -> None:
        """Words without figures may speak of those before them, or of those behind."""
        frame, day = self._at.frame, segment.day
        if frame is not None and day is not None and self._dates_figures_before(segment, frame):
            frame.day = day
        if segment.has(Role.DEPOSIT):
            self._banking.await_money(segment)
        if segment.has(Role.CATEGORY) and not segment.has(*_NO_PART):
            part = wanted_part(segment)
            part.included = segment.has(Role.INCLUDED)
            if self._names_part_before(segment):
                return
            self._at.named_part = (segment.clause + 1, part)

    def _names_part_before(self, segment: Segment) -> bool:
        """半额5人（低保）; 5人，都是低保的; 1个，是孤儿: the name of what was just counted."""
        everybody = segment.tokens[0].text in _EVERYBODY
        outer = self._at.outer[-1] if self._at.outer else None
        named = self._at.part if everybody else outer
        at_once = segment.clause == self._at.clause + 1
        plain = at_once and all(t.role in _NAMES_ALL for t in segment.tokens)
        if not plain or len(segment.keys) != 1 or named is None or named.persons is None or named.key:
            return False
        named.kind, named.key = PartKind.CATEGORY, segment.keys[0]
        return True

    def _date_at_end(self, segment: Segment) -> None:
        """存款9600元，日期11月20日: the day stands behind everything that it dates."""
        frame, day = self._at.frame, segment.day
        plain = all(t.role in _BESIDE_A_DATE for t in segment.tokens)
        if frame is not None and day is not None and plain and len(self.result.frames) == 1:
            frame.day = day if day <= self._sent_on else frame.day

    def _dates_figures_before(self, segment: Segment, frame: Frame) -> bool:
        """38人12160元（昨天的）."""
        solid = [t for t in segment.tokens if t.role is not Role.FILLER or t.text.startswith("的")]
        said = len(solid) == 2 and solid[0].role is Role.DAY and solid[1].text.startswith("的")
        return said and segment.sentence == self._at.frame_sentence and frame.day == self._sent_on

    def _book(self, segment: Segment) -> None:
        at = self._at
        if is_sum_over_frames(segment, self.result.frames, at.frame_sentence) or self._explains_day(segment):
            return
        if not self._where.cumulative and is_running_total(
            segment, at.frame, self._where.village, self._fees
        ):
            self._where.turn_to_total()
            at.part = None
        if self._banking.explains_deposit(segment, at.frame):
            return
        frame = self._frame_for(segment)
        if frame is None:
            return
        if segment.is_zero:
            frame.zero = frame.zero or not segment.has(Role.CATEGORY, Role.CHANNEL)
        elif self._banking.is_about_deposit(segment, at.frame):
            self._book_deposit(segment, frame)
        else:
            self._book_figures(segment, frame)

    def _frame_for(self, segment: Segment) -> Frame | None:
        """The frame of the place where the reading stands; None where the village is not known for sure."""
        at, village = self._at, self._where.village
        if village is None:
            self.result.warn("no_village")
        if village is None or len(village) != 1:
            return None
        frame = self.result.frame(village[0], self._where.day_of(segment), self._where.cumulative)
        if frame.cumulative and segment.has(Role.DEPOSIT) and not segment.has(Role.CUMULATIVE):
            frame = self.result.day_frame_beside(frame)  # 今天38人，累计1241人，存了12160
        if frame is not at.frame:
            at.part = None
        at.frame, at.frame_sentence = frame, segment.sentence
        self._amendments.mark(frame, self._where.day)
        self._where.booked()
        return frame

    def _book_deposit(self, segment: Segment, frame: Frame) -> None:
        if self._banking.is_collected_too(segment, self._at.part):
            self._book_figures(segment, frame)
            self._banking.marks_money_before(segment, self._at.part, self._at.frame_sentence)
        else:
            self._banking.book(segment, frame)
            self._at.part = None

    def _book_figures(self, segment: Segment, frame: Frame) -> None:
        if _is_remainder(segment, frame):
            return
        part = self._part_for(segment, frame)
        for position, figure in enumerate(segment.figures):
            unit = self._unit_of(figure, segment.figures[position + 1 :], part, frame)
            if part.get(unit) not in (None, figure.value) and not _is_really_collected(segment):
                part = frame.part(Part(PartKind.PLAIN, None, part.included, True, part.collected))
            part.put(unit, figure.value)
        self._at.part = part

    def _unit_of(self, figure: Token, behind: Sequence[Token], part: Part, frame: Frame) -> Unit:
        if figure.unit is not Unit.BARE:
            return figure.unit
        more = sum(1 for token in behind if token.unit is Unit.BARE)
        return bare_unit(figure.value, part, frame, more, self._fees)

    def _was_headed(self, part: Part) -> bool:
        """昨天低保少登了1个，应该是15人，其中低保3人: named again, the heading was not of the 15."""
        return self._at.named_part is not None and self._at.named_part[1] is part and part.key is not None

    def _part_for(self, segment: Segment, frame: Frame) -> Part:
        """The current part where the segment goes on with it, else a new one."""
        at, current, wanted = self._at, self._at.part, wanted_part(segment)
        if current is not None and current.included and current.key and wanted.key and self._goes_on:
            wanted.included, wanted.added = True, False  # 里面有六个吃低保的还有一个五保户
        opens = segment.has(*_PART_OPENERS) or segment.depth > len(at.outer)
        total = next((p for p in reversed(frame.parts) if p.kind is PartKind.TOTAL), None)
        if at.named_part is not None and at.named_part[0] == segment.clause and not opens:
            return frame.part(at.named_part[1])
        if total is not None and _is_really_collected(segment):
            return total
        if current is not None and current.key == wanted.key and self._was_headed(current):
            current.kind, current.key = PartKind.PLAIN, None
        if current is None or opens:
            return frame.part(wanted)
        if _is_really_collected(segment) or not _collides(segment, current):
            return current
        if wanted.collected and not current.collected:
            frame.parts.remove(current)  # 来了40人，收了38人
        return frame.part(wanted)


def gather(judged: Sequence[Judged], sender: str | None, sent_on: date, fees: frozenset[Decimal]) -> Gathered:
    """The frames of a message whose segments have been judged."""
    turns = takes_turns([verdict.segment for verdict in judged])
    gatherer = Gatherer(sender, sent_on, fees, turns=turns)
    last = max((i for i, v in enumerate(judged) if v.segment.figures or v.segment.is_zero), default=-1)
    for position, verdict in enumerate(judged):
        gatherer.take(verdict.segment, counts=verdict.counts, ends=position > last)
    return gatherer.result
