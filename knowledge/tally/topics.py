"""What a message speaks of at a point: the insurance, other money, or work that is no collecting."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from knowledge.tally.roles import Role, Token
from knowledge.tally.segments import Segment

# A new sentence with one of these has a matter of its own; a new clause with one of the others leaves the work.
_FRESH_SENTENCE = frozenset({
    Role.VILLAGE, Role.DAY, Role.OWN, Role.COLLECT, Role.INSURANCE, Role.REPORT, Role.CUMULATIVE, Role.CORRECT,
    Role.CHANNEL, Role.DEPOSIT, Role.ZERO,
})  # fmt: skip
_FRESH_CLAUSE = frozenset({Role.VILLAGE, Role.DAY, Role.COLLECT, Role.PART, Role.CHANNEL})


class Topic(StrEnum):
    """A heading (值班：…) holds for its sentence."""

    OPEN = "open"
    INSURANCE = "insurance"
    ACTIVITY = "activity"
    ACTIVITY_HEADING = "activity_heading"
    FEE = "fee"


def _next(token: Token, following: Token | None, topic: Topic) -> Topic:
    match token.role:
        case Role.INSURANCE:
            return Topic.INSURANCE
        case Role.FEE:
            return Topic.FEE
        case Role.ACTIVITY if topic is not Topic.FEE:
            heads = following is not None and following.role is Role.COLON
            return Topic.ACTIVITY_HEADING if heads else Topic.ACTIVITY
        case Role.REFUND if topic is not Topic.FEE:
            return Topic.ACTIVITY
        case Role.COLLECT | Role.DEPOSIT if topic is Topic.ACTIVITY:
            return Topic.INSURANCE
        case _:
            return topic


def topic_after(tokens: Sequence[Token], topic: Topic) -> Topic:
    """The topic when these tokens have been read."""
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        topic = _next(token, following, topic)
    return topic


def carried_over(topic: Topic, previous: Segment, segment: Segment, *, had_figures: bool) -> Topic:
    """What is left of the topic when the reading goes on: a new sentence or clause ends most of them.

    `had_figures`: the sentence before had some; without any it was a heading (养老保险), which holds on.
    """
    if segment.sentence != previous.sentence:
        heading = topic is Topic.FEE and not had_figures
        return topic if heading or not segment.has(*_FRESH_SENTENCE) else Topic.OPEN
    left = topic is Topic.ACTIVITY and segment.clause != previous.clause and segment.has(*_FRESH_CLAUSE)
    return Topic.OPEN if left else topic


def topic_at_figures(segment: Segment, topic: Topic) -> Topic:
    """The topic when the figures of a segment are reached."""
    named = segment.has(Role.INSURANCE) or "医保" in segment.text_of(Role.ZERO)  # 没有收到医保费
    if named or (topic is Topic.ACTIVITY and segment.has(Role.COLLECT)):
        topic = Topic.OPEN
    return topic_after(segment.before_figures(), topic)
