"""Rows of the tax system's export: amounts, refunds, days, whose they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.roster.layouts import find_layout
from knowledge.roster.payment_rows import PaymentReader
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import PaymentRow, Rejection
from tests.knowledge.packs import XIYAN, pack

WORDS = ListWords.of(pack(XIYAN), date(2021, 11, 22))
HEADING = "姓名|身份证号|村|金额|缴费日期|渠道|订单号|年度|状态"
ID = "999900198001010132"


def read(row: str, heading: str = HEADING, area_id: str | None = None) -> PaymentRow | Rejection | None:
    layout = find_layout([heading.split("|")], "payments")
    assert layout is not None
    return PaymentReader("表", layout, WORDS, 2022, area_id).read(2, row.split("|"))


def payment(row: str, heading: str = HEADING, area_id: str | None = None) -> PaymentRow:
    found = read(row, heading, area_id)
    assert isinstance(found, PaymentRow)
    return found


def test_by_id_number() -> None:
    found = payment(f"张三|{ID}|太塘村|320.00|2021-10-03 08:15|微信小程序|N 001|2022|缴费成功")
    assert found.id_number is not None
    assert (found.id_number.tail, found.amount, found.paid_on) == (
        "0132",
        Decimal("320.00"),
        date(2021, 10, 3),
    )
    assert (found.channel, found.order_number, found.year) == ("微信小程序", "N001", 2022)


def test_by_name_and_village() -> None:
    found = payment("张三||太塘村|320|20211003|||2021|")
    assert (found.id_number, found.area_id, found.year) == (None, "太塘村", 2021)


def test_the_end_of_a_masked_number_helps() -> None:
    assert payment("张三|999900********013x|太塘村|320|20211003||||").tail == "013X"


def test_the_village_of_a_sheet() -> None:
    found = payment("张三|320|20211003", "姓名|金额|缴费日期", "太塘村")
    assert (found.area_id, found.year) == ("太塘村", 2022)


@pytest.mark.parametrize(
    ("amount", "status", "booked"),
    [("-320", "", "-320"), ("320", "已退费", "-320"), ("-320", "退费", "-320"), ("320", "缴费成功", "320")],
)
def test_refunds(amount: str, status: str, booked: str) -> None:
    assert payment(f"张三|{ID}||{amount}|20211003||||{status}").amount == Decimal(booked)


REJECTED = {
    "payments.amount_odd": f"张三|{ID}||三百|20211003||||",
    "payments.failed": f"张三|{ID}||320|20211003||||支付失败",
    "payments.day_odd": f"张三|{ID}||320|国庆||||",
    "payments.day_future": f"张三|{ID}||320|2021-11-23||||",
    "payments.year_odd": f"张三|{ID}||320|20211003|||今年|",
    "payments.area_missing": "张三|||320|20211003||||",
    "roster.id_check": "张三|999900198001010131||320|20211003||||",
    "roster.name_missing": "||太塘村|320|20211003||||",
}


@pytest.mark.parametrize(("reason", "row"), REJECTED.items())
def test_rejected(reason: str, row: str) -> None:
    found = read(row)
    assert isinstance(found, Rejection)
    assert found.reason.key == reason


@pytest.mark.parametrize("row", ["合计|||12,800||||", "||||||||", HEADING])
def test_rows_that_are_nobodys(row: str) -> None:
    assert read(row) is None
