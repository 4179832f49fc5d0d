"""Is this a tally at all? Which groups of figures are people who paid, and which are anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.segments import Segment
from knowledge.tally.signs import (
    OTHER_MATTER,
    PAYING,
    Signs,
    has_money,
    signs_of,
    strange_characters,
)
from knowledge.tally.topics import Topic, carried_over, topic_after, topic_at_figures

_HEADING = frozenset({
    Role.VILLAGE, Role.DAY, Role.OWN, Role.CUMULATIVE, Role.TOTAL, Role.CATEGORY, Role.ORDINARY, Role.REST,
    Role.CHANNEL, Role.PART, Role.CORRECT, Role.WRONG, Role.OLD, Role.CAME, Role.INCLUDED, Role.ADDED,
    Role.LABEL_PERSONS, Role.LABEL_YUAN, Role.LABEL_HOUSEHOLDS,
})  # fmt: skip
_OF_ONE_VILLAGE = frozenset({
    Role.VILLAGE, Role.FIGURE, Role.FILLER, Role.COLON, Role.MAYBE_CORRECT, Role.ADDED, Role.UNKNOWN, Role.SHORTFALL,
})  # fmt: skip
_PLACES_A_PRICE = frozenset({
    Role.DAY, Role.VILLAGE, Role.COLLECT, Role.TOTAL, Role.CATEGORY, Role.REPORT,
})  # fmt: skip
_PLACES_MONEY = frozenset({Role.DAY, Role.VILLAGE, Role.DEPOSIT, Role.REPORT})
_BEFORE = ("上次", "上回", "以前")
_SET_OR_MISSING = frozenset({Role.SHORTFALL, Role.TARGET})
_PAPERS = ("票据", "发票", "收据", "收条", "存根")
_STRANGE_ALLOWED = 3  # characters that no list explains, in a group of which a heading says what it is


@dataclass(frozen=True, slots=True)
class Judged:
    """A segment and whether its figures are people who paid."""

    segment: Segment
    counts: bool


def _is_negative(segment: Segment) -> bool:
    return any(figure.value < 0 for figure in segment.figures)


def _says_other_matter(segment: Segment, signs: Signs) -> bool:
    """任务, 还差, 预计 …; 未存 is said of money, not of the people who paid it."""
    roles = segment.roles & OTHER_MATTER
    if segment.has(Role.ACK):
        roles -= {Role.QUESTION_MARK}
    if segment in signs.fitting or any(figure.unit is Unit.PERSONS for figure in segment.figures):
        roles -= {Role.UNDEPOSITED}
    if segment.has(Role.DEPOSIT) and not segment.text_of(Role.PERIOD).startswith(_BEFORE):
        roles -= {Role.PERIOD}
    if segment.text_of(Role.PERSONAL) == "一家" and segment.roles >= {Role.COLLECT, Role.DAY}:
        roles -= {Role.PERSONAL}  # 今天有个大户一家9口交了2880
    return bool(roles)


def _is_to_come(segment: Segment, signs: Signs) -> bool:
    """后天30个: a plan, unless the clerk says that it was paid (明天收了20人), reports it or writes the day out."""
    day = segment.days[-1] if segment.days else None
    if day is None or day.day is None or day.day <= signs.sent_on or any(c.isdigit() for c in day.text):
        return False
    if segment in signs.fitting and segment.has(Role.REPORT):
        return False  # 明天的先报起 15个人4800元
    return not any(t.role is Role.COLLECT and t.text.endswith(("了", "到")) for t in segment.tokens)


def _is_price(segment: Segment, signs: Signs) -> bool:
    """低保户交160元, 一个人320, 交320能报多少: one head's fee, nobody counted."""
    people = [t for t in segment.figures if t.unit in (Unit.PERSONS, Unit.HOUSEHOLDS)]
    if people:
        single = people[0].text.startswith(("一个", "一人")) and people[0].value == 1
        return single and segment in signs.fitting and not segment.has(*_PLACES_A_PRICE)
    amounts = [t.value for t in segment.figures]
    if not amounts or 0 in amounts or not signs.fees.issuperset(amounts):
        return False
    paid = segment.has(Role.COLLECT) and not segment.has(*_PLACES_MONEY)
    return paid or segment.has(Role.CATEGORY, Role.ORDINARY)


def _counts_things(segment: Segment) -> bool:
    """收到38人的资料, 28人的票据已开: the figure belongs to what follows it."""
    behind = segment.after_figures()
    if len(behind) > 1 and behind[0].text == "的" and behind[1].text in _PAPERS:
        return True
    named = bool(behind) and behind[0].role is Role.ACTIVITY and behind[0].start == segment.figures[-1].end
    if named and segment.figures[-1].text.endswith("个") and segment.text_of(Role.COLLECT) == "收到":
        return True  # 收到28个投诉
    after = [t for t in behind if t.role is not Role.NOISE]
    return len(after) > 1 and after[0].text == "的" and after[1].role in (Role.ACTIVITY, Role.TARGET)


def _is_other_matter(segment: Segment, topic: Topic, signs: Signs) -> bool:
    """Whether the words around the figures say that they count something else."""
    if _says_other_matter(segment, signs) or _is_to_come(segment, signs) or _is_price(segment, signs):
        return True
    if segment.has(Role.REFUND) and not _is_negative(segment):
        return True
    fitting = segment in signs.fitting
    match topic_at_figures(segment, topic):
        case Topic.FEE:
            return not fitting or segment.has(Role.FEE)
        case Topic.ACTIVITY | Topic.ACTIVITY_HEADING:
            return not (fitting or segment.is_zero or _is_negative(segment))
        case _:
            return not fitting and _counts_things(segment)


def _says_paid(token: Token) -> bool:
    """手机缴费, 代收, 累计交了: ways of paying and totals that say so."""
    return token.role in (Role.CHANNEL, Role.CUMULATIVE) and bool(set("缴交收") & set(token.text))


def _speaks_of_paying(segment: Segment, signs: Signs) -> bool:
    if segment in signs.fitting or segment.has(Role.COLLECT, Role.DONE, Role.ZERO):
        return True
    if any(token.role in PAYING for token in segment.before_figures()):
        return True
    if segment.has(Role.DEPOSIT) and has_money(segment):
        return True
    return any(_says_paid(token) for token in segment.tokens)


def _is_followed_by_other_matter(segment: Segment, *, paid: bool) -> bool:
    after = segment.after_figures()
    if segment.has(Role.FEE):
        return True
    weak = len({figure.unit for figure in segment.figures}) == 1
    among = segment.roles >= {Role.INCLUDED, Role.CATEGORY}  # 里面2个低保没分出来
    allowed = 0 if segment.has(Role.CAME) else 1 if weak and not among else _STRANGE_ALLOWED
    worked = any(token.role is Role.ACTIVITY for token in after)
    return not paid and (worked or strange_characters(after) > allowed)


def _is_explained(segment: Segment, signs: Signs) -> bool:
    """Whether hardly a word of the group is unknown, so that it is a bare report."""
    kinds = {figure.unit for figure in segment.figures}
    strange = strange_characters(segment.tokens)
    before = segment.before_figures()
    if any(t.role is Role.REPORT for t in before) and strange <= _STRANGE_ALLOWED:
        return True
    if segment.has(Role.CATEGORY):
        return True
    if signs.asking or (not signs.shows_payment and signs.strange > len(segment.figures)):
        return False
    headed = any(t.role in _HEADING for t in before) or segment.has(Role.CHANNEL)
    return strange == 0 or (headed and strange <= _STRANGE_ALLOWED) or (strange == 1 and len(kinds) > 1)


def _is_tally(segment: Segment, signs: Signs) -> bool:
    """Whether anything speaks for a tally, once nothing speaks for something else."""
    paid = _speaks_of_paying(segment, signs)
    if segment.sentence in signs.unpaid and not set(segment.text_of(Role.COLLECT)) & set("收交缴"):
        return False
    if _is_followed_by_other_matter(segment, paid=paid):
        return False
    if segment.sentence not in signs.asking and _sums_up_families(segment):
        return True
    if segment.sentence in signs.asking | signs.personal:
        took = segment.text_of(Role.COLLECT).startswith("收")
        return segment in signs.fitting and (took or segment.has(Role.DAY, Role.VILLAGE))
    return paid or _is_explained(segment, signs)


def _sums_up_families(segment: Segment) -> bool:
    """老支书一家6口先交了，总共4户15人: more families than somebody's own."""
    families = [t.value for t in segment.figures if t.unit is Unit.HOUSEHOLDS]
    people = any(t.unit is Unit.PERSONS for t in segment.figures)
    return segment.has(Role.TOTAL) and people and bool(families) and families[0] > 1


def _is_among_others(segment: Segment, previous: Segment) -> bool:
    """任务1828人，其中低保118人: part of what is no tally."""
    if segment.sentence != previous.sentence or segment.has(Role.COLLECT) or segment.villages:
        return False
    return segment.has(Role.INCLUDED) or segment.depth > previous.depth


def _upto(tokens: Sequence[Token], role: Role) -> Sequence[Token]:
    """The tokens before the first of that role."""
    return tokens[: next((i for i, t in enumerate(tokens) if t.role is role), len(tokens))]


def _heads_missing(segment: Segment) -> bool:
    """三个村合起来还差1100多人; 任务数：太塘1264人: what several villages lack, or were set."""
    figures = any(t.role is Role.FIGURE and t.unit is not Unit.YUAN for t in segment.tokens)
    head = next((t.role for t in segment.tokens if t.role in _SET_OR_MISSING), None)
    if head is None or not figures or segment.has(Role.COLLECT, Role.DAY):
        return False
    return all(t.role is not Role.VILLAGE for t in _upto(segment.tokens, head))


def _tells_by_village(segment: Segment) -> bool:
    """太塘249: nothing but the village and its figure."""
    if not segment.villages or len(segment.figures) != 1 or segment.figures[0].unit is Unit.YUAN:
        return False
    return segment.roles <= _OF_ONE_VILLAGE


def judged(segments: Sequence[Segment], fees: frozenset[Decimal], sent_on: date) -> Iterator[Judged]:
    """The segments with the verdict on each."""
    signs = signs_of(segments, fees, sent_on)
    topic, had_figures, counted_before = Topic.OPEN, False, True
    previous: Segment | None = None
    missing_in = -1  # the sentence that goes through what is missing, village by village
    for segment in segments:
        among_others = False
        if previous is not None:
            topic = carried_over(topic, previous, segment, had_figures=had_figures)
            had_figures = had_figures and segment.sentence == previous.sentence
            among_others = not counted_before and _is_among_others(segment, previous)
        if _heads_missing(segment):
            missing_in = segment.sentence
        elif segment.figures and not _tells_by_village(segment):
            missing_in = -1
        among_others = among_others or segment.sentence == missing_in
        counts = bool(segment.figures) or segment.is_zero
        if among_others or signs.no_figures or signs.is_supposed(segment):
            counts = False
        counts = counts and not _is_other_matter(segment, topic, signs) and _is_tally(segment, signs)
        yield Judged(segment, counts)
        if segment.figures:
            counted_before, had_figures = counts, True
        if counted_before or not segment.has(Role.INCLUDED):  # 其中3人是新迁入的: said by the way
            topic = topic_after(segment.tokens, topic)
        previous = segment
