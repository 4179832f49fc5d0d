"""Does a tally add up? Expected and stated money, plausible figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.model import Area, TallyEntry
from knowledge.tally.checks import amount_fits, expected_amount, is_plausible, warnings_about

TODAY = date(2021, 11, 22)
FEES = {None: Decimal(320), "低保": Decimal(160), "特困": Decimal(0), "残疾": None}
VILLAGE = Area("1", "青界山", None, "village", headcount=401)


def _entry(persons: int | None = 38, amount: int | None = None, day: date = TODAY, **by: int) -> TallyEntry:
    money = None if amount is None else Decimal(amount)
    return TallyEntry("青界山", day, persons, None, money, by_category=by)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (_entry(38), 12160),
        (_entry(38, 低保=2), 11840),  # 36 × 320 + 2 × 160
        (_entry(3, 特困=3), 0),
        (_entry(0), 0),
        (_entry(38, 残疾=1), None),  # the notice leaves it open
        (_entry(None), None),
    ],
)
def test_expected_amount(entry: TallyEntry, expected: int | None) -> None:
    assert expected_amount(entry, FEES) == expected


@pytest.mark.parametrize(
    ("entry", "fits"),
    [
        (_entry(38, 12160), True),
        (_entry(38, 12060), False),
        (_entry(38), True),
        (_entry(None, 12160), True),
        (_entry(None, 7400), False),  # no number of people owes that
        (_entry(38, 12160, 残疾=1), True),  # cannot be told
        (_entry(-2, -640), True),
    ],
)
def test_amount_fits(entry: TallyEntry, fits: bool) -> None:
    assert amount_fits(entry, FEES) is fits


@pytest.mark.parametrize(
    ("entry", "plausible"),
    [
        (_entry(401), True),
        (_entry(402), False),
        (_entry(-2), False),
        (_entry(2, -640), False),
        (_entry(2, day=date(2021, 11, 23)), False),
        (_entry(2, day=date(2021, 9, 1)), True),
    ],
)
def test_is_plausible(entry: TallyEntry, plausible: bool) -> None:
    assert is_plausible(entry, VILLAGE, TODAY) is plausible


def test_without_a_headcount_any_number_of_people_is_plausible() -> None:
    assert is_plausible(_entry(5400), Area("1", "青界山", None, "village"), TODAY)


def test_warnings() -> None:
    entries = (_entry(402, 1), _entry(2, 640))
    assert list(warnings_about(entries, (VILLAGE,), FEES, TODAY)) == ["amount_mismatch", "implausible"]
