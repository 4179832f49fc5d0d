"""/paid: cash and proxy payments, held against the notice, undone for ten minutes, only in the clerk's own village."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import audit, payments
from storage.payments import Payment
from tests.handlers.households.conftest import VILLAGE, data_of
from tests.support.cases import replays
from tests.support.homes import Home, Homes
from tests.support.people import Person
from tests.support.running import Town


async def noted(town: Town, home: Home) -> list[Payment]:
    """Payments of a household that count."""
    async with town.bot.database.reading() as connection:
        found = await payments.list_payments(connection, home.persons, [2022])
    return [payment for payment in found if not payment.is_void]


async def sums(town: Town, home: Home) -> list[str]:
    """Yuan and channel of each."""
    return [f"{payment.amount} {payment.channel}" for payment in await noted(town, home)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("/paid 张三", "320.00 None"),
        ("/paid 张三 320 现金", "320.00 现金"),
        ("/paid 张三320元现金", "320.00 现金"),
        ("/paid 张三 代缴 320", "320.00 代缴"),
        ("/paid 李四 160", "160.00 None"),
    ],
)
async def test_as_it_is_typed(town: Town, home: Home, clerk: Person, words: str, expected: str) -> None:
    await clerk.says(words)
    line = await clerk.hears("记下了：")
    assert "这一家还有2人没交" in line.text
    assert line.labels == ["撤销"]
    assert await sums(town, home) == [expected]


async def test_several_and_a_whole_family(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 张三 李四 480 现金")
    await clerk.hears("记下了：张三 320元、李四 160元（现金），一共480元，张三家（华升社区3组）。")
    await clerk.says("/paid 张三家")
    await clerk.hears("记下了：张小五 320元")
    await clerk.says("/paid 张三家")
    await clerk.hears("张三家早就交了")
    assert await sums(town, home) == ["320.00 现金", "160.00 现金", "320.00 None"]


async def test_a_sum_for_several_that_does_not_fit(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 张三 李四 640")
    await clerk.hears("一共该交480元，您写的是640元，没有记")
    assert await noted(town, home) == []


@pytest.mark.parametrize(
    ("button", "expected"), [("确认按320元记", ["320.00 现金"]), ("按160元记", ["160.00 现金"]), ("取消", [])]
)
async def test_another_sum_than_the_notices(
    town: Town, home: Home, clerk: Person, button: str, expected: list[str]
) -> None:
    await clerk.says("/paid 李四 320 现金")
    asked = await clerk.hears("按通知，李四该交160元，您写的是320元")
    assert asked.labels == ["确认按320元记", "按160元记", "取消"]
    await clerk.presses(button)
    await clerk.sees_edit("记下了：李四" if expected else "没有记")
    assert await sums(town, home) == expected


async def test_paid_already(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 张三")
    await clerk.hears("记下了")
    await clerk.says("/paid 张三")
    await clerk.hears("张三早就交了，没有再记")
    assert len(await noted(town, home)) == 1


async def test_namesakes(town: Town, home: Home, homes: Homes, clerk: Person) -> None:
    other = await homes.add(VILLAGE, "王五", [("张三", "ordinary")], group="5")
    await clerk.says("/paid 张三 320 现金")
    which = await clerk.hears("叫“张三”的，是哪一位")
    assert which.labels == ["张三　3组张三家　尾号0000", "张三　5组王五家　尾号0000", "取消"]
    await clerk.presses("5组王五家")
    await clerk.sees_edit("记下了：张三 320元（现金），王五家（华升社区5组）")
    assert await noted(town, home) == []
    assert await sums(town, other) == ["320.00 现金"]


async def test_nearly_that_name(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 章小武")
    which = await clerk.hears("是哪一位")
    assert which.labels == ["张小五　3组张三家　尾号0000", "取消"]
    assert await noted(town, home) == []
    await clerk.says("/paid 司马相如")
    await clerk.hears("没找到“司马相如”")


async def test_undone_within_ten_minutes(town: Town, home: Home, clerk: Person, resident: Person) -> None:
    await clerk.says("/paid 张三家")
    done = await clerk.hears("记下了")
    await resident.says("/bind")
    await resident.hears()
    toast = await replays(resident, resident, data_of(done, "撤销"))
    assert "不是给您的" in toast.text
    colleague = await town.clerk("华升副专干", VILLAGE)
    toast = await replays(colleague, colleague, data_of(done, "撤销"))
    assert "只有记的人自己能撤销" in toast.text
    assert len(await noted(town, home)) == 3
    await clerk.presses("撤销")
    await clerk.sees_edit("撤销了：张三、李四、张小五，没有记")
    assert await noted(town, home) == []
    toast = await replays(clerk, clerk, data_of(done, "撤销"))
    assert toast is not None
    assert "已经撤销过了" in toast.text
    town.set_now(town.bot.clock() + timedelta(minutes=11))
    await town.ticks()
    await resident.hears_nothing()


async def test_not_undone_later_and_the_family_hears(
    town: Town, home: Home, clerk: Person, resident: Person
) -> None:
    await clerk.says("/paid 张三 320 现金")
    await clerk.hears("记下了")
    town.set_now(town.bot.clock() + timedelta(minutes=11))
    toast = await clerk.presses("撤销")
    assert toast is not None
    assert "过了10分钟" in toast.text
    assert len(await noted(town, home)) == 1
    town.bot.house.wake_delivery()
    told = await resident.hears("专干记下了您家交的钱：张* 320元（现金）")
    assert told.labels == ["不对"]


async def test_from_the_card(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/unpaid 张三")
    await clerk.hears()
    await clerk.presses("1 张三")
    card = await clerk.hears("张三家（华升社区3组）")
    assert card.labels[:4] == [
        "记已交：张三　320元",
        "记已交：李四　160元",
        "记已交：张小五　320元",
        "全家记已交　800元",
    ]
    await clerk.presses("记已交：李四")
    how = await clerk.hears("李四，160元，怎么交的")
    assert how.labels == ["确认，现金", "确认，代缴", "取消"]
    await clerk.presses("确认，代缴")
    await clerk.sees_edit("记下了：李四 160元（代缴）")
    await clerk.presses_data(card, data_of(card, "全家记已交"))
    await clerk.hears("张三家，640元，怎么交的")
    await clerk.presses("确认，现金")
    await clerk.sees_edit("这一家交齐了")
    assert await sums(town, home) == ["160.00 代缴", "320.00 现金", "320.00 现金"]
    toast = await clerk.presses_data(card, data_of(card, "全家记已交"))
    assert toast is not None
    assert "没有要记的" in toast.text


async def test_another_villages_clerk_notes_nothing(town: Town, home: Home, clerk: Person) -> None:
    other = await town.clerk("金石专干", "金石社区")
    for words in ("/paid 张三 320", "/paid 张三家", "/paid 华升社区 张三 320"):
        await other.says(words)
        assert "记下了" not in (await other.hears()).text
    person = home.persons[0]
    for data in (
        f"hpay:one:{person}",
        f"hpay:all:{home.id}",
        f"hpay:as:{person}:32000:c",
        f"hpay:sure:{person}:100:c",
        f"hpay:whole:{home.id}:c",
        "hpay:undo:1",
    ):
        toast = await replays(other, other, data)
        assert toast.text, data
    assert await noted(town, home) == []
    await other.hears_nothing()


async def test_marking_is_in_the_audit_log(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 张三")
    await clerk.hears("记下了")
    await clerk.presses("撤销")
    await clerk.sees_edit("撤销了")
    async with town.bot.database.reading() as connection:
        looks = await audit.list_looks(connection, household_id=home.id)
    assert [(look.user_id, look.action) for look in looks] == [(clerk.id, "paid undone"), (clerk.id, "paid")]


async def test_without_a_name_it_says_how(clerk: Person) -> None:
    await clerk.says("/paid")
    await clerk.hears("/paid 张三 320 现金")


async def test_delivered_twice_it_is_noted_once(town: Town, home: Home, clerk: Person) -> None:
    await clerk.says("/paid 张三")
    await clerk.hears("记下了")
    town.api.redelivers(town.api.playground.world.updates._next_id - 1)
    await clerk.hears_nothing()
    assert len(await noted(town, home)) == 1
