"""没有: nobody paid, no category of that kind, or just a word."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.tally.readings.place import Place
from knowledge.tally.roles import Role, Token
from knowledge.tally.spans import first_with

_JOINS = ("和", "、", "也", "的")
_PLACES = frozenset({Role.VILLAGE, Role.DAY})
_BEHIND_NONE = frozenset({Role.FILLER, Role.NOISE, Role.NONE, Role.EACH})
_BESIDE_NONE = frozenset({
    Role.VILLAGE, Role.DAY, Role.OWN, Role.REPORT, Role.INSURANCE, Role.FILLER, Role.COLON, Role.EACH, Role.COLLECT,
    Role.NOISE, Role.NONE, Role.CUMULATIVE,
})  # fmt: skip


def _is_denied_list(tokens: Sequence[Token]) -> bool:
    """低保、特困 with nothing else between."""
    return all(t.role is Role.CATEGORY or t.text in _JOINS for t in tokens)


def denied_category(place: Place) -> Role | None:
    """没有低保特困: named only to say that there were none."""
    if place.token.role is not Role.CATEGORY:
        return None
    nones = [i for i, t in enumerate(place.earlier) if t.role is Role.NONE]
    return Role.NOISE if nones and _is_denied_list(place.earlier[nones[-1] + 1 :]) else None


def none(place: Place) -> Role | None:
    """太塘没有 is a zero report, 没有52人 a negation, 没有低保 says nothing of the figures."""
    if place.token.role is not Role.NONE:
        return None
    after = place.after
    if after is not None and after.role is Role.CATEGORY:
        return Role.NOISE
    if after is not None and after.is_count:
        return Role.NEGATION  # 昨天没有52人，只有50人
    return Role.ZERO if _is_zero_report(place) else Role.FILLER


def _is_zero_report(place: Place) -> bool:
    """落水没有, 今天无, 花桥（无）: nothing but the village or the day stands beside it, back to the last figure."""
    counts = [i for i, t in enumerate(place.earlier) if t.is_count or t.role is Role.ZERO]
    since = place.start + (counts[-1] + 1 if counts else 0)
    until = first_with(place.tokens, _PLACES | {Role.CUMULATIVE}, place.position + 1, place.end)
    beside = place.tokens[since:until]
    if any(t.role not in _BESIDE_NONE for t in beside):
        return False
    if any(t.role not in _BEHIND_NONE for t in place.tokens[place.position + 1 : until]):
        return False
    named = any(t.role in _PLACES | {Role.OWN} for t in beside)
    return named or place.alone or _is_in_brackets_of_place(place)


def _is_in_brackets_of_place(place: Place) -> bool:
    tokens, start = place.tokens, place.start
    return start >= 2 and tokens[start - 1].role is Role.OPENING and tokens[start - 2].role in _PLACES


def zero_of_people(place: Place) -> Role | None:
    """587人未缴费 says who has not paid, 重度残疾2人没收钱 that they need not."""
    if place.token.role is not Role.ZERO:
        return None
    for token in reversed(place.earlier):
        if token.role in _PLACES | {Role.CHANNEL, Role.PART}:
            return None
        if token.is_count and token.value:
            named = any(t.role is Role.CATEGORY for t in (*place.earlier, *place.later))
            return Role.NOISE if named else Role.SHORTFALL
    return None
