"""The reader takes a notice's own villages, categories and fee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.library import load_library
from knowledge.model import Area
from knowledge.tally.reader import read_tally
from knowledge.tally.roles import PaidCategory
from knowledge.tally.terms import paid_categories, read_with_pack

VILLAGES = (Area("1", "大石村", None, "village", headcount=900), Area("2", "小石村", None, "village"))
SENT_ON = date(2017, 11, 6)
POOR = PaidCategory("低保", (), Decimal(0))


def test_another_fee() -> None:
    reading = read_tally("大石今天12户38人6840元", VILLAGES, SENT_ON, None, (POOR,), Decimal(180))
    (entry,) = reading.entries
    assert (entry.village, entry.persons, entry.amount) == ("大石村", 38, Decimal(6840))
    assert reading.warnings == ()


def test_bare_money_is_known_by_its_fee() -> None:
    (entry,) = read_tally("今天3600", VILLAGES, SENT_ON, "大石村", (), Decimal(180)).entries
    assert (entry.persons, entry.amount) == (None, Decimal(3600))


def test_a_fee_of_another_notice_is_flagged() -> None:
    reading = read_tally("今天10人3200元", VILLAGES, SENT_ON, "大石村", (), Decimal(180))
    assert reading.warnings == ("amount_mismatch",)


def test_a_category_that_pays_nothing_there() -> None:
    reading = read_tally("20人，其中低保2人，3240元", VILLAGES, SENT_ON, "小石村", (POOR,), Decimal(180))
    (entry,) = reading.entries
    assert entry.by_category == {"低保": 2}
    assert reading.warnings == ()


@pytest.mark.parametrize("pack_id", load_library().pack_ids)
def test_every_pack_reads_a_tally(pack_id: str) -> None:
    pack = load_library().pack(pack_id)
    village = pack.reporting_areas[0].name
    money = pack.fee * 38
    reading = read_with_pack(pack, f"今天收了12户38人{money}元", pack.main_window.from_, village)
    (entry,) = reading.entries
    assert (entry.village, entry.persons, entry.households, entry.amount) == (village, 38, 12, money)
    assert reading.warnings == ()


@pytest.mark.parametrize("pack_id", load_library().pack_ids)
def test_every_category_that_pays_less_is_counted_apart(pack_id: str) -> None:
    pack = load_library().pack(pack_id)
    village = pack.reporting_areas[0].name
    for category in paid_categories(pack):
        (entry,) = read_with_pack(
            pack, f"今天20人，其中{category.key}2人", pack.main_window.from_, village
        ).entries
        assert (entry.persons, dict(entry.by_category)) == (20, {category.key: 2})
