"""The tax system's export: matched, doubled, refunded, confirmed; what is not certain is left to somebody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from storage import tables
from storage.database import Database
from storage.importing.result import ImportOptions
from storage.keys import Keys
from storage.payments import list_payments, record_payment, void_payment
from tests.support.lists import Office, csv_of, moment, reasons

HEADING = "姓名|身份证号|村|缴费金额|缴费日期|渠道|订单号|状态"
PAID = "张三|#1|太塘村|320.00|2021-10-03|微信|A1|"
DAY = date(2021, 10, 2)


@pytest.fixture
async def office(any_database: Database, keys: Keys) -> Office:
    """Four people: two of one name in 太塘村, one in 联心村."""
    office = Office(any_database, keys)
    await office.roster(
        csv_of("村|姓名|身份证号", "太塘村|张三|#1", "太塘村|李四|#2", "太塘村|李四|#3", "联心村|王一|#4")
    )
    return office


async def paid(office: Office) -> list[tuple[int, str]]:
    """Person and amount of all payments that count."""
    rows = await office.rows(tables.payments)
    return [(row["person_id"], str(row["amount"])) for row in rows if row["voided_at"] is None]


async def mark(office: Office, person_id: int, amount: str = "320.00") -> int:
    """A clerk marks a payment."""
    async with office.database.transaction() as connection:
        return await record_payment(connection, person_id, 2022, Decimal(amount), DAY, "现金", 7, moment(DAY))


async def test_by_id_number(office: Office) -> None:
    result = await office.payments(csv_of(HEADING, PAID))
    assert result.counts["added"] == 1
    [row] = await office.rows(tables.payments)
    assert (
        row["person_id"],
        row["year"],
        row["amount"],
        row["paid_on"],
        row["channel"],
        row["reference"],
    ) == (
        1,
        2022,
        Decimal("320.00"),
        date(2021, 10, 3),
        "微信",
        "A1",
    )


async def test_by_name_and_village(office: Office) -> None:
    await office.payments(csv_of(HEADING, "王一||联心村|320|2021-10-03|||"))
    assert await paid(office) == [(4, "320.00")]


async def test_by_the_end_of_a_masked_number(office: Office) -> None:
    from tests.support.lists import number

    masked = f"999900********{number(3)[-4:]}"
    await office.payments(csv_of(HEADING, f"李四|{masked}|太塘村|320|2021-10-03|||"))
    assert await paid(office) == [(3, "320.00")]


UNCERTAIN = {
    "payments.nobody": "赵六|#9|太塘村|320|2021-10-03||A1|",
    "payments.several": "李四||太塘村|320|2021-10-03||A1|",
    "payments.other_name": "赵六|#1|太塘村|320|2021-10-03||A1|",
    "payments.refund_of_nothing": "张三|#1|太塘村|-320|2021-10-03||A1|",
    "payments.failed": "张三|#1|太塘村|320|2021-10-03||A1|支付失败",
}


@pytest.mark.parametrize(("reason", "row"), UNCERTAIN.items())
async def test_left_to_somebody(office: Office, reason: str, row: str) -> None:
    result = await office.payments(csv_of(HEADING, row))
    assert reasons(result) == [(2, reason)]
    assert await paid(office) == []


@pytest.mark.parametrize("order", ["A1", ""], ids=["by order number", "by day"])
async def test_the_same_export_again_changes_nothing(office: Office, order: str) -> None:
    file = csv_of(
        HEADING,
        f"张三|#1|太塘村|320.00|2021-10-03|微信|{order}|",
        f"张三|#1|太塘村|320.00|2021-10-03|微信|{order}|",
    )
    await office.payments(file)
    before = await office.everything()
    result = await office.payments(file)
    assert (result.counts["unchanged"], result.counts["added"]) == (2, 0)
    assert await office.everything() == before
    assert await paid(office) == [(1, "320.00")]


async def test_one_order_pays_for_a_family_and_for_two_years(office: Office) -> None:
    heading = "姓名|身份证号|缴费金额|缴费日期|订单号|年度"
    rows = ("张三|#1|320|20211003|A1|2022", "李四|#2|320|20211003|A1|2022", "张三|#1|320|20211003|A1|2021")
    result = await office.payments(csv_of(heading, *rows))
    assert result.counts["added"] == 3


async def test_an_order_of_another_amount(office: Office) -> None:
    await office.payments(csv_of(HEADING, PAID))
    result = await office.payments(csv_of(HEADING, PAID.replace("320.00", "160.00")))
    assert reasons(result) == [(2, "payments.order_conflict")]
    assert await paid(office) == [(1, "320.00")]


async def test_paid_twice_is_recorded_and_pointed_out(office: Office) -> None:
    result = await office.payments(csv_of(HEADING, PAID, PAID.replace("A1", "A2")))
    assert await paid(office) == [(1, "320.00"), (1, "320.00")]
    assert [(row.row, row.reason.key) for row in result.noted] == [(3, "payments.twice")]


async def test_a_refund_may_stand_before_what_it_gives_back(office: Office) -> None:
    refund = "张三|#1|太塘村|-320.00|2021-10-09|微信|B1|"
    result = await office.payments(csv_of(HEADING, refund, PAID))
    assert (result.counts["added"], result.counts["refunds"], result.rejected) == (1, 1, ())
    assert await paid(office) == [(1, "320.00"), (1, "-320.00")]
    again = await office.payments(csv_of(HEADING, refund, PAID))
    assert again.counts["unchanged"] == 2


async def test_no_more_is_given_back_than_was_paid(office: Office) -> None:
    refund = "张三|#1|太塘村|-320.00|2021-10-09|微信|B1|"
    result = await office.payments(csv_of(HEADING, PAID, refund, refund.replace("B1", "B2")))
    assert reasons(result) == [(4, "payments.refund_of_nothing")]


async def test_the_export_confirms_what_a_clerk_marked(office: Office) -> None:
    payment_id = await mark(office, 1)
    result = await office.payments(csv_of(HEADING, PAID))
    assert (result.counts["confirmed"], result.counts["added"]) == (1, 0)
    async with office.database.reading() as connection:
        [payment] = await list_payments(connection, [1], [2022])
    assert payment.id == payment_id
    assert (payment.reference, payment.channel, payment.paid_on) == ("A1", "微信", date(2021, 10, 3))
    assert (payment.source, payment.recorded_by) == ("clerk", 7)
    assert await paid(office) == [(1, "320.00")]


async def test_a_mark_is_confirmed_once(office: Office) -> None:
    await mark(office, 1)
    result = await office.payments(csv_of(HEADING, PAID, PAID.replace("A1", "A2")))
    assert (result.counts["confirmed"], result.counts["added"]) == (1, 1)


async def test_what_was_taken_back_stays_so(office: Office) -> None:
    await office.payments(csv_of(HEADING, PAID))
    async with office.database.transaction() as connection:
        assert await void_payment(connection, 1, 7, moment(DAY), "记错了")
        assert not await void_payment(connection, 1, 7, moment(DAY), "记错了")
    await office.payments(csv_of(HEADING, PAID))
    assert await paid(office) == []


@pytest.mark.parametrize(
    "options", [ImportOptions(dry_run=True), ImportOptions(strict=True)], ids=["dry", "strict"]
)
async def test_nothing_is_kept(office: Office, options: ImportOptions) -> None:
    before = await office.everything()
    result = await office.payments(csv_of(HEADING, PAID, UNCERTAIN["payments.nobody"]), options)
    assert (result.written, result.counts["added"]) == (False, 1)
    assert await office.everything() == before
