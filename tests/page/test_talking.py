"""People write, answer, correct, forward and delete; the bot's words appear where they belong."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot.playground import people
from tests.page.village import Village
from tests.page.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_typed_question_is_answered(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("手机上显示320怎么办")
    await aunt.sees("您说的是：手机上显示320怎么办")
    await expect(aunt.input).to_have_value("")


async def test_a_suggested_question_is_sent_by_a_tap(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.button("今年交多少钱").click()
    await aunt.sees("您说的是：今年交多少钱")


async def test_in_the_group_a_suggestion_is_sent_as_its_speaker(visitor: Visitor) -> None:
    group = visitor.phone("group")
    await group.button("晚上打牌不").click()
    await expect(group.own("晚上打牌不")).to_be_visible()
    await expect(group.button("王叔")).to_have_attribute("aria-pressed", "true")
    await group.button("李大妈").click()
    await expect(group.theirs("晚上打牌不")).to_be_visible()


async def test_shift_enter_begins_a_new_line(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.input.fill("第一行")
    await aunt.input.press("Shift+Enter")
    await aunt.input.press_sequentially("第二行")
    await aunt.input.press("Enter")
    await aunt.sees("您说的是：第一行\n第二行")


async def test_an_input_methods_enter_sends_nothing(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.input.fill("jiao")
    await aunt.input.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await expect(aunt.input).to_have_value("jiao")


async def test_markup_in_a_text_stays_text(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("<img src=x onerror=alert(1)>")
    await aunt.sees("您说的是：<img src=x onerror=alert(1)>")
    await expect(aunt.node.locator(".bubble img")).to_have_count(0)


async def test_formatting_of_the_bot_is_shown(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("格式")
    answer = await aunt.sees("不是粗")
    await expect(answer.locator("strong em")).to_have_text("斜")
    await expect(answer.locator("blockquote")).to_have_text("引一段话")
    await expect(answer.get_by_role("link", name="外面")).to_have_attribute("rel", "noopener noreferrer")
    await answer.get_by_role("button", name="/help").click()
    await expect(aunt.own("/help")).to_be_visible()


async def test_a_long_answer_wraps_and_is_read_from_its_beginning(visitor: Visitor) -> None:
    clerk = visitor.phone("clerk")
    await clerk.says("长")
    await clerk.sees("第60条")
    await expect(clerk.own("长")).to_be_in_viewport(ratio=1)
    assert await clerk.scroller.evaluate("node => node.scrollWidth <= node.clientWidth")
    await clerk.button("回到最新").click()
    end = "node => Math.abs(node.scrollHeight - node.clientHeight - node.scrollTop) < 2"
    assert await clerk.scroller.evaluate(end)


async def test_after_a_press_the_answer_is_read_from_its_beginning(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("长按钮")
    await aunt.button("说来听听").click()
    answer = await aunt.sees("第60条")
    top = await answer.evaluate("node => node.getBoundingClientRect().top")
    assert top >= (await aunt.scroller.evaluate("node => node.getBoundingClientRect().top"))


async def test_a_short_answer_leaves_the_view_at_the_end(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    for number in range(6):
        await aunt.says(f"第{number}问")
    await aunt.sees("您说的是：第5问")
    end = "node => Math.abs(node.scrollHeight - node.clientHeight - node.scrollTop) < 2"
    assert await aunt.scroller.evaluate(end)


async def test_who_reads_above_is_not_pulled_down(visitor: Visitor, village: Village) -> None:
    clerk = visitor.phone("clerk")
    await clerk.says("长")
    await clerk.sees("第60条")
    await clerk.scroller.evaluate("node => { node.scrollTop = 100 }")
    down = clerk.button("回到最新")
    await expect(down).to_be_visible()
    people.say(
        village.playground.world, village.playground.world.chats[village.clerk.id], village.clerk, "新的"
    )
    await expect(clerk.bubble("您说的是：新的")).to_be_attached()
    assert await clerk.scroller.evaluate("node => node.scrollTop") == 100
    await down.click()
    await expect(clerk.bubble("您说的是：新的")).to_be_in_viewport()


async def test_older_messages_come_when_one_scrolls_up(visitor: Visitor, village: Village) -> None:
    world = village.playground.world
    for number in range(120):
        people.say(world, world.chats[village.uncle.id], village.uncle, f"第{number:03}句")
    await visitor.page.reload()
    await visitor.page.wait_for_selector("body.is-ready")
    await visitor.switch("uncle").click()
    uncle = visitor.phone("uncle")
    await expect(uncle.bubble("第000句")).to_have_count(0)
    for _ in range(8):
        await uncle.scroller.evaluate("node => { node.scrollTop = 0 }")
        await visitor.page.wait_for_timeout(100)
    await expect(uncle.node.locator(".mine .bubble", has_text="第000句")).to_be_attached()


async def test_an_edited_question_changes_its_answer_in_place(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("今年叫多少钱")
    await aunt.sees("您说的是：今年叫多少钱")
    await aunt.chooses(aunt.own("今年叫多少钱"), "修改")
    await aunt.input.fill("今年交多少钱")
    await aunt.input.press("Enter")
    answer = await aunt.sees("改成了：今年交多少钱")
    await expect(answer.locator(".edited")).to_have_text("已编辑")
    await expect(aunt.node.locator(".bubble", has_text="叫多少钱")).to_have_count(0)


async def test_a_reply_quotes_and_the_quote_leads_back(visitor: Visitor) -> None:
    clerk = visitor.phone("clerk")
    await clerk.says("引用")
    await clerk.sees("这是对您的回复。")
    await clerk.says("长")
    await clerk.sees("第60条")
    await clerk.scroller.evaluate("node => { node.scrollTop = 0 }")
    await clerk.chooses(clerk.theirs("这是对您的回复。"), "回复")
    await expect(clerk.node.locator(".composing")).to_contain_text("回复参保助手")
    await clerk.says("知道了")
    await clerk.sees("您说的是：知道了")
    original = clerk.theirs("这是对您的回复。")
    await expect(original).not_to_be_in_viewport()
    await clerk.own("知道了").locator(".quote").click()
    await expect(original).to_be_in_viewport()
    await expect(original).to_contain_class("is-revealed")


async def test_a_deleted_message_is_gone(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("说错了")
    await aunt.sees("您说的是：说错了")
    await aunt.chooses(aunt.theirs("您说的是：说错了"), "删除")
    await expect(aunt.node.locator(".theirs .bubble", has_text="说错了")).to_have_count(0)


async def test_a_message_is_forwarded_to_the_group(visitor: Visitor) -> None:
    aunt, group = visitor.phone("aunt"), visitor.phone("group")
    await aunt.says("交到几号")
    await aunt.sees("您说的是：交到几号")
    await aunt.chooses(aunt.theirs("您说的是：交到几号"), "转发")
    await visitor.page.get_by_role("dialog").get_by_role("button", name="华升社区医保群").click()
    await visitor.notes("转发好了")
    await expect(await group.sees("您说的是：交到几号")).to_contain_text("转发自参保助手")


async def test_the_bot_is_seen_typing(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("忙")
    await expect(aunt.node.locator(".typing")).to_contain_text("正在输入")
    await aunt.sees("想好了。")
    await expect(aunt.node.locator(".typing")).to_have_count(0)


async def test_commands_are_offered_and_narrowed(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.button("命令菜单").click()
    options = aunt.node.get_by_role("option")
    await expect(options).to_have_count(3)
    await aunt.input.fill("/st")
    await expect(options).to_have_count(2)
    await aunt.input.press("ArrowDown")
    await aunt.input.press("Enter")
    await expect(aunt.own("/status")).to_be_visible()


async def test_a_group_has_commands_of_its_own(visitor: Visitor) -> None:
    group = visitor.phone("group")
    await group.button("命令菜单").click()
    await expect(group.node.get_by_role("option")).to_have_text(["/ask问一个问题"])


async def test_a_pinned_message_stands_on_top(visitor: Visitor) -> None:
    aunt = visitor.phone("aunt")
    await aunt.says("置顶")
    await expect(aunt.node.locator(".pin")).to_contain_text("请大家在十二月底前交。")


async def test_a_refused_text_is_not_lost(visitor: Visitor, village: Village) -> None:
    aunt = visitor.phone("aunt")
    people.remove_member(village.playground.world, village.group, village.aunt, village.aunt)
    group = visitor.phone("group")
    await group.says("还在吗")
    await visitor.notes("这个人不在群里")
    await expect(group.input).to_have_value("还在吗")
    await aunt.says("还好")
    await aunt.sees("您说的是：还好")
