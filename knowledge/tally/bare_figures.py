"""What a figure without a unit counts: 38 12160 are people and yuan, 12户 38 households and people."""

from __future__ import annotations

from decimal import Decimal

from knowledge.tally.frames import Frame, Part, PartKind
from knowledge.tally.roles import Unit

_PEOPLE_OF_ONE_HOUSEHOLD = 12
_MONEY_FOR_SURE = 10_000
_TIMES_THE_PEOPLE = 20  # a total that many times the people counted is their money


def is_round_money(value: Decimal, fees: frozenset[Decimal]) -> bool:
    """Whether so much is owed by some number of people who pay one fee."""
    return any(fee > 0 and value >= fee and value % fee == 0 for fee in fees)


def bare_unit(value: Decimal, part: Part, frame: Frame, more: int, fees: frozenset[Decimal]) -> Unit:
    """The unit of a bare figure, from what its part has already; `more` bare figures stand behind it."""
    value = abs(value)
    if value == part.persons and not is_round_money(value, fees):
        return Unit.PERSONS  # 16个，数了两遍都是16
    if (
        value != value.to_integral_value()
        or part.persons is not None
        or _is_money_of_total(value, part, frame)
    ):
        return Unit.YUAN
    round_money = is_round_money(value, fees)
    if part.households is not None:
        return (
            Unit.YUAN if round_money and value > _PEOPLE_OF_ONE_HOUSEHOLD * part.households else Unit.PERSONS
        )
    if part.amount is not None:
        return Unit.PERSONS
    if more >= 2:
        return Unit.HOUSEHOLDS
    alone = more == 0
    ordinary = max(fees, default=Decimal(0))
    if alone and (value > _MONEY_FOR_SURE or (round_money and value >= ordinary and not frame.cumulative)):
        return Unit.YUAN
    return Unit.PERSONS


def _is_money_of_total(value: Decimal, part: Part, frame: Frame) -> bool:
    counted = frame.persons_so_far
    return part.kind is PartKind.TOTAL and bool(counted) and value > _TIMES_THE_PEOPLE * counted
