"""Reminders in the chat: the right message on the right morning, one tap to stop, a case where the system disagrees."""

from __future__ import annotations

import asyncio
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from knowledge.reminding.quiet import QuietHours
from storage import subscriptions, tables
from tests.support.broadcasting import village_group
from tests.support.homes import Homes
from tests.support.people import Person
from tests.support.running import Town

MORNING = 9
# what is decided stays in the queue
ALWAYS = QuietHours(0, 24)


async def owing(town: Town, name: str = "李大妈", *members: tuple[str, str]) -> Person:
    """A resident whose household owes."""
    person = await town.resident(name)
    homes = Homes(town.bot.database)
    await homes.add("华升社区", "李大山", members or [("李大山", "ordinary")], users=[person.id])
    return person


async def morning_of(town: Town, day: date, hour: int = MORNING) -> None:
    """The clock moves to a morning, and the bot looks at it."""
    town.set_now(datetime(day.year, day.month, day.day, hour))
    await town.ticks()


CALENDAR = [
    (date(2021, 12, 1), "居民医保还有30天截止：2021年12月31日。"),
    (date(2021, 12, 17), "居民医保还有14天截止"),
    (date(2021, 12, 24), "居民医保还有7天截止"),
    (date(2021, 12, 28), "居民医保还有3天截止"),
    (date(2021, 12, 31), "今天是居民医保最后一天"),
    (date(2022, 1, 3), "2021年12月31日截止的缴费期已经过了。"),
]


async def test_the_clock_moved_through_the_window(town: Town) -> None:
    """The right words on the right morning, and silence on every other."""
    resident, group = await owing(town), await village_group(town, "华升社区")
    # the day before the last is too soon after the third last for a household, not for a group
    only_group = date(2021, 12, 30)
    silent = [date(2021, 11, 30), date(2021, 12, 2), date(2021, 12, 25), date(2022, 1, 14)]
    expected = dict(CALENDAR)
    for day in sorted([*expected, *silent, only_group]):
        before = await decided(town)
        await morning_of(town, day)
        if day in expected:
            heard = await resident.hears(expected[day])
            assert "李*山家还有1人没交2022年度居民医保" in heard.text
            told = await group.hears("华升社区：")
            assert "李" not in told.text
        elif day == only_group:
            await group.hears("还有1天截止")
            assert await decided(town) - before == 1
        else:
            assert await decided(town) == before
    await resident.hears_nothing()
    await group.hears_nothing()


async def test_what_a_household_reads(town: Town) -> None:
    resident = await owing(town, "李大妈", ("李大山", "ordinary"), ("李小二", "minimum_living"))
    await morning_of(town, date(2021, 12, 24))
    heard = await resident.hears()
    assert heard.text.splitlines()[:5] == [
        "居民医保还有7天截止：2021年12月31日。",
        "李*山家还有2人没交2022年度居民医保：",
        "・李*山　320元",
        "・李*二　160元（低保）",
        "一共480元。",
    ]
    assert heard.labels == ["怎么交", "已经交了", "不再提醒"]


async def test_what_a_group_reads(town: Town) -> None:
    group = await village_group(town, "华升社区")
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天收了1530人")
    await clerk.hears()
    await morning_of(town, date(2021, 12, 24))
    heard = await group.hears("华升社区：居民医保还有7天截止")
    assert heard.labels == ["怎么交", "私聊查自家"]


async def test_nobody_is_woken(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 24), hour=7)
    await resident.hears_nothing()
    await morning_of(town, date(2021, 12, 24), hour=8)
    await resident.hears("还有7天")
    await morning_of(town, date(2021, 12, 31), hour=21)
    await resident.hears_nothing()


async def test_ticking_twice_sends_once(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 24))
    await resident.hears("还有7天")
    await town.ticks()
    await town.restarts()
    await town.ticks()
    await resident.hears_nothing()


async def test_no_reminder_after_payment(town: Town) -> None:
    resident = await owing(town)
    await Homes(town.bot.database).pays(1, date(2021, 12, 20))
    await morning_of(town, date(2021, 12, 24))
    await resident.hears_nothing()


async def test_a_payment_takes_back_what_waits_in_the_queue(town: Town) -> None:
    resident = await owing(town)
    own, town.bot.delivery.quiet = town.bot.delivery.quiet, ALWAYS
    await morning_of(town, date(2021, 12, 24))
    assert await states(town) == {"waiting"}
    await Homes(town.bot.database).pays(1, date(2021, 12, 24))
    await town.ticks()
    assert await states(town) == {"cancelled"}
    town.bot.delivery.quiet = own
    town.bot.delivery.wake()
    await resident.hears_nothing()


async def decided(town: Town) -> int:
    """How many reminders were ever put into the outbox."""
    async with town.bot.database.reading() as connection:
        table = tables.outbox
        query = select(func.count()).where(table.c.key.like("remind%"))
        return int((await connection.execute(query)).scalar_one())


async def states(town: Town) -> set[str]:
    """The states of all reminders."""
    async with town.bot.database.reading() as connection:
        table = tables.outbox
        rows = await connection.execute(table.select().where(table.c.key.like("remind:%")))
        return {row.state for row in rows}


async def test_one_tap_stops_them_and_one_brings_them_back(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 17))
    await resident.hears("还有14天")
    await resident.presses("不再提醒")
    await resident.hears("以后不再主动提醒您")
    await morning_of(town, date(2021, 12, 24))
    await resident.hears_nothing()
    await resident.presses("还是提醒我")
    await resident.hears("到日子会提醒您")
    await morning_of(town, date(2021, 12, 28))
    await resident.hears("还有3天")


async def test_stop_is_honoured_for_what_is_queued(town: Town) -> None:
    resident = await owing(town)
    own, town.bot.delivery.quiet = town.bot.delivery.quiet, ALWAYS
    await morning_of(town, date(2021, 12, 24))
    await resident.says("/stop")
    await resident.hears("以后不再主动提醒您")
    assert await states(town) == {"cancelled"}
    town.bot.delivery.quiet = own
    town.bot.delivery.wake()
    await resident.hears_nothing()


async def test_stop_is_honoured_for_what_the_server_refused(town: Town) -> None:
    """What comes back from the air after /stop is not put into the queue again."""
    resident = await owing(town)
    town.api.breaks("sendMessage", "timeout", times=1, seconds=0.3, chat_id=resident.id)
    await morning_of(town, date(2021, 12, 24))
    await in_the_air(town)
    async with town.bot.database.transaction() as connection:
        await subscriptions.unsubscribe(connection, resident.id, town.bot.clock())
    await town.stops()
    await town.starts()
    assert await states(town) == {"cancelled"}


async def in_the_air(town: Town) -> None:
    """Waits until a reminder is on its way."""
    async with asyncio.timeout(5):
        while await states(town) != {"sending"}:
            await asyncio.sleep(0.01)


async def test_without_consent_nothing_comes(town: Town) -> None:
    person = await town.resident("李大妈")
    await Homes(town.bot.database).add(
        "华升社区", "李大山", [("李大山", "ordinary")], users=[person.id], consented=False
    )
    await morning_of(town, date(2021, 12, 24))
    await person.hears_nothing()


async def test_paid_already_where_the_system_agrees(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 24))
    await resident.hears("还有7天")
    await Homes(town.bot.database).pays(1, date(2021, 12, 24))
    await resident.presses("已经交了")
    await resident.hears("系统里显示您家已经交齐了")


async def test_paid_already_opens_a_case_where_it_does_not(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 24))
    await resident.hears("还有7天")
    await resident.presses("已经交了")
    heard = await resident.hears("系统里还没看到这几位的缴费：李*山。")
    assert heard.labels == ["请工作人员核对"]
    await resident.presses("请工作人员核对")
    assert (await resident.hears()).labels


async def test_somebody_elses_button_tells_nothing(town: Town) -> None:
    resident, stranger = await owing(town), await town.resident("过路人")
    await morning_of(town, date(2021, 12, 24))
    heard = await resident.hears("还有7天")
    await stranger.presses_data(heard, "rpaid:1")
    await stranger.hears("这一户没有绑定在您名下")


async def test_a_day_on_which_the_bot_was_down_is_made_up_for(town: Town) -> None:
    resident = await owing(town)
    await morning_of(town, date(2021, 12, 23))
    await town.stops()
    town.set_now(datetime(2021, 12, 25, 9))
    await town.starts()
    await town.ticks()
    await resident.hears("居民医保还有6天截止")


async def test_in_the_readers_own_script(town: Town) -> None:
    resident = await owing(town)
    await resident.says("/lang")
    await resident.hears()
    await resident.presses("繁體中文")
    await resident.gets()
    await resident.hears()
    await morning_of(town, date(2021, 12, 24))
    await resident.hears("居民醫保還有7天截止")


async def test_the_township_sees_a_day_before_it_comes(town: Town) -> None:
    await owing(town)
    await village_group(town, "华升社区")
    await town.officer.says("/remind 12月24日")
    heard = await town.officer.hears(
        "12月24日的提醒：\n私聊：1户，1条\n　截止前7天：1户\n村群：1个（截止前7天）"
    )
    assert "下一个到期的日子：12月28日" in heard.text


async def test_what_reminders_brought(town: Town) -> None:
    await owing(town, "甲", ("甲", "ordinary"), ("乙", "ordinary"))
    await morning_of(town, date(2021, 12, 24))
    homes = Homes(town.bot.database)
    await homes.pays(1, date(2021, 12, 26))
    await town.officer.says("/remind stats")
    await town.officer.hears("私聊：\n　截止前7天：提醒2人，交了1人（50%）")


async def test_special_groups_go_to_the_township_with_their_clerk(town: Town) -> None:
    await town.clerk("华升专干", "华升社区")
    await Homes(town.bot.database).add("华升社区", "张三", [("张三", "minimum_living"), ("李四", "ordinary")])
    await morning_of(town, date(2022, 1, 3))
    told = "特殊人群要百分之百参保，还差1人：\n华升社区：1人，专干华升专干\n　低保1人"
    await town.officer.hears(told)
    await town.officer.says("/remind special")
    await town.officer.hears(told)


@pytest.mark.parametrize("who", ["bound", "stranger"])
async def test_a_resident_sees_their_own_switch(town: Town, who: str) -> None:
    person = await owing(town) if who == "bound" else await town.resident("过路人")
    await person.says("/remind")
    await person.hears("您家的缴费提醒开着" if who == "bound" else "还没有绑定住户")
