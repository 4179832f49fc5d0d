"""Slips of the tongue: 四十个不对四十一个 is the second number, and no correction."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.tally.roles import Role, Token
from knowledge.tally.spans import ENDS_SENTENCE, clause_around, counts_in, first_with, sentence_around
from knowledge.tally.taking_back import NEW_MATTER, give_role, partners, take_back, take_unit

_PASSED_OVER = frozenset({
    Role.FILLER, Role.COMMA, Role.COLON, Role.MAYBE_CORRECT, Role.REPORT, Role.COLLECT, Role.NOISE, Role.STOP,
})  # fmt: skip


def _replaced_place(tokens: list[Token], position: int, target: int) -> bool:
    """三合，说错了，三水; 昨天……哦不是昨天，是前天: the village or day before is taken back."""
    role = tokens[target].role
    start, _ = sentence_around(tokens, position)
    earlier = [i for i in range(start, position) if tokens[i].role is role]
    if not earlier:
        return False
    repeated = role is Role.DAY and tokens[earlier[-1]].day == tokens[target].day
    take_back(tokens, [earlier[-1], *([target] if repeated else [])], Role.SLIP)
    return True


def _replaced_figures(tokens: list[Token], position: int, target: int) -> bool:
    start, _ = sentence_around(tokens, position)
    limit = first_with(tokens, NEW_MATTER | ENDS_SENTENCE | {Role.REPAIR}, target)
    before, after = counts_in(tokens, range(start, position)), counts_in(tokens, range(target, limit))
    pairs = partners(tokens, before, after)
    for old, new in pairs:
        take_unit(tokens, new, old)
    take_back(tokens, [old for old, _ in pairs], Role.SLIP)
    return bool(pairs)


def _is_no_is(tokens: Sequence[Token], position: int) -> bool:
    """四十个不是是四十一个."""
    if not 0 < position < len(tokens) - 1:
        return False
    return tokens[position + 1].text in ("是", "应该是", "才是") and tokens[position - 1].is_count


def _is_repeated(tokens: Sequence[Token], position: int, target: int) -> bool:
    """花桥13人，哦不，花桥是14人: the village stays."""
    start, _ = sentence_around(tokens, position)
    named = [t for t in tokens[start:position] if t.role is Role.VILLAGE]
    return bool(named) and named[-1].names == tokens[target].names


def _mended(tokens: list[Token], position: int) -> bool:
    """Takes back what the word at `position` disowns; False where it speaks of an earlier message."""
    start, _ = clause_around(tokens, position)
    if any(token.role is Role.REPORTED for token in tokens[start:position]):
        return False
    behind = range(position + 1, len(tokens))
    target = next((i for i in behind if tokens[i].role not in _PASSED_OVER), None)
    if target is None:
        return False
    if tokens[target].role is Role.VILLAGE and _is_repeated(tokens, position, target):
        return _replaced_figures(tokens, position, target + 1)
    if tokens[target].role in (Role.DAY, Role.VILLAGE):
        return _replaced_place(tokens, position, target)
    return _replaced_figures(tokens, position, target)


def without_slips(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with slips marked; 不对 without a figure before it says that an earlier message is wrong."""
    result = list(tokens)
    for position, token in enumerate(result):
        pause = token.role is Role.NEGATION and _is_no_is(result, position)
        if token.role is Role.REPAIR or pause:
            give_role(result, position, Role.FILLER if _mended(result, position) else Role.WRONG)
    return result
