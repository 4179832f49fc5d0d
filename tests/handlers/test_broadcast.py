"""Whole conversations about broadcasts: from /broadcast to the last receipt, and everything that stops one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from handlers.broadcast import board
from storage import broadcasts, subscriptions
from storage.outbox import Lane
from tests.support.broadcasting import prepared, village_group
from tests.support.homes import Homes
from tests.support.people import Heard, Person, picture
from tests.support.running import Town, running_town


@pytest.fixture
async def careful(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose broadcasts pause after the first two messages."""
    async with running_town(tmp_path, first_look=2) as running:
        yield running


async def neighbours(town: Town, count: int) -> list[Person]:
    """Residents of 华升社区, each with a bound household that owes."""
    homes = Homes(town.bot.database)
    people = [await town.resident(f"住户{number}") for number in range(count)]
    for person in people:
        await homes.add("华升社区", person.name, [(person.name, "ordinary")], users=[person.id])
    return people


async def shown(town: Town) -> None:
    """The boards are brought up to date."""
    await board.refresh_all(town.bot.house, town.bot.application.bot)


async def test_a_broadcast_to_one_group_goes_out_at_once(town: Town) -> None:
    group = await village_group(town, "华升社区")
    asked = await prepared(town.officer)
    assert asked.text == "发给：各村的群，1个群。\n现在就发，大约要1分钟。"
    await town.officer.presses("确认发送")
    assert (await group.hears("明天不办公")).labels == []
    await town.officer.hears("第1号群发：各村的群")
    await shown(town)
    await town.officer.hears("第1号群发发完了：各村的群。\n已送到1")


async def test_the_preview_is_what_the_group_gets(town: Town) -> None:
    group = await village_group(town, "华升社区")
    officer = town.officer
    await prepared(officer, text="【村名】还差【还差】人")
    await officer.presses("要“收到”按钮")
    await officer.hears("下面是华升社区会看到的样子")
    preview = await officer.hears()
    await officer.hears("发给")
    await officer.presses("确认发送")
    got = await group.hears("华升社区还差2082人")
    assert (got.text, got.labels) == (preview.text, preview.labels) == ("华升社区还差2082人", ["收到"])


async def test_each_village_hears_its_own_figures(town: Town) -> None:
    first, second = await village_group(town, "华升社区"), await village_group(town, "太塘村")
    colleague = await town.colleague("镇财政所")
    await prepared(town.officer, text="【村名】还差【还差】人")
    await town.officer.presses("确认发送")
    await colleague.hears("华升社区还差2082人")
    await colleague.hears("发给")
    await colleague.presses("确认发送")
    await first.hears("华升社区还差2082人")
    await second.hears("太塘村还差1264人")


async def test_more_than_one_group_needs_a_colleague(town: Town) -> None:
    groups = [await village_group(town, village) for village in ("华升社区", "金石社区")]
    colleague = await town.colleague("镇财政所")
    asked = await prepared(town.officer)
    assert "要另一位镇里的同事也点“确认”" in asked.text
    await town.officer.presses("确认发送")
    await town.officer.hears("已交给同事，点了“确认”才发")
    await colleague.hears("明天不办公")
    card = await colleague.hears("发给：各村的群，2个群")
    assert card.labels == ["确认发送", "退回"]
    for group in groups:
        await group.hears_nothing()
    toast = await town.officer.presses_data(card, card_data(card, "确认发送"))
    assert toast is not None
    assert toast.text == "不能自己确认自己的，请另一位同事来点。"
    await colleague.presses("确认发送")
    await colleague.sees_edit("已确认")
    for group in groups:
        await group.hears("明天不办公")


def card_data(card: Heard, label: str) -> str:
    """The callback data behind a label."""
    rows = card.raw["reply_markup"]["inline_keyboard"]
    return str(next(button["callback_data"] for row in rows for button in row if button["text"] == label))


async def test_without_a_colleague_nothing_that_large_goes_out(town: Town) -> None:
    for village in ("华升社区", "金石社区"):
        await village_group(town, village)
    await prepared(town.officer)
    toast = await town.officer.presses("确认发送")
    assert toast is not None
    assert "要另一位镇里的同事确认" in toast.text


async def test_a_colleague_sends_it_back(town: Town) -> None:
    groups = [await village_group(town, village) for village in ("华升社区", "金石社区")]
    colleague, other = await town.colleague("镇财政所"), await town.colleague("镇民政办")
    await prepared(town.officer)
    await town.officer.presses("确认发送")
    for person in (colleague, other):
        await person.hears("明天不办公")
        await person.hears("发给")
    await colleague.presses("退回")
    await town.officer.hears("已交给同事，点了“确认”才发")
    await town.officer.hears("第1号群发，同事退回了，没有发")
    for group in groups:
        await group.hears_nothing()
    toast = await other.presses("确认发送")
    assert toast is not None
    assert toast.text == "这个群发已经处理过了。"


@pytest.mark.parametrize("who", ["clerk", "resident"])
async def test_only_the_township_broadcasts(town: Town, who: str) -> None:
    person = await town.clerk("华升专干", "华升社区") if who == "clerk" else await town.resident("李大妈")
    await person.says("/broadcast")
    await person.hears("这个功能只给镇里和村里的工作人员用")


async def test_a_rehearsal_reaches_only_its_author(town: Town) -> None:
    group = await village_group(town, "华升社区")
    await prepared(town.officer, text="【村名】的乡亲们")
    await town.officer.presses("演练：只发给我")
    heard = [(await town.officer.hears()).text for _ in range(3)]
    assert "演练开始：从头到尾走一遍，只有您自己会收到。" in heard
    assert "华升社区的乡亲们" in heard
    await group.hears_nothing()


async def test_the_first_few_then_a_look(careful: Town) -> None:
    people = await neighbours(careful, 4)
    officer = careful.officer
    await prepared(officer, who="绑定的住户", text="请带户口簿")
    await officer.presses("确认发送")
    await people[0].hears("请带户口簿")
    await people[1].hears("请带户口簿")
    await officer.hears("第1号群发：绑定的住户")
    await shown(careful)
    await people[2].hears_nothing()
    assert "先发了这2条" in officer.history[-1]["text"]
    await officer.presses("继续")
    for person in people[2:]:
        await person.hears("请带户口簿")


async def test_what_is_cancelled_at_the_first_look_goes_no_further(careful: Town) -> None:
    people = await neighbours(careful, 4)
    await prepared(careful.officer, who="绑定的住户", text="请带户口簿")
    await careful.officer.presses("确认发送")
    await people[1].hears("请带户口簿")
    await careful.officer.hears("第1号群发")
    await shown(careful)
    await careful.officer.presses("取消")
    await people[2].hears_nothing()
    await people[3].hears_nothing()


async def test_only_those_who_owe(town: Town) -> None:
    payer, ower = await neighbours(town, 2)
    homes = Homes(town.bot.database)
    await homes.pays(1, datetime(2021, 11, 20).date())
    asked = await prepared(town.officer, who="还没交的住户", text="还差您家")
    assert "1个人" in asked.text
    await town.officer.presses("确认发送")
    assert (await ower.hears("还差您家")).labels == ["不再接收"]
    await payer.hears_nothing()


async def test_who_stops_gets_nothing_more_of_it(careful: Town) -> None:
    people = await neighbours(careful, 4)
    await prepared(careful.officer, who="绑定的住户", text="请带户口簿")
    await careful.officer.presses("确认发送")
    await people[1].hears("请带户口簿")
    async with careful.bot.database.transaction() as connection:
        await subscriptions.unsubscribe(connection, people[3].id, careful.bot.clock())
    await careful.officer.hears("第1号群发")
    await shown(careful)
    await careful.officer.presses("继续")
    await people[2].hears("请带户口簿")
    await people[3].hears_nothing()


async def test_everybody_reads_it_in_their_own_script(town: Town) -> None:
    anna, berta = await neighbours(town, 2)
    await berta.says("/lang")
    await berta.hears("用哪种文字")
    await berta.presses("繁體中文")
    await berta.gets()
    await berta.hears()
    await prepared(town.officer, who="绑定的住户", text="医保缴费")
    await town.officer.presses("确认发送")
    await anna.hears("医保缴费")
    await berta.hears("醫保繳費")


async def test_photos_and_files_go_as_they_are(town: Town) -> None:
    group = await village_group(town, "华升社区")
    await town.officer.says("/broadcast")
    await town.officer.hears("群发给谁")
    await town.officer.presses("各村的群")
    await town.officer.hears("发给哪些村")
    await town.officer.presses("所有村")
    await town.officer.hears("发什么")
    await town.officer.sends_photo(picture(80), caption="停电通知")
    await town.officer.hears("下面")
    await town.officer.hears("停电通知")
    await town.officer.hears("发给")
    await town.officer.presses("确认发送")
    assert (await group.hears("停电通知")).raw["photo"]


async def test_receipts_are_counted_once_a_person(town: Town) -> None:
    group = await village_group(town, "华升社区")
    anna = await town.resident("李大妈")
    await anna.joins(group)
    await prepared(town.officer)
    await town.officer.presses("要“收到”按钮")
    await town.officer.hears("下面")
    await town.officer.hears("明天不办公")
    await town.officer.hears("发给")
    await town.officer.presses("确认发送")
    await group.hears("明天不办公")
    first = await anna.presses("收到", group)
    again = await anna.presses("收到", group)
    assert first is not None
    assert again is not None
    assert (first.text, again.text) == ("好的，记下您看到了。", "已经记下了，谢谢。")
    async with town.bot.database.reading() as connection:
        assert (await broadcasts.tally_of(connection, 1)).receipts == 1


async def test_by_night_it_waits_for_the_morning(town: Town) -> None:
    group = await village_group(town, "华升社区")
    town.set_now(datetime(2021, 11, 22, 22, 0))
    await prepared(town.officer)
    await town.officer.presses("确认发送")
    await town.officer.hears("夜里不发，早上8点接着发")
    await group.hears_nothing(within=0.5)
    town.set_now(datetime(2021, 11, 23, 8, 0))
    await town.ticks()
    await group.hears("明天不办公")


async def test_at_a_time_of_ones_own(town: Town) -> None:
    group = await village_group(town, "华升社区")
    await prepared(town.officer)
    await town.officer.presses("改时间")
    await town.officer.hears("什么时候发")
    await town.officer.says("明天晚上10点")
    await town.officer.hears("晚上21点到早上8点不打扰人，已改到11月24日 08:00")
    await town.officer.hears("下面")
    await town.officer.hears()
    await town.officer.hears("11月24日 08:00，大约要1分钟")
    await town.officer.presses("确认发送")
    await group.hears_nothing(within=0.5)
    town.set_now(datetime(2021, 11, 24, 8, 0))
    await town.ticks()
    await group.hears("明天不办公")


async def test_withdrawn_and_corrected_to_the_very_same(town: Town) -> None:
    anna, berta = await neighbours(town, 2)
    officer = town.officer
    await prepared(officer, who="绑定的住户", text="12月30日截止")
    await officer.presses("确认发送")
    await anna.hears("12月30日截止")
    await berta.hears("12月30日截止")
    await withdrawn(town, 2)
    await neighbours(town, 1)  # has moved in since, and had not heard the mistake
    assert all("12月30日截止" not in m.get("text", "") for p in (anna, berta) for m in p.history)
    assert "2个人" in await asked_again(town, "更正：12月31日截止")
    await officer.presses("确认发送")
    await anna.hears("更正：12月31日截止")
    await berta.hears("更正：12月31日截止")
    assert town.api.calls("sendMessage", "400") == 0


async def withdrawn(town: Town, deletions: int) -> None:
    """The officer takes the last broadcast back; so many messages are deleted."""
    await town.officer.hears("第1号群发")
    await shown(town)
    await town.officer.presses("撤回")
    await town.officer.presses("确认撤回")
    await town.api.happens(
        lambda: town.api.calls("deleteMessage") >= deletions + 1
    )  # and the question itself


async def asked_again(town: Town, text: str) -> str:
    """The officer writes the correction; the last question before it goes out."""
    await town.officer.says(text)
    await town.api.happens(lambda: "确认发送" in str(town.officer.history[-1]))
    return str(town.officer.history[-1]["text"])


async def test_a_correction_spares_who_has_said_stop_since(town: Town) -> None:
    anna, berta = await neighbours(town, 2)
    await prepared(town.officer, who="绑定的住户", text="12月30日截止")
    await town.officer.presses("确认发送")
    await anna.hears("12月30日截止")
    await berta.hears("12月30日截止")
    await withdrawn(town, 2)
    await berta.says("/stop")
    await berta.hears("以后不再主动提醒您")
    assert "1个人" in await asked_again(town, "更正：12月31日截止")
    await town.officer.presses("确认发送")
    assert (await anna.hears("更正：12月31日截止")).labels == ["不再接收"]
    await berta.hears_nothing()


async def test_a_correction_to_groups_needs_a_colleague_like_the_mistake(town: Town) -> None:
    groups = [await village_group(town, village) for village in ("华升社区", "金石社区")]
    colleague = await town.colleague("镇财政所")
    await prepared(town.officer)
    await town.officer.presses("确认发送")
    await colleague.hears("明天不办公")
    await colleague.hears("发给")
    await colleague.presses("确认发送")
    for group in groups:
        await group.hears("明天不办公")
    await withdrawn(town, 2)
    asked = await asked_again(town, "更正：后天不办公")
    assert "2个群" in asked
    assert "要另一位镇里的同事也点“确认”" in asked


async def test_a_restart_in_the_talk_loses_nothing(town: Town) -> None:
    group = await village_group(town, "华升社区")
    await town.officer.says("/broadcast")
    await town.officer.hears("群发给谁")
    await town.restarts()
    await town.officer.presses("各村的群")
    await town.officer.hears("发给哪些村")
    await town.restarts()
    await town.officer.presses("所有村")
    await town.officer.hears("发什么")
    await town.restarts()
    await town.officer.says("明天不办公")
    await town.officer.hears("下面")
    await town.officer.hears("明天不办公")
    await town.officer.hears("发给")
    await town.restarts()
    await town.officer.presses("确认发送")
    await group.hears("明天不办公")


async def test_clerks_who_have_not_reported(town: Town) -> None:
    silent = await town.clerk("华升专干", "华升社区")
    busy = await town.clerk("金石专干", "金石社区")
    await busy.says("今天收了10人3200元")
    await busy.hears("记下了")
    await prepared(town.officer, who="这期没报数的专干", text="请今天报一下数")
    await town.officer.presses("确认发送")
    await silent.hears("请今天报一下数")
    await busy.hears_nothing()


async def test_chosen_villages(town: Town) -> None:
    chosen = await village_group(town, "华升社区")
    other = await village_group(town, "金石社区")
    officer = town.officer
    await officer.says("/broadcast")
    await officer.hears("群发给谁")
    await officer.presses("各村的群")
    await officer.hears("发给哪些村")
    await officer.presses("华升社区")
    await officer.sees_edit()
    await officer.presses("选好了")
    await officer.hears("发什么")
    await officer.says("明天不办公")
    await officer.hears("下面")
    await officer.hears("明天不办公")
    await officer.hears("发给：各村的群（华升社区），1个群")
    await officer.presses("确认发送")
    await chosen.hears("明天不办公")
    await other.hears_nothing()


async def test_paused_rows_wait(town: Town) -> None:
    people = await neighbours(town, 3)
    town.set_now(datetime(2021, 11, 22, 21, 30))
    await prepared(town.officer, who="绑定的住户", text="请带户口簿")
    await town.officer.presses("确认发送")
    await town.officer.hears("夜里不发")
    await town.officer.presses("暂停")
    town.set_now(datetime(2021, 11, 23, 9, 0))
    await town.ticks()
    for person in people:
        await person.hears_nothing()
    await town.officer.presses("继续")
    for person in people:
        await person.hears("请带户口簿")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("字" * 3801, "太长了"), ("身份证 11010119900307803X", "证件号")],
)
async def test_what_cannot_be_sent_is_told(town: Town, text: str, complaint: str) -> None:
    await village_group(town, "华升社区")
    await town.officer.says("/broadcast")
    await town.officer.hears("群发给谁")
    await town.officer.presses("各村的群")
    await town.officer.hears("发给哪些村")
    await town.officer.presses("所有村")
    await town.officer.hears("发什么")
    await town.officer.says(text)
    await town.officer.hears(complaint)


async def test_nothing_waits_in_other_lanes(town: Town) -> None:
    """Whatever a broadcast sends goes by its own lane."""
    await neighbours(town, 2)
    await prepared(town.officer, who="绑定的住户")
    await town.officer.presses("确认发送")
    async with town.bot.database.reading() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT DISTINCT lane FROM outbox WHERE broadcast_id IS NOT NULL"
        )
        assert [row.lane for row in rows] in ([Lane.BROADCAST.value], [])


async def test_a_template_of_the_notice_is_filled(town: Town) -> None:
    """Dates and the fee are the notice's, the figures each village's own."""
    group = await village_group(town, "华升社区")
    officer = town.officer
    await officer.says("/broadcast")
    await officer.hears("群发给谁")
    await officer.presses("各村的群")
    await officer.hears("发给哪些村")
    await officer.presses("所有村")
    asked = await officer.hears("发什么")
    assert {"最后几天", "各村进度", "新生儿", "别点错县"} <= set(asked.labels)
    await officer.presses("最后几天")
    await officer.hears("下面")
    await officer.hears("2022年度居民医保2021年12月31日截止，每人320元。")
    await officer.hears("发给")
    await officer.presses("改内容")
    await officer.hears("发什么")
    await officer.presses("各村进度")
    await officer.hears("下面是华升社区会看到的样子")
    await officer.hears("华升社区到今天：应交2082人，已交0人，还差2082人")
    await officer.hears("发给")
    await officer.presses("确认发送")
    await group.hears("华升社区到今天：应交2082人，已交0人，还差2082人，参保率0.0%。")


async def test_more_than_fifty_people_need_a_colleague(tmp_path: Path) -> None:
    async with running_town(tmp_path, approval_people=2) as town:
        people = await neighbours(town, 3)
        colleague = await town.colleague("镇财政所")
        asked = await prepared(town.officer, who="绑定的住户")
        assert "要另一位镇里的同事也点“确认”" in asked.text
        await town.officer.presses("确认发送")
        await people[0].hears_nothing()
        await colleague.hears("明天不办公")
        await colleague.hears("3个人")
        await colleague.presses("确认发送")
        for person in people:
            await person.hears("明天不办公")


async def test_who_has_blocked_the_bot_is_counted(town: Town) -> None:
    """The result tells who was reached, who blocked the bot, who read it."""
    anna, berta = await neighbours(town, 2)
    await berta.blocks()
    await prepared(town.officer, who="绑定的住户")
    await town.officer.presses("要“收到”按钮")
    await town.officer.hears("下面")
    await town.officer.hears("明天不办公")
    await town.officer.hears("发给")
    await town.officer.presses("确认发送")
    await anna.hears("明天不办公")
    await anna.presses("收到")
    await town.officer.hears("第1号群发：绑定的住户")
    await town.api.happens(lambda: town.api.calls("sendMessage", "403"))
    await shown(town)
    await town.officer.hears("已送到1　对方屏蔽或已退出1　点了“收到”1")
