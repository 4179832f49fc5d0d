"""Clauses and sentences of a tokenised message, as ranges of positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.tally.roles import Role, Token

ENDS_SENTENCE = frozenset({Role.STOP, Role.LINE, Role.QUESTION_MARK})
ENDS_CLAUSE = ENDS_SENTENCE | {Role.COMMA, Role.OPENING, Role.CLOSING}


def first_with(tokens: Sequence[Token], roles: frozenset[Role], start: int, end: int | None = None) -> int:
    """The first position from `start` on with one of the roles, else `end` (the end of the message)."""
    stop = len(tokens) if end is None else end
    return next((i for i in range(start, stop) if tokens[i].role in roles), stop)


def _start(tokens: Sequence[Token], roles: frozenset[Role], position: int) -> int:
    return next((i + 1 for i in range(position - 1, -1, -1) if tokens[i].role in roles), 0)


def clause_around(tokens: Sequence[Token], position: int) -> tuple[int, int]:
    """The half-open range of the clause around a position."""
    return _start(tokens, ENDS_CLAUSE, position), first_with(tokens, ENDS_CLAUSE, position)


def sentence_around(tokens: Sequence[Token], position: int) -> tuple[int, int]:
    """The half-open range of the sentence around a position."""
    return _start(tokens, ENDS_SENTENCE, position), first_with(tokens, ENDS_SENTENCE, position)


def clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The half-open ranges of all clauses, without what ends them."""
    ranges, start = [], 0
    for position, token in enumerate(tokens):
        if token.role in ENDS_CLAUSE:
            ranges.append((start, position))
            start = position + 1
    return [*ranges, (start, len(tokens))]


def counts_in(tokens: Sequence[Token], positions: Iterable[int]) -> list[int]:
    """Those of the positions that hold a figure which can be booked."""
    return [i for i in positions if tokens[i].is_count]
