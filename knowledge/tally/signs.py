"""What a message as a whole shows: money that fits people, questions, lists that count no payments."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.segments import Segment

# Said of a group of figures, these mean that it counts something else than payments.
OTHER_MATTER = frozenset({
    Role.TARGET, Role.SHORTFALL, Role.FORECAST, Role.WISH, Role.COMPARE, Role.EXCLUDE, Role.PER, Role.PERSONAL,
    Role.TOWNSHIP, Role.PERIOD, Role.QUESTION, Role.QUESTION_MARK, Role.UNDEPOSITED, Role.LATER,
})  # fmt: skip
_DISTURBING = (OTHER_MATTER - {Role.UNDEPOSITED}) | {Role.REFUND, Role.FEE}
PAYING = frozenset({Role.COLLECT, Role.INSURANCE, Role.DONE})
_REPORTING = PAYING | {Role.VILLAGE, Role.DAY, Role.REPORT, Role.DEPOSIT}
_MAKES_LIST_A_TALLY = frozenset({
    Role.COLLECT, Role.DAY, Role.INSURANCE, Role.TOTAL, Role.ORDINARY, Role.REST, Role.PER, Role.INCLUDED, Role.CHANNEL,
    Role.CORRECT, Role.OLD, Role.CUMULATIVE,
})  # fmt: skip
_MAKES_PRICES_A_TALLY = PAYING | {Role.VILLAGE, Role.DAY, Role.CATEGORY, Role.CHANNEL, Role.TOTAL}
_FRESH = frozenset({Role.VILLAGE, Role.DAY, Role.COLLECT, Role.CUMULATIVE, Role.DEPOSIT, Role.CORRECT})
_GROUPS = ("个组", "个村民小组", "个小组")
_LARGEST_FAMILY = 9


@dataclass(frozen=True, slots=True)
class Signs:
    """What holds for the message as a whole; sentences are numbers of `Segment.sentence`."""

    fees: frozenset[Decimal]
    sent_on: date
    fitting: frozenset[Segment]  # groups whose money fits their people: hardly anything but a tally
    asking: frozenset[int]  # sentences that ask something other than whether the report arrived
    personal: frozenset[int]  # sentences that speak of somebody's own family
    supposing: tuple[tuple[int, int], ...]  # (sentence, clause) from which on somebody supposes
    unpaid: frozenset[int]  # sentences that end with all of them not having paid
    shows_payment: bool
    no_figures: bool  # an example, or a list of who there is or what it costs
    strange: int  # characters that no list explains

    def is_supposed(self, segment: Segment) -> bool:
        """如果今天能收50人: from the word on, to the end of the sentence."""
        return any(s == segment.sentence and clause <= segment.clause for s, clause in self.supposing)


def strange_characters(tokens: Sequence[Token]) -> int:
    """Characters that no list explains."""
    return sum(len(token.text) for token in tokens if token.role is Role.UNKNOWN)


def figure_of(segment: Segment, *units: Unit) -> Decimal | None:
    """The first figure of the first of these units that the segment has, zero as none."""
    values = (t.value for unit in units for t in segment.figures if t.unit is unit and t.value)
    return next(values, None)


def has_money(segment: Segment) -> bool:
    """Whether a figure is, or may be, money."""
    return any(figure.unit in (Unit.YUAN, Unit.BARE) for figure in segment.figures)


def _fit(persons: Decimal | None, amount: Decimal | None, fees: frozenset[Decimal]) -> bool:
    if persons is None or amount is None:
        return False
    return any(fee > 0 and persons * fee == amount for fee in fees)


def _money_of(segment: Segment) -> Decimal | None:
    return figure_of(segment, Unit.YUAN, Unit.BARE)


def _fitting_pairs(counting: Sequence[Segment], fees: frozenset[Decimal]) -> Iterator[Segment]:
    """12人，3840元: people in one group, their money in the next."""
    for first, second in pairwise(counting):
        if first.has(Role.UNDEPOSITED) and not (first.roles & _DISTURBING or second.roles & _DISTURBING):
            if _fit(figure_of(second, Unit.PERSONS), _money_of(first), fees):  # 今天的3200没存，10人
                yield from (first, second)
            continue
        disturbed = any(s.has(Role.REFUND, Role.FEE, *OTHER_MATTER) for s in (first, second))
        apart = first.sentence != second.sentence or has_money(first)
        if disturbed or apart or figure_of(second, Unit.PERSONS) is not None:
            continue
        if _fit(figure_of(first, Unit.PERSONS), _money_of(second), fees):
            yield from (first, second)


def _fitting(counting: Sequence[Segment], fees: frozenset[Decimal]) -> frozenset[Segment]:
    alone = {s for s in counting if _fit(figure_of(s, Unit.PERSONS), _money_of(s), fees)}
    return frozenset(alone.union(_fitting_pairs(counting, fees)))


def _lists_people(counting: Sequence[Segment], roles: frozenset[Role]) -> bool:
    """低保62户118人，五保9人: who there is, not who paid."""
    if roles & _MAKES_LIST_A_TALLY or any(has_money(segment) for segment in counting):
        return False
    return bool(counting) and all(segment.has(Role.CATEGORY) or _says_where(segment) for segment in counting)


def _says_where(segment: Segment) -> bool:
    """外出务工812人，在家1584人: where people are."""
    return segment.text_of(Role.PART).startswith(("在", "外"))


def _lists_prices(counting: Sequence[Segment], roles: frozenset[Role], fitting: frozenset[Segment]) -> bool:
    """4口人1280，5口人1600: what families of several sizes pay."""
    if len(counting) < 2 or roles & _MAKES_PRICES_A_TALLY or not fitting.issuperset(counting):
        return False
    sizes = [figure_of(segment, Unit.PERSONS) or Decimal(0) for segment in counting]
    return min(sizes) > 0 and max(sizes) <= _LARGEST_FAMILY and len(set(sizes)) == len(sizes)


def _describes_village(tokens: Sequence[Token]) -> bool:
    """花桥村共12个组，586户，2396人: the village itself."""
    groups = any(t.role is Role.FIGURE and t.text.endswith(_GROUPS) for t in tokens)
    return groups and not any(t.role in PAYING | {Role.DAY} or t.unit is Unit.YUAN for t in tokens)


def _asking_sentences(segments: Sequence[Segment], fitting: frozenset[Segment]) -> frozenset[int]:
    """今天18人，5760元，请问外地交了算不算: what is asked behind a plain report is another matter."""
    asking: dict[int, int] = {}  # the first clause that asks
    for s in segments:
        if s.has(Role.QUESTION) or (s.has(Role.QUESTION_MARK) and not s.has(Role.ACK)):
            asking.setdefault(s.sentence, s.clause)
    asking |= {s.sentence: s.clause for s in segments if _goes_on_asking(s, segments, asking)}
    reported = {
        s.sentence
        for s in segments
        if s.clause < asking.get(s.sentence, -1) and (_is_whole_report(s) or (s in fitting and _is_report(s)))
    }
    late = {s.sentence for s in segments if s.figures and s.clause >= asking.get(s.sentence, s.clause + 1)}
    return frozenset(asking) - (reported - late)


def _is_report(segment: Segment) -> bool:
    """今天18人, 收了18人; 我交了4个人 is somebody's own family."""
    return segment.has(Role.VILLAGE, Role.DAY) or segment.text_of(Role.COLLECT).startswith("收")


def _is_whole_report(segment: Segment) -> bool:
    """花桥今天交了33个: who, when and how many."""
    return bool(segment.figures) and segment.roles >= {Role.VILLAGE, Role.DAY, Role.COLLECT}


def _goes_on_asking(segment: Segment, segments: Sequence[Segment], asking: Container[int]) -> bool:
    """人数是不是2396？我数的是2391: a figure that belongs to the question before it."""
    before = segment.sentence - 1
    if (
        not segment.figures
        or before not in asking
        or not any(s.figures for s in segments if s.sentence == before)
    ):
        return False
    return not any(s.has(*_FRESH) for s in segments if s.sentence == segment.sentence)


def _unpaid_sentences(segments: Sequence[Segment]) -> frozenset[int]:
    """走访12户38人，都没交."""
    return frozenset(
        s.sentence
        for s in segments
        if not s.figures and s.has(Role.EACH) and s.has(Role.SHORTFALL, Role.WISH) and not s.has(Role.REST)
    )


def signs_of(segments: Sequence[Segment], fees: frozenset[Decimal], sent_on: date) -> Signs:
    """The signs of a message cut into segments."""
    tokens = [token for segment in segments for token in segment.tokens]
    roles = frozenset(token.role for token in tokens)
    counting = [segment for segment in segments if segment.figures]
    fitting = _fitting(counting, fees)
    lists = _lists_people(counting, roles) or _lists_prices(counting, roles, fitting)
    return Signs(
        fees=fees,
        sent_on=sent_on,
        fitting=fitting,
        asking=_asking_sentences(segments, fitting),
        personal=frozenset(s.sentence for s in segments if s.has(Role.PERSONAL)),
        unpaid=_unpaid_sentences(segments),
        supposing=tuple((s.sentence, s.clause) for s in segments if s.has(Role.HYPOTHETICAL)),
        shows_payment=bool(fitting) or bool(roles & _REPORTING),
        no_figures=lists or Role.EXAMPLE in roles or _describes_village(tokens),
        strange=strange_characters(tokens),
    )
