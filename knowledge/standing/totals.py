"""What the rows of a village add up to.

A running total (累计) replaces everything before it; figures of days after it are added. Each measure stands
for itself: 累计305人 without yuan leaves the yuan to the days' figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from knowledge.standing.model import Figures, Kind, LedgerRow, Totals, VillageDay

Number = TypeVar("Number", int, Decimal)


def add_up(rows: Iterable[LedgerRow], before: Totals | None = None) -> list[VillageDay]:
    """The days of one village from its current rows; `before` holds its totals before the first of them."""
    totals = before or Totals()
    days = []
    in_order = sorted((row for row in rows if row.kind is not Kind.VOID), key=lambda row: row.order)
    for day, of_day in groupby(in_order, key=lambda row: row.day):
        its_rows = list(of_day)
        for row in its_rows:
            totals = after(totals, row)
        days.append(VillageDay(its_rows[0].area_id, day, summed(of_the_day(its_rows)), totals))
    return days


def after(totals: Totals, row: LedgerRow) -> Totals:
    """The totals once a row is added."""
    stated = row.figures
    running = row.kind is Kind.RUNNING
    return Totals(
        _next(totals.persons, stated.persons, running),
        _next(totals.households, stated.households, running),
        _next(totals.amount, stated.amount, running),
        totals.deposit + (stated.deposit or Decimal(0)),
    )


def _next(total: Number, stated: Number | None, running: bool) -> Number:
    if stated is None:
        return total
    return stated if running else total + stated


def of_the_day(rows: Iterable[LedgerRow]) -> Iterator[Figures]:
    """What rows state about their day: a running total says nothing about it but what was banked."""
    for row in rows:
        yield Figures(deposit=row.figures.deposit) if row.kind is Kind.RUNNING else row.figures


def summed(parts: Iterable[Figures]) -> Figures:
    """The sum of figures; None where none of them states a measure."""
    total = Figures()
    for part in parts:
        total = Figures(
            _plus(total.persons, part.persons),
            _plus(total.households, part.households),
            _plus(total.amount, part.amount),
            _plus(total.deposit, part.deposit),
            _merged(total, part),
        )
    return total


def _plus(left: Number | None, right: Number | None) -> Number | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right


def _merged(left: Figures, right: Figures) -> dict[str, int]:
    keys = {**left.by_category, **right.by_category}
    return {key: left.by_category.get(key, 0) + right.by_category.get(key, 0) for key in keys}


def without_deposit(figures: Figures) -> Figures:
    """The figures with nothing said about the bank."""
    return replace(figures, deposit=None)
