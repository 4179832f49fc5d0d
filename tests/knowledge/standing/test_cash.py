"""Cash on hand and the double limit of 20,000 yuan or five days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.library import load_library
from knowledge.standing.cash import CashAlert, cash_on_hand, unbanked
from knowledge.standing.model import Figures, Totals, VillageDay

KAIJIANG = load_library().pack("kaijiang-2020")


def season(*days: tuple[int, int, int]) -> list[VillageDay]:
    """Days of November 2019 as (day, yuan collected, yuan banked)."""
    found, amount, deposit = [], Decimal(0), Decimal(0)
    for day, collected, banked in days:
        amount, deposit = amount + collected, deposit + banked
        figures = Figures(None, None, Decimal(collected), Decimal(banked))
        found.append(VillageDay("v", date(2019, 11, day), figures, Totals(0, 0, amount, deposit)))
    return found


@pytest.mark.parametrize(
    ("days", "today", "held", "oldest", "alert"),
    [
        ([], 5, 0, None, None),
        ([(1, 5000, 0)], 1, 5000, 1, None),
        ([(1, 5000, 5000)], 9, 0, None, None),
        ([(1, 5000, 6000)], 9, 0, None, None),
        ([(1, 5000, 0)], 4, 5000, 1, None),
        ([(1, 5000, 0)], 5, 5000, 1, CashAlert.DAYS_SOON),  # a day before the fifth
        ([(1, 5000, 0)], 6, 5000, 1, CashAlert.DAYS),
        ([(1, 5000, 0), (4, 5000, 5000)], 6, 5000, 4, None),  # the oldest cash went to the bank first
        ([(1, 5000, 0), (4, 5000, 4000)], 6, 6000, 1, CashAlert.DAYS),
        ([(1, 19999, 0)], 1, 19999, 1, CashAlert.AMOUNT_SOON),
        ([(1, 20000, 0)], 1, 20000, 1, CashAlert.AMOUNT),
        ([(1, 6000, 0), (2, 6000, 0), (3, 3000, 0)], 3, 15000, 1, CashAlert.AMOUNT_SOON),  # 5,000 a day
        ([(1, 6000, 0), (2, 6000, 0), (3, 2000, 0)], 3, 14000, 1, None),
        ([(1, 25000, 0)], 6, 25000, 1, CashAlert.AMOUNT),
        ([(1, 5000, 0), (9, 5000, 0)], 3, 5000, 1, None),  # what is to come does not count
    ],
)
def test_cash_on_hand(
    days: list[tuple[int, int, int]],
    today: int,
    held: int,
    oldest: int | None,
    alert: CashAlert | None,
) -> None:
    found = cash_on_hand(KAIJIANG, "v", season(*days), date(2019, 11, today))
    assert found.amount == held
    assert found.oldest_on == (None if oldest is None else date(2019, 11, oldest))
    assert found.alert == alert


def test_without_a_limit_nobody_is_warned() -> None:
    songming = load_library().pack("songming-2018")
    found = cash_on_hand(songming, "v", season((1, 99999, 0)), date(2019, 11, 30))
    assert (found.amount, found.by, found.alert) == (Decimal(99999), None, None)


def test_what_was_banked_is_the_oldest() -> None:
    left = unbanked(season((1, 300, 0), (2, 200, 350), (3, 100, 0)))
    assert [(taking.day.day, taking.amount) for taking in left] == [(2, Decimal(150)), (3, Decimal(100))]


def test_a_running_total_that_falls_leaves_no_debt() -> None:
    days = season((1, 500, 0), (2, -200, 0), (3, 100, 0))
    assert [(taking.day.day, taking.amount) for taking in unbanked(days)] == [(1, Decimal(500))]
