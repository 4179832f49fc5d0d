"""One sentence about several villages or days, spelled out: 太塘、石龙各收12人 is said of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.tally.roles import Role, Token
from knowledge.tally.spans import ENDS_SENTENCE, clauses, first_with

_JOINS = frozenset("、和与跟及,/")
_RESPECTIVELY = ("分别", "依次")


def _is_join(token: Token) -> bool:
    return token.text in _JOINS and token.role in (Role.COMMA, Role.FILLER)


def _run(tokens: Sequence[Token], start: int) -> list[int]:
    """The positions of villages (or days) listed from `start` on, joined by 、 or 和."""
    role, found, position = tokens[start].role, [start], start + 1
    while position < len(tokens):
        if tokens[position].role is role:
            found.append(position)
        elif not _is_join(tokens[position]) or not (
            position + 1 < len(tokens) and tokens[position + 1].role is role
        ):
            break
        position += 1
    return found


def _chunks(tokens: Sequence[Token]) -> list[list[Token]]:
    """Groups of figures between commas."""
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token.role is Role.COMMA or token.text in ("和", "跟", "与", "及"):
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if any(t.is_count or t.role is Role.ZERO for t in group)]


def _comma(after: Token) -> Token:
    return Token(Role.COMMA, ",", after.end, after.end)


def _spelled_out(tokens: Sequence[Token], run: Sequence[int]) -> tuple[list[Token], int] | None:
    """What a listed run and its predicate mean one by one, and where reading goes on; None if nothing is shared."""
    first = run[-1] + 1
    sentence_end = first_with(tokens, ENDS_SENTENCE, first)
    clause_end = first_with(tokens, ENDS_SENTENCE | {Role.COMMA}, first)
    predicate = tokens[first:clause_end]
    if any(t.role is Role.EACH and t.text.startswith(_RESPECTIVELY) for t in predicate):
        groups = _chunks(tokens[first:sentence_end])
        if len(groups) % len(run) == 0:
            pairs = zip(list(run) * (len(groups) // len(run)), groups, strict=True)
            return [t for i, group in pairs for t in (tokens[i], *group, _comma(tokens[i]))], sentence_end
        return _unclear(tokens, run, predicate, clause_end)
    shared = any(t.role in (Role.EACH, Role.ZERO, Role.NONE) for t in predicate)
    states = any(t.is_count or t.role in (Role.ZERO, Role.NONE) for t in predicate)
    if not states:
        return None
    if not shared:
        joined = tokens[run[0]].role is Role.VILLAGE and run[-1] - run[0] > len(run) - 1
        return _unclear(tokens, run, predicate, clause_end) if joined else None
    return [t for i in run for t in (tokens[i], *predicate, _comma(tokens[i]))], clause_end


def _unclear(
    tokens: Sequence[Token], run: Sequence[int], predicate: Sequence[Token], end: int
) -> tuple[list[Token], int]:
    """太塘、石龙一共27人: whose people these are is not said."""
    names = tuple(dict.fromkeys(name for i in run for name in tokens[i].names))
    return [replace(tokens[run[0]], names=names), *predicate], end


def _weekend(token: Token, sent_on: date) -> tuple[Token, ...]:
    """周末: the Saturday and the Sunday before."""
    sunday = sent_on - timedelta(days=(sent_on.weekday() + 1) % 7)
    days = (sunday - timedelta(days=1), sunday)
    return tuple(replace(token, role=Role.DAY, day=day) for day in days if day <= sent_on)


def _with_weekends(tokens: Sequence[Token], sent_on: date) -> Iterator[Token]:
    for token in tokens:
        if token.text in ("周末", "双休日", "这个周末", "上个周末") and token.role is Role.PERIOD:
            yield from _weekend(token, sent_on)
        else:
            yield token


def _is_of_village(clause: Sequence[Token]) -> bool:
    """35人是江石的: nothing but figures, 是 and the village or one's own."""
    solid = [t for t in clause if t.role is not Role.FILLER]
    if (
        len(solid) < 3
        or not all(t.is_count for t in solid[:-2])
        or solid[-2].text not in ("是", "才是", "都是")
    ):
        return False
    return solid[-1].role in (Role.VILLAGE, Role.OWN) and clause[-1].text.startswith("的")


def _with_owners_first(tokens: Sequence[Token]) -> list[Token]:
    """35人是江石的 reports for 江石; behind other people (今天38人，8人是江石的) it says where they come from."""
    result = list(tokens)
    corrective = any(t.role in (Role.WRONG, Role.CORRECT, Role.NEGATION) for t in tokens)
    for start, end in clauses(tokens):
        clause = tokens[start:end]
        if not _is_of_village(clause):
            continue
        counts = [t for t in clause if t.is_count]
        more = sum(t.value for t in tokens[:start] if t.is_count and t.unit is counts[0].unit)
        if not corrective and more > counts[0].value:
            result[start:end] = [replace(t, role=Role.NOISE) for t in clause]
            continue
        owner = next(t for t in clause if t.role in (Role.VILLAGE, Role.OWN))
        rest = [replace(t, role=Role.FILLER) for t in clause if t is not owner and not t.is_count]
        result[start:end] = [owner, *counts, *rest]
    return result


def spelled_out(tokens: Sequence[Token], sent_on: date) -> list[Token]:
    """The tokens with statements about several villages or days repeated for each of them."""
    source = _with_owners_first(list(_with_weekends(tokens, sent_on)))
    result: list[Token] = []
    position = 0
    while position < len(source):
        if source[position].role in (Role.VILLAGE, Role.DAY, Role.CATEGORY):
            run = _run(source, position)
            statement = _spelled_out(source, run) if len(run) > 1 else None
            if statement:
                result += statement[0]
                position = statement[1]
                continue
        result.append(source[position])
        position += 1
    return result
