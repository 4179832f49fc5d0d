"""Following a message: of which village and which day it speaks, and whether of the running total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.tally.roles import Role, Token
from knowledge.tally.segments import Segment

# 我, 这边 may be said by somebody who reports for another village.
_WEAK_OWN = frozenset(
    {"我", "我们", "咱们", "俺", "俺们", "这里", "这边", "我这", "我这边", "我这里", "村里", "村上"}
)
_OTHERS = ("他们", "她们")
_LOOKS_BACK = frozenset({Role.COMPARE, Role.EXCLUDE, Role.DELTA, Role.OLD})


def _described(segment: Segment, token: Token) -> bool:
    """Whether 的 stands right behind: 前天的4800元, 昨日款8960元."""
    following = next((t for t in segment.tokens if t.start >= token.end), None)
    return following is not None and following.text.startswith(("的", "款"))


def _says_others(segment: Segment) -> bool:
    return any(token.text in _OTHERS for token in segment.before_figures())


def takes_turns(segments: Sequence[Segment]) -> bool:
    """替三合也报一下，我们10人，他们6人: figures of one's own village beside those of another."""
    counting = [segment for segment in segments if segment.figures]
    own = any(segment.has(Role.OWN) for segment in counting)
    return own and any(_says_others(s) or _ends_at_village(s) for s in counting)


def _ends_at_village(segment: Segment) -> bool:
    """三合6人, 我代报：三合6人: the figures are the village's."""
    places = [t for t in segment.before_figures() if t.role in (Role.VILLAGE, Role.OWN)]
    return bool(places) and places[-1].role is Role.VILLAGE


class Whereabouts:
    """Where the reading stands. `village` holds several names where they are ambiguous, None where none is known.

    `turns`: the clerk reports for another village besides the own one.
    """

    def __init__(self, sender: str | None, sent_on: date, *, turns: bool = False) -> None:
        self.village: tuple[str, ...] | None = (sender,) if sender else None
        self.day = sent_on
        self.cumulative = False
        self._sender = sender
        self._sent_on = sent_on
        self._turns = turns
        self._other: tuple[str, ...] | None = None  # the village that 他们 means
        self._named_in = -1  # the sentence of the last village
        self._dated_in = -1  # the sentence of the last day
        self._day_heads = True  # the day was said before the villages and holds for all of them
        self._looks_back: tuple[int, date] | None = None  # 昨天少算了3人，共55人
        self._total_waits = False  # 截至目前， before its figure
        self._total_heads = -1  # the sentence in which 累计 stands before the villages
        self._heading: int | None = None  # the sentence that is nothing but such a heading
        self._heads_all = False  # 累计缴费人数 on a line of its own, then the villages

    def follow(self, segment: Segment, *, counts: bool, started: bool, aside: bool, goes_on: bool) -> bool:
        """Takes in the places of a segment; True where the reading moves on to other figures.

        `counts`: its figures are booked; `started`: something was booked before; `aside`: its day only explains
        (含昨晚2人); `goes_on`: it stands in one clause with figures before it.
        """
        moved = self._follow_village(segment, goes_on=goes_on)
        if segment.day is not None:
            moved |= self._follow_day(
                segment, dated=(counts or not segment.figures) and not aside, started=started
            )
        if segment.has(Role.CUMULATIVE):
            self._heading = None if started or segment.figures or segment.villages else segment.sentence
            moved |= self._follow_total(segment)
        return moved

    @property
    def is_dated(self) -> bool:
        """Whether a day was said for the figures."""
        return self._dated_in >= 0

    def turn_to_total(self) -> None:
        """From here on the figures are the running total's."""
        self.cumulative = True

    def day_of(self, segment: Segment) -> date:
        """The day of a segment's figures; one that the sentence only looks back to counts where no other is said."""
        if self._looks_back is None or segment.days or self._dated_in == segment.sentence:
            return self.day
        sentence, day = self._looks_back
        return day if sentence == segment.sentence else self.day

    def booked(self) -> None:
        """A figure was booked: what was announced before it is used up."""
        self._total_waits = False

    def _follow_village(self, segment: Segment, *, goes_on: bool) -> bool:
        if segment.villages and not self._is_origin(segment, goes_on=goes_on):
            self.village = self._other = segment.villages[-1].names
            if self._turns_back_at_once(segment):
                self.village = (self._sender,) if self._sender else None
            keeps_day = self._day_heads or segment.sentence == self._dated_in or bool(segment.days)
            self.day = self.day if keeps_day else self._sent_on
            self._named_in = segment.sentence
            if self._heading is not None and self._total_waits:
                self._heads_all = segment.sentence > self._heading
            self._end_total(
                keep=self._total_waits or self._heads_all or self._total_heads == segment.sentence
            )
            return True
        if segment.has(Role.OWN) and self._returns_to_own(segment):
            self.village = (self._sender,) if self._sender else None
            self._end_total(keep=self._total_waits)
            return True
        if self._turns and self._other is not None and _says_others(segment):
            self.village = self._other
            self._end_total(keep=self._total_waits)
            return True
        return False

    def _turns_back_at_once(self, segment: Segment) -> bool:
        """顺便报下三合的：我村10人: the village is named as the one to come."""
        own = next(
            (t for t in segment.tokens if t.role is Role.OWN and t.start > segment.villages[-1].end), None
        )
        if not self._turns or own is None or self._sender is None:
            return False
        between = (t for t in segment.tokens if segment.villages[-1].end <= t.start < own.start)
        return any(t.role in (Role.COLON, Role.REPORT) for t in between)

    def _is_origin(self, segment: Segment, *, goes_on: bool) -> bool:
        """里有2人是太塘的: where the people come from, not who reports."""
        return goes_on and not segment.figures and _described(segment, segment.villages[-1])

    def _returns_to_own(self, segment: Segment) -> bool:
        if self._sender is None or segment.has(Role.TARGET) or self.village == (self._sender,):
            return False
        return self._turns or self._named_in < 0 or segment.text_of(Role.OWN) not in _WEAK_OWN

    def _follow_day(self, segment: Segment, *, dated: bool, started: bool) -> bool:
        day = segment.day
        assert day is not None
        described = segment.has(Role.DEPOSIT) and _described(segment, segment.days[-1])  # 存了前天的4800元
        if not dated or described:
            if segment.has(*_LOOKS_BACK) and day <= self._sent_on:
                self._looks_back = (segment.sentence, day)
            return False
        moved = day != self.day or self.cumulative
        self.day, self._dated_in, self.cumulative = day, segment.sentence, False
        if segment.villages:
            self._day_heads = segment.days[0].start < segment.villages[0].start
        else:
            self._day_heads = not started
        return moved

    def _follow_total(self, segment: Segment) -> bool:
        moved = not self.cumulative
        self.cumulative = True
        self._total_waits = not segment.figures
        total = next(t for t in segment.tokens if t.role is Role.CUMULATIVE)
        before_village = bool(segment.villages) and segment.villages[-1].start > total.start
        if self._named_in != segment.sentence or before_village:
            self._total_heads = segment.sentence  # 累计：花桥1241，太塘702
        return moved

    def _end_total(self, *, keep: bool) -> None:
        self.cumulative = self.cumulative and keep
