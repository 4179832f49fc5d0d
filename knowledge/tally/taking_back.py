"""What slips and corrections share: marking pieces as taken back, and finding which figure replaces which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from knowledge.tally.roles import Role, Token, Unit
from knowledge.tally.spans import clause_around

# Words that point back only with 改为 behind the figure.
WEAK_POINTERS = frozenset({"由", "从", "把"})
NEW_MATTER = frozenset({Role.VILLAGE, Role.DAY, Role.CUMULATIVE, Role.CHANNEL, Role.CATEGORY, Role.ORDINARY})


def take_back(tokens: list[Token], positions: Iterable[int], role: Role) -> None:
    """Marks the pieces at these positions OLD or SLIP."""
    for position in positions:
        tokens[position] = replace(tokens[position], role=role)


def give_role(tokens: list[Token], position: int, role: Role) -> None:
    """The piece plays another part."""
    tokens[position] = replace(tokens[position], role=role)


def take_unit(tokens: list[Token], new: int, old: int) -> None:
    """A bare new figure counts what the old one did."""
    if tokens[new].unit is Unit.BARE:
        tokens[new] = replace(tokens[new], unit=tokens[old].unit)


def _same_kind(one: Token, other: Token) -> bool:
    return one.unit is other.unit or Unit.BARE in (one.unit, other.unit)


def _apart(tokens: Sequence[Token], one: int, other: int) -> bool:
    return any(tokens[i].role in NEW_MATTER for i in range(min(one, other) + 1, max(one, other)))


def partners(tokens: Sequence[Token], before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """Which figure of `before` each of `after` replaces: the last of its kind, in one group with the first."""
    pairs: list[tuple[int, int]] = []
    free = list(before)
    for new in after:
        exact = [i for i in free if tokens[i].unit is tokens[new].unit]
        loose = [i for i in free[-1:] if _same_kind(tokens[i], tokens[new])] if not pairs else []
        fitting = (i for i in reversed(exact or loose) if not (pairs and _apart(tokens, i, pairs[0][0])))
        if (old := next(fitting, None)) is not None:
            pairs.append((old, new))
            free.remove(old)
    return pairs


def points_back(tokens: Sequence[Token], position: int, sent_on: date) -> bool:
    """Whether the clause speaks of what was sent before: 昨天报的, 上面那个."""
    start, end = clause_around(tokens, position)
    return any(
        (t.role is Role.REPORTED and t.text not in WEAK_POINTERS)
        or t.role is Role.REPORT
        or (t.role is Role.DAY and t.day is not None and t.day < sent_on)
        for t in tokens[start:end]
    )
