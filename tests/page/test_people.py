"""Several phones at once: who sees what, links that somebody else opens, newcomers."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground import people
from tests.page.conftest import Opens
from tests.page.village import Village
from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_phone_behind_another_shows_that_there_is_news(visitor: Visitor, village: Village) -> None:
    world = village.playground.world
    dot = visitor.switch("uncle").locator(".dot")
    await expect(dot).to_be_hidden()
    people.say(world, world.chats[village.uncle.id], village.uncle, "在吗")
    await expect(dot).to_be_visible()
    await visitor.switch("uncle").click()
    await expect(dot).to_be_hidden()
    await visitor.phone("uncle").sees("您说的是：在吗")


async def test_a_draft_stays_with_its_phone(visitor: Visitor) -> None:
    await visitor.phone("aunt").input.fill("写了一半")
    await visitor.switch("uncle").click()
    await expect(visitor.phone("uncle").input).to_have_value("")
    await visitor.switch("aunt").click()
    await expect(visitor.phone("aunt").input).to_have_value("写了一半")


async def test_an_invitation_is_opened_on_another_phone(visitor: Visitor) -> None:
    officer = visitor.phone("officer")
    await officer.says("邀请")
    await officer.bubble("邀请您的链接").get_by_role("link").click()
    dialog = visitor.page.get_by_role("dialog")
    await expect(dialog.get_by_role("listitem").first).to_contain_text("本人")
    await dialog.get_by_role("button", name="王叔").click()
    uncle = visitor.phone("uncle")
    await uncle.sees("收到暗号 j_abc")
    await expect(officer.bubble("收到暗号")).to_have_count(0)


async def test_a_newcomer_gets_a_phone_on_every_page(visitor: Visitor, opens: Opens) -> None:
    other = await opens()
    officer = visitor.phone("officer")
    await officer.says("邀请")
    await officer.bubble("邀请您的链接").get_by_role("link").click()
    await visitor.page.get_by_role("button", name="一个新来的人").click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("赵姐")
    await dialog.get_by_role("button", name="打开").click()
    await expect(visitor.page.locator(".phone.is-shown", has_text="赵姐")).to_contain_text("收到暗号 j_abc")
    await expect(other.page.get_by_role("button", name="赵姐")).to_be_visible()


async def test_a_link_of_somebody_else_leads_out_of_the_page(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("看 https://t.me/another_bot?start=x 吧")
    link = aunt.own("another_bot").get_by_role("link")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(visitor.page.get_by_role("dialog")).to_have_count(0)


async def test_two_pages_show_the_same(visitor: Visitor, opens: Opens) -> None:
    other = await opens()
    await visitor.phone("group").says("大家好")
    await other.phone("group").sees("大家好")
