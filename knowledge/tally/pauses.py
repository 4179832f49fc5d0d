"""Pauses that no comma marks: a blank behind a group of figures, a full stop around 不对."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.tally.cutting import MAY_FOLLOW, NAMES_A_PART
from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.spans import ENDS_CLAUSE, ENDS_SENTENCE

_TALK = frozenset({Role.UNKNOWN, Role.ACTIVITY, Role.NOISE, Role.QUESTION, Role.FILLER, Role.SHORTFALL})
_BY_THE_WAY = frozenset({Role.REPAIR, Role.FILLER, Role.NOISE})


def _counts_follow(tokens: Sequence[Token], position: int) -> bool:
    for token in tokens[position:]:
        if token.role in ENDS_CLAUSE:
            return False
        if token.is_count:
            return True
    return False


def _pauses(tokens: Sequence[Token], position: int, *, people_counted: bool) -> bool:
    """Whether the blank before this token ends a clause that has its figures."""
    before, token = tokens[position - 1], tokens[position]
    if token.role in ENDS_CLAUSE:
        return False
    if token.is_count:
        return before.role in _TALK
    if token.role in NAMES_A_PART:
        return _counts_follow(tokens, position)
    if token.role in (Role.UNDEPOSITED, Role.DEPOSIT):
        return people_counted
    return token.role not in MAY_FOLLOW


def _with_commas_for_blanks(tokens: Sequence[Token]) -> list[Token]:
    if any(t.role is Role.FIGURE and " " in t.text for t in tokens):
        return list(tokens)  # 38 人 12160 元: blanks are this writer's habit
    result: list[Token] = []
    counted: set[Unit] = set()
    for position, token in enumerate(tokens):
        has_blank = position > 0 and tokens[position - 1].end < token.start
        people_counted = Unit.PERSONS in counted
        if counted and has_blank and _pauses(tokens, position, people_counted=people_counted):
            result.append(Token(Role.COMMA, ",", token.start, token.start))
            counted = set()
        if token.role in ENDS_CLAUSE:
            counted = set()
        elif token.is_count:
            counted.add(token.unit)
        result.append(token)
    return result


def _with_slips_joined(tokens: Sequence[Token]) -> list[Token]:
    """今天38人。哦不。39人: a sentence that only takes something back joins its neighbours."""
    result = list(tokens)
    starts = [-1, *(i for i, t in enumerate(tokens) if t.role in ENDS_SENTENCE), len(tokens)]
    for start, end in pairwise(starts):
        inside = tokens[start + 1 : end]
        if any(t.role is Role.REPAIR for t in inside) and all(t.role in _BY_THE_WAY for t in inside):
            for position in (start, end):
                if 0 <= position < len(result):
                    result[position] = replace(result[position], role=Role.COMMA)
    return result


def _with_breakdowns(tokens: Sequence[Token]) -> list[Token]:
    """特殊人群5人：低保3，监测2: what follows the colon is among those before it, as in brackets."""
    result: list[Token] = []
    open_since = False
    counted = False
    for position, token in enumerate(tokens):
        ends = token.role in ENDS_SENTENCE or token.role is Role.TOTAL or token.text == ";"
        if open_since and ends:
            result.append(Token(Role.CLOSING, ")", token.start, token.start))
            open_since = False
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        names = following is not None and following.role in NAMES_A_PART
        if token.role is Role.COLON and counted and names and not open_since:
            token, open_since = replace(token, role=Role.OPENING), True
        counted = token.is_count or (
            counted and token.role not in ENDS_CLAUSE and token.role is not Role.COLON
        )
        result.append(token)
    return result


def with_pauses(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with commas where the writer only left a blank, and none where a full stop was a mere breath."""
    return _with_slips_joined(_with_breakdowns(_with_commas_for_blanks(tokens)))
