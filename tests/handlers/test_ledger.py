"""Clerks report in whole conversations: book, doubt, edit, correct, undo, refuse."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

import pytest

from storage import ledger, village_days
from tests.support.running import NOW, Town

TODAY = NOW.date()


async def total_of(town: Town, village: str = "华升社区") -> tuple[int, int]:
    """Persons and yuan that the ledger knows of a village."""
    pack = town.bot.house.pack
    async with town.bot.database.reading() as connection:
        totals = await village_days.list_totals(connection, pack.id, TODAY)
    found = totals.get(village)
    return (found.persons, int(found.amount)) if found else (0, 0)


async def rows_of(town: Town) -> list[str]:
    """The kinds of all rows ever booked."""
    async with town.bot.database.reading() as connection:
        history = await ledger.list_history(connection, town.bot.house.pack.id)
    return [row.kind.value for row, _ in history]


async def test_a_plain_report_is_booked_at_once(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("华升今天收了12户38人 11840元 其中低保2人")
    reply = await clerk.hears(
        "记下了：华升社区今天38人、12户、11,840元（低保2人）。一共38人，1.82%，还差2,044人。"
    )
    assert reply.labels == ["撤销"]
    assert await total_of(town) == (38, 11840)


async def test_days_add_up_and_a_running_total_replaces_them(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("昨天10人3200元")
    await clerk.hears("华升社区昨天10人、3,200元。一共10人")
    await clerk.says("累计205人 65600元")
    await clerk.hears("华升社区到今天累计205人、65,600元。一共205人")
    assert await total_of(town) == (205, 65600)


async def test_a_text_that_is_no_tally_goes_on_to_the_questions(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("明天上午9点到镇政府三楼开会，每村来2个人")
    reply = await clerk.hears()
    assert "记下了" not in reply.text
    assert await rows_of(town) == []


async def test_a_doubt_is_asked_about_and_booked_when_confirmed(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天38人，12000元")
    card = await clerk.hears("先没记")
    assert "按标准应收12,160元，您写的是12,000元，少了160元。" in card.text
    assert card.labels == ["确认", "改", "取消"]
    assert await rows_of(town) == []
    await clerk.presses("确认")
    await clerk.sees_edit("记下了：华升社区今天38人、12,000元")
    assert await total_of(town) == (38, 12000)


@pytest.mark.parametrize(("button", "said"), [("取消", "没有记"), ("改", "把对的数再发一遍")])
async def test_a_doubt_that_is_dropped_books_nothing(town: Town, button: str, said: str) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天38人，12000元")
    await clerk.hears("先没记")
    await clerk.presses(button)
    await clerk.sees_edit(said)
    await clerk.says("今天38人，12160元")
    await clerk.hears("记下了")
    assert await total_of(town) == (38, 12160)


@pytest.mark.parametrize(
    ("earlier", "said", "reason"),
    [
        ([], "11月28日收了16人5120元", "2021年11月28日还没有到"),
        ([], "今天收了2600人", "报了2,600人，村里总共才2,538人"),
        (["累计2530人"], "今天收了20人", "村里没交的只剩8人"),
        (["累计500人"], "累计480人", "累计报了480人，比已经记下的500人还少"),
        (["今天38人12160元"], "今天38人12160元", "报过一样的数"),
        ([f"{day}号5人" for day in range(10, 16)], "今天50人", "最多的一天5人"),
        ([], "更正 昨天应为33人", "还没有报过，没有可以改的"),
        ([], "今天收款6500元", "6,500元不像是整数个人交的钱"),
        ([], "8月20号收了5人", "还没开始收"),
    ],
)
async def test_what_is_doubtful(town: Town, earlier: list[str], said: str, reason: str) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    for words in earlier:
        await clerk.says(words)
        await clerk.hears("记下了")
    before = await total_of(town)
    await clerk.says(said)
    card = await clerk.hears("先没记")
    assert reason in card.text
    assert await total_of(town) == before


async def test_a_correction_takes_the_place_of_the_old_figure(town: Town) -> None:
    clerk = await town.clerk("联合专干", "联合村")
    await clerk.says("昨天30人9600元")
    await clerk.hears("记下了")
    await clerk.says("更正 昨天联合应为33人")
    reply = await clerk.hears("改好了：联合村昨天33人（原来30人、9,600元）。一共33人")
    assert "更正 联合村昨天33人 多少元" in reply.text
    await clerk.says("更正 昨天联合33人 10560元")
    await clerk.hears("改好了：联合村昨天33人、10,560元")
    assert await total_of(town, "联合村") == (33, 10560)
    assert await rows_of(town) == ["day", "day", "day"]


async def test_an_edit_books_a_correction_only_if_the_figures_changed(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    said = await clerk.says("今天38人12160元")
    await clerk.hears("记下了")
    await clerk.edits(said, "今天38人，12160元。大家辛苦了")
    await clerk.hears_nothing()
    await clerk.edits(said, "今天40人，12800元")
    await clerk.hears("改好了：华升社区今天40人、12,800元（原来38人、12,160元）")
    assert await total_of(town) == (40, 12800)
    await clerk.edits(said, "今天辛苦了")
    await clerk.hears("撤下了")
    assert await total_of(town) == (0, 0)
    assert await rows_of(town) == ["day", "day", "void"]


async def test_an_edit_of_a_doubtful_message_replaces_its_card(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    said = await clerk.says("今天38人，12000元")
    await clerk.hears("先没记")
    await town.stops()
    await clerk.edits(said, "今天38人，12160元")
    await clerk.presses("确认", answered=False)  # the old card is still to be seen
    await town.starts()
    await clerk.sees_edit("按改后的办")
    await clerk.hears("记下了")
    await clerk.hears_nothing()
    assert await total_of(town) == (38, 12160)
    assert await rows_of(town) == ["day"]


async def test_an_undo_within_ten_minutes(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天38人12160元")
    await clerk.hears("记下了")
    await clerk.presses("撤销")
    await clerk.sees_edit("撤销了：华升社区今天38人")
    assert await total_of(town) == (0, 0)
    assert await rows_of(town) == ["day", "void"]


@pytest.mark.parametrize(
    ("said", "button", "kinds"),
    [("今天38人12160元", "撤销", ["day", "void"]), ("今天38人12000元", "确认", ["day"])],
)
async def test_a_button_pressed_twice_works_once(
    town: Town, said: str, button: str, kinds: list[str]
) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says(said)
    await clerk.hears("华升社区今天38人")
    await clerk.presses(button, answered=False)
    await clerk.presses(button, answered=False)  # Telegram delivers it as a new update
    await clerk.sees_edit("华升社区今天38人")
    await town.api.settled()
    await clerk.hears_nothing()
    assert await rows_of(town) == kinds


async def test_an_update_that_is_delivered_again_changes_nothing(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    for words in ("今天38人12160元", "昨天5人1600元"):
        await clerk.says(words)
        await clerk.hears("记下了")
    await town.restarts()
    for update_id in range(1, 50):
        with contextlib.suppress(AssertionError):
            town.api.redelivers(update_id)
    await town.api.settled()
    await clerk.hears_nothing()
    assert await total_of(town) == (43, 13760)


async def test_two_clerks_at_once(town: Town) -> None:
    names = ["华升社区", "金石社区", "金沙居", "灯塔居"]
    clerks = [await town.clerk(f"{name}专干", name) for name in names]
    for number in range(1, 6):
        for clerk in clerks:
            await clerk.says(f"11月{number}日{number}人{number * 320}元")
    for clerk in clerks:
        for _ in range(5):
            await clerk.hears("记下了")
    for name in names:
        assert await total_of(town, name) == (15, 4800)


async def test_an_undo_after_ten_minutes_is_refused(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天38人12160元")
    await clerk.hears("记下了")
    town.set_now(NOW + timedelta(minutes=11))
    toast = await clerk.presses("撤销")
    assert toast is not None
    assert "十分钟" in toast.text
    assert await total_of(town) == (38, 12160)


async def test_an_undone_message_is_not_booked_again_by_an_edit_without_change(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    said = await clerk.says("今天38人12160元")
    await clerk.hears("记下了")
    await clerk.presses("撤销")
    await clerk.sees_edit("撤销了")
    await clerk.edits(said, "今天38人 12160元")
    await clerk.hears_nothing()
    assert await total_of(town) == (0, 0)


async def test_another_villages_figures_are_refused_in_words(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("联合今天收了12户38人 12160元")
    await clerk.hears("联合村不归您报")
    resident = await town.resident("李大妈")
    await resident.says("联合村今天收了12户38人 12160元")
    await resident.hears("报数只收村里医保专干的")
    assert await rows_of(town) == []


async def test_the_township_reports_for_any_village(town: Town) -> None:
    await town.officer.says("联合今天收了12户38人 12160元")
    await town.officer.hears("记下了：联合村今天38人")
    await town.officer.says("今天收了20人 6400元")
    card = await town.officer.hears("哪个村的")
    assert "花桥村" in card.labels
    await town.officer.presses("花桥村")
    await town.officer.sees_edit("记下了：花桥村今天20人")


async def test_a_clerk_of_two_villages_is_asked_which(town: Town) -> None:
    clerk = await town.clerk("两村专干", "华升社区", "金石社区")
    await clerk.says("今天38人12160元")
    card = await clerk.hears("这是哪个村的？")
    assert card.labels == ["确认替华升社区报", "确认替金石社区报", "取消"]
    await clerk.presses("确认替金石社区报")
    await clerk.sees_edit("记下了：金石社区今天38人")
    await clerk.says("华升今天5人1600元")
    await clerk.hears("记下了：华升社区今天5人")
    assert await total_of(town, "金石社区") == (38, 12160)


async def test_a_forwarded_report_is_never_booked_silently(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    other = await town.resident("组长")
    said = await other.says("今天7人2240元")
    await other.hears()
    await clerk.forwards(said, other)
    card = await clerk.hears("替哪个村报")
    assert card.labels == ["确认替华升社区报", "取消"]
    assert await rows_of(town) == []
    await clerk.presses("确认替华升社区报")
    await clerk.sees_edit("记下了：华升社区今天7人")


async def test_an_ambiguous_name_is_asked_about(town: Town) -> None:
    await town.officer.says("联村今天收了5人1600元")
    card = await town.officer.hears("哪个村的")
    assert card.labels == ["确认替联心村报", "确认替联合村报", "确认替联塘村报", "取消"]
    await town.officer.presses("确认替联合村报")
    await town.officer.sees_edit("记下了：联合村今天5人")


async def test_a_card_is_only_for_the_reporter_and_the_township(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    other = await town.clerk("金石专干", "金石社区")
    await clerk.says("今天38人，12000元")
    card = await clerk.hears("先没记")
    data = card.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    toast = await other.presses_data(card, data)
    assert toast is not None
    assert "只有报数的人和镇里能点" in toast.text
    assert await rows_of(town) == []
    await town.officer.presses_data(card, data)
    await clerk.sees_edit("记下了")


async def test_a_waiting_card_survives_a_restart(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天38人，12000元")
    await clerk.hears("先没记")
    await town.restarts()
    await clerk.presses("确认")
    await clerk.sees_edit("记下了")
    assert await total_of(town) == (38, 12000)


async def test_an_impossible_figure_is_not_even_asked_about(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天收了2000000人")
    await clerk.hears("这个数不对，没有记")


async def test_several_villages_in_a_table(town: Town) -> None:
    await town.officer.says("村名 户数 人数 金额\n太塘村 5 17 5440\n杨田村 3 11 3520\n合计 8 28 8960")
    reply = await town.officer.hears("记下了2笔")
    assert "太塘村今天17人、5户、5,440元，一共17人" in reply.text
    await town.officer.presses("撤销")
    await town.officer.sees_edit("撤销了")
    assert await total_of(town, "太塘村") == (0, 0)


async def test_the_commands(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/tally")
    await clerk.hears("在 /tally 后面写上")
    await clerk.says("/tally 今天38人12160元")
    await clerk.hears("记下了：华升社区今天38人")
    await clerk.says("/tally 大家好")
    await clerk.hears("没看出是收了多少")
    await clerk.says("/deposit 10000")
    await clerk.hears("华升社区今天存10,000元。一共存了10,000元，还有2,160元没存")
    await clerk.says("/deposit")
    await clerk.hears("在 /deposit 后面写上")
    stranger = await town.resident("李大妈")
    await stranger.says("/tally 华升今天38人")
    await stranger.hears("报数只收")


async def test_an_edited_command_is_an_edited_report(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    said = await clerk.says("/tally 今天38人12160元")
    await clerk.hears("记下了")
    await clerk.edits(said, "/tally 今天39人12480元")
    await clerk.hears("改好了：华升社区今天39人")


async def test_a_late_delivery_counts_for_the_day_it_was_sent(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await town.stops()
    await clerk.says("今天38人12160元")
    town.set_now(datetime(2021, 11, 23, 8))
    await town.starts()
    await clerk.hears("华升社区昨天38人", within=10)


async def test_a_staff_group_is_read_too(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    resident = await town.resident("李大妈")
    group = await town.api.group("医保征缴工作群", town.officer, clerk, resident)
    await group.hears("大家好")
    said = await clerk.says("今天38人12160元", group)
    reply = await group.hears("记下了：华升社区今天38人")
    assert reply.reply_to == said
    await resident.says("联合今天5人1600元", group)
    await group.hears("报数只收村里医保专干的")
    await clerk.edits(said, "今天39人12480元", group)
    await group.hears("改好了：华升社区今天39人")
    await clerk.says("下午3点在镇里开会，每村2个人", group)
    await group.hears_nothing()


async def test_a_residents_group_is_left_alone(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    group = await town.api.group("华升社区群", town.officer, clerk)
    await group.hears("大家好")
    await clerk.says("今天华升收了38人12160元", group)
    await group.hears_nothing()
    await clerk.says("/tally 今天38人12160元", group)
    await group.hears("记下了")


async def test_a_group_may_be_made_a_staff_group(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    resident = await town.resident("李大妈")
    group = await town.api.group("一家人", town.officer, clerk, resident)
    asked = await group.hears("大家好")
    assert "这是工作群" in asked.labels
    toast = await resident.presses("这是工作群", group)
    assert toast is not None
    assert "工作人员" in toast.text
    await clerk.says("今天38人12160元", group)
    await group.hears_nothing()
    await town.officer.presses("这是工作群", group)
    await group.sees_edit("工作群")
    await clerk.says("今天39人12480元", group)
    await group.hears("记下了")
