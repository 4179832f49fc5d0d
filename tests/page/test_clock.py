"""The bar on top moves the one clock of server and bot."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.async_api import expect

from tests.page.conftest import Opens
from tests.page.village import SHANGHAI, Village
from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def _moment(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=SHANGHAI)


async def test_the_bar_says_place_year_and_day(visitor: Visitor) -> None:
    bar = visitor.page.locator(".top-bar")
    await expect(bar).to_contain_text("西岩镇 2022年度")
    await expect(bar).to_contain_text("2021年10月20日 星期三")
    await expect(bar).to_contain_text("缴费到12月31日，还有73天")
    await expect(bar).to_contain_text("都是编的")


async def test_a_day_passes_and_the_scheduler_has_looked(visitor: Visitor, village: Village) -> None:
    await visitor.page.get_by_role("button", name="前进一天").click()
    await expect(visitor.page.locator(".date")).to_contain_text("10月21日 星期四")
    assert village.ticks == [_moment(20, 20, 30), _moment(21, 9)]
    assert village.playground.clock().date() == _moment(21, 9).date()


async def test_every_day_of_a_week_is_lived_through(visitor: Visitor, village: Village) -> None:
    await visitor.page.get_by_role("button", name="前进一周").click()
    await expect(visitor.page.locator(".date")).to_contain_text("10月27日")
    assert [moment for moment in village.ticks if moment.hour == 9] == [
        _moment(day, 9) for day in range(21, 28)
    ]


async def test_the_deadline_is_reached_once(visitor: Visitor, village: Village) -> None:
    button = visitor.page.get_by_role("button", name="到截止日")
    await button.click()
    await expect(visitor.page.locator(".top-bar")).to_contain_text("今天是缴费截止日")
    assert village.ticks[-1] == _moment(31, 9, month=12)
    await expect(button).to_be_disabled()


async def test_another_open_page_sees_the_new_day(visitor: Visitor, opens: Opens) -> None:
    other = await opens()
    await visitor.page.get_by_role("button", name="前进一天").click()
    await expect(other.page.locator(".date")).to_contain_text("10月21日")


async def test_new_messages_stand_under_the_new_day(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await visitor.page.get_by_role("button", name="前进一天").click()
    await expect(visitor.page.locator(".date")).to_contain_text("10月21日")
    await aunt.says("早上好")
    await aunt.sees("您说的是：早上好")
    await expect(aunt.node.locator(".day")).to_have_text(["昨天 10月20日 星期三", "今天 10月21日 星期四"])
