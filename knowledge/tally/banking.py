"""Money taken to the bank: a deposit of its own, money of which it is said (12160元已存), or what explains one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.tally.banking_words import AFTERWARDS
from knowledge.tally.frames import Frame, Part
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.segments import Segment

_OTHER_MATTER = frozenset({
    Role.VILLAGE, Role.DAY, Role.CUMULATIVE, Role.TOTAL, Role.CATEGORY, Role.CHANNEL, Role.ADDED,
})  # fmt: skip
_NEVER = -9


def _money(segment: Segment) -> list[Token]:
    return [token for token in segment.figures if token.unit in (Unit.YUAN, Unit.BARE)]


class Banking:
    """Follows what a message says of deposits."""

    def __init__(self, sent_on: date, fees: frozenset[Decimal]) -> None:
        self._sent_on = sent_on
        self._fees = fees
        self._explained_in = _NEVER  # the clause that tells where the money came from
        self._awaiting = _NEVER  # the sentence in which 存了 was said and money may follow

    def await_money(self, segment: Segment) -> None:
        """存进去了，6400: the money comes behind."""
        self._awaiting = segment.sentence

    def marks_money_before(self, segment: Segment, part: Part | None, frame_sentence: int) -> bool:
        """昨天收的30人9600元今天存了: no money of its own, and its day changes nothing."""
        to_come = segment.day is not None and segment.day > self._sent_on
        if not segment.has(Role.DEPOSIT) or to_come or part is None or segment.sentence > frame_sentence + 1:
            return False
        if segment.figures and part.amount is None:
            return False
        part.deposited = True
        self._awaiting = segment.sentence
        return not segment.figures

    def is_about_deposit(self, segment: Segment, frame: Frame | None) -> bool:
        """Whether the money of a segment was taken to the bank."""
        return bool(_money(segment)) and (segment.has(Role.DEPOSIT) or self._goes_on(segment, frame))

    def explains_deposit(self, segment: Segment, frame: Frame | None) -> bool:
        """今天存9600，含昨天的4800: where the money came from."""
        among = segment.has(Role.INCLUDED) or segment.depth > 0 or segment.clause == self._explained_in
        explains = among and self._goes_on(segment, frame)
        if explains:
            self._explained_in = segment.clause
        return explains

    def is_collected_too(self, segment: Segment, part: Part | None) -> bool:
        """今天收的6080已存; 24人，7680元已存: the money is the day's, and was taken to the bank."""
        if self._fits_people_before(segment, part):
            return True
        people = any(t.unit is Unit.PERSONS for t in segment.figures)
        if segment.text_of(Role.COLLECT).endswith("的") and not people and not segment.days:
            return False  # 把前几天收的5440存进去了
        counted = segment.has(Role.COLLECT) or people
        return counted and Role.DEPOSIT not in {token.role for token in segment.before_figures()}

    def book(self, segment: Segment, frame: Frame) -> None:
        """Books the money of a segment as deposited; 共存 is the whole of several."""
        money = _money(segment)
        if segment.has(Role.TOTAL) or segment.text_of(Role.DEPOSIT).startswith(("共", "一共", "合计")):
            frame.deposit_total = money[-1].value
        else:
            frame.deposits.extend(token.value for token in money)
        if not frame.parts:
            self._awaiting = segment.sentence

    def _goes_on(self, segment: Segment, frame: Frame | None) -> bool:
        """昨天的钱今天存了，共18240元."""
        if segment.sentence - self._awaiting not in (0, 1) or segment.has(Role.COLLECT, Role.CUMULATIVE):
            return False
        if frame is not None and frame.parts:
            unpaid = all(part.amount is None for part in frame.parts)
            if unpaid or segment.has(*_OTHER_MATTER):
                return False
        return len(_money(segment)) == len(segment.figures)

    def _fits_people_before(self, segment: Segment, part: Part | None) -> bool:
        said_behind = any(t.role is Role.DEPOSIT and t.key == AFTERWARDS for t in segment.tokens)
        if not said_behind or part is None or part.persons is None or part.amount is not None:
            return False
        return any(fee * part.persons == _money(segment)[0].value for fee in self._fees if fee)
