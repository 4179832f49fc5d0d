"""Words whose part depends on their neighbours: 没有 alone is a zero report, 320的 names a group, 到昨天 a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from knowledge.tally.readings.days import (
    deadline,
    heads_days,
    hour_of_today,
    limit,
    no_such_day,
    ought_to_be,
    start_of_period,
    that_day,
    total_of_day,
)
from knowledge.tally.readings.nothing import denied_category, none, zero_of_people
from knowledge.tally.readings.parts import (
    all_but,
    among_the_counted,
    leaves_them_out,
    of_target,
    of_whom_some_are_missing,
    rest_of_the_counted,
    share,
    visit_that_paid,
)
from knowledge.tally.readings.place import Fees, Place
from knowledge.tally.readings.prices import pays_nothing, price, what_each_pays
from knowledge.tally.readings.speech import (
    hesitation,
    left_out_before,
    left_out_of_the_old,
    left_out_when_reported,
    said_of_reporting,
    spoken_pause,
)
from knowledge.tally.roles import Role, Token
from knowledge.tally.spans import clauses

__all__ = ["Fees", "settled"]

_SPOKEN_OF_NOTHING = frozenset({Role.FILLER, Role.ACK, Role.NOISE})


# The first that knows the piece decides.
_RULES: tuple[Callable[[Place], Role | None], ...] = (
    denied_category,
    none,
    zero_of_people,
    price,
    what_each_pays,
    all_but,
    hour_of_today,
    total_of_day,
    share,
    limit,
    deadline,
    start_of_period,
    left_out_before,
    left_out_of_the_old,
    left_out_when_reported,
    that_day,
    no_such_day,
    heads_days,
    rest_of_the_counted,
    hesitation,
    spoken_pause,
    of_target,
    of_whom_some_are_missing,
    said_of_reporting,
    ought_to_be,
    leaves_them_out,
    among_the_counted,
    pays_nothing,
    visit_that_paid,
)


def _places(tokens: Sequence[Token], fees: Fees, sent_on: date) -> Iterator[Place]:
    ranges = clauses(tokens)
    spoken = sum(any(t.role not in _SPOKEN_OF_NOTHING for t in tokens[a:b]) for a, b in ranges)
    for start, end in ranges:
        for position in range(start, end):
            yield Place(tokens, position, start, end, spoken == 1, fees, sent_on)


def settled(tokens: Sequence[Token], fees: Fees, sent_on: date) -> list[Token]:
    """The tokens with such words given their part."""
    result = list(tokens)
    for place in _places(tokens, fees, sent_on):
        role = next((role for rule in _RULES if (role := rule(place)) is not None), None)
        if role is not None:
            result[place.position] = replace(place.token, role=role)
    return result
