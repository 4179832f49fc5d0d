"""Three counts side by side, the tolerance of one in a thousand, and what to look at first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.library import load_library
from knowledge.standing.counts import (
    Counts,
    LookAt,
    Tolerance,
    compared,
    shown_per_mille,
    tolerance_of,
    worst_first,
)

ONE = Tolerance(1, "附件3二（二）2")


def counts(reported: int, entered: int | None, banked: str | None = None, name: str = "v") -> Counts:
    amount = Decimal(reported) * 320
    entered_amount = None if entered is None else Decimal(entered) * 320
    return Counts(name, name, reported, amount, entered, entered_amount, Decimal(banked) if banked else None)


@pytest.mark.parametrize(
    ("reported", "entered", "banked", "apart", "amount_apart", "within", "look_at"),
    [
        (1000, 1000, "320000", 0, "0", True, None),
        (1000, 999, "320000", 1, "0", True, LookAt.NOT_ENTERED),  # exactly one in a thousand is allowed
        (1000, 998, "320000", 2, "0", False, LookAt.NOT_ENTERED),
        (1000, 1003, None, -3, None, False, LookAt.NOT_REPORTED),
        (1000, 1000, "319680", 0, "320", True, LookAt.NOT_BANKED),  # 320 of 320,000 is one in a thousand
        (1000, 999, "300000", 1, "20000", False, LookAt.NOT_BANKED),
        (1000, None, "330000", None, "-10000", False, LookAt.OVER_BANKED),
        (0, 5, None, -5, None, False, LookAt.NOT_REPORTED),
        (0, 0, None, 0, None, True, None),
        (700, None, None, None, None, True, None),
    ],
)
def test_differences_are_judged_by_the_notices_tolerance(
    reported: int,
    entered: int | None,
    banked: str | None,
    apart: int | None,
    amount_apart: str | None,
    within: bool,
    look_at: LookAt | None,
) -> None:
    found = compared(counts(reported, entered, banked), ONE)
    assert found.persons_apart == apart
    assert found.amount_apart == (None if amount_apart is None else Decimal(amount_apart))
    assert (found.within, found.look_at) == (within, look_at)


def test_without_a_tolerance_a_difference_is_shown_and_not_judged() -> None:
    assert compared(counts(1000, 900), None).within is None


def test_the_largest_difference_comes_first() -> None:
    found = [
        compared(counts(1000, e, name=n), ONE) for n, e in (("a", 999), ("b", 900), ("c", 1000), ("d", 1050))
    ]
    assert [one.counts.name for one in worst_first(found)] == ["b", "d", "a", "c"]


def test_thousandths_for_reading() -> None:
    assert shown_per_mille(Decimal("1.26")) == "1.3‰"


@pytest.mark.parametrize(
    ("pack_id", "expected"), [("xiyan-2022", ONE), ("kaijiang-2020", None), ("liancheng-2018", None)]
)
def test_only_a_notice_that_prints_a_tolerance_has_one(pack_id: str, expected: Tolerance | None) -> None:
    assert tolerance_of(load_library().pack(pack_id)) == expected
