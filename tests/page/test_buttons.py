"""Buttons under messages and below the input line."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground.faults import Fault
from tests.page.village import Village
from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_answer_to_a_press_is_a_passing_note(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("按钮")
    await aunt.button("提示").click()
    await visitor.notes("好的，记下了")
    await expect(visitor.page.locator(".note")).to_have_count(0, timeout=6_000)


async def test_an_alert_waits_until_it_is_read(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("按钮")
    await aunt.button("弹窗").click()
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("这件事要您自己拿主意。")
    await dialog.get_by_role("button", name="知道了").click()
    await expect(dialog).to_have_count(0)


async def test_a_press_edits_the_message_in_place_and_keeps_the_keyboards_place(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("按钮")
    button = aunt.button("改掉这条")
    await button.focus()
    await button.press("Enter")
    await aunt.sees("这条已经改过了。")
    await expect(aunt.bubble("请选一个：")).to_have_count(0)
    await expect(aunt.button("改掉这条")).to_be_focused()


async def test_a_press_deletes_the_message(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("按钮")
    await aunt.button("删掉这条").click()
    await expect(aunt.bubble("请选一个：")).to_have_count(0)


async def test_a_button_shows_that_it_waits(visitor: Visitor, village: Village) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("按钮")
    village.playground.faults.order(Fault("timeout", "answerCallbackQuery", seconds=2))
    button = aunt.button("提示")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")


async def test_a_link_button_in_the_group_opens_ones_own_chat(visitor: Visitor) -> None:
    group = visitor.phone("group")
    await group.button("王叔").click()
    await group.says("按钮")
    await group.button("私聊查看").click()
    uncle = visitor.phone("uncle")
    await uncle.sees("收到暗号 h_123")


async def test_the_keyboard_below_writes_its_label(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.button("查我家交了没").click()
    await aunt.sees("您说的是：查我家交了没")


async def test_the_keyboard_folds_and_unfolds(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    keys = aunt.node.locator(".reply-keyboard")
    await aunt.button("按钮菜单").click()
    await expect(keys).to_be_hidden()
    await aunt.button("按钮菜单").click()
    await expect(keys).to_be_visible()


async def test_the_bot_takes_its_keyboard_away(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("收起")
    await aunt.sees("收起来了。")
    await expect(aunt.node.locator(".reply-keyboard")).to_be_hidden()
    await expect(aunt.node.get_by_role("button", name="按钮菜单")).to_be_hidden()


async def test_a_phone_number_is_given_only_when_typed(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("联系")
    await aunt.button("发我的手机号").click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("10000000001")
    await dialog.get_by_role("button", name="打开").click()
    await aunt.sees("收到号码")
    await expect(aunt.node.locator(".card")).to_contain_text("10000000001")


async def test_everything_is_reached_without_a_mouse(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.input.focus()
    await visitor.page.keyboard.type("按钮")
    await visitor.page.keyboard.press("Enter")
    await aunt.sees("请选一个：")
    for _ in range(40):
        await visitor.page.keyboard.press("Shift+Tab")
        if await aunt.button("提示").evaluate("node => node === document.activeElement"):
            break
    await visitor.page.keyboard.press("Space")
    await visitor.notes("好的，记下了")
