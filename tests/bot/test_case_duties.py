"""Cases in time: gentle words, drafts set aside, overdue lists, papers that go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.duties.cases import DUTIES
from storage import cases, dialogues, tables
from tests.support.cases import TUESDAY, Teller, opened, the_case
from tests.support.people import Person
from tests.support.running import Town, running_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """西岩镇 on a day without a bulletin; those that follow see none either."""
    async with running_town(tmp_path, now=TUESDAY) as running:
        running.bot.scheduler.duties = DUTIES
        yield running


@pytest.fixture
async def resident(town: Town) -> Person:
    return await town.resident("李大妈")


async def at(town: Town, **later: float) -> None:
    """Some time after the town's morning; the scheduler looks at the clock twice."""
    town.set_now(TUESDAY + timedelta(**later))
    await town.ticks()
    await town.ticks()


async def half_told(town: Town, resident: Person) -> Teller:
    teller = Teller(town, resident, "wrong_county")
    await teller.begins()
    for step in teller.steps()[:2]:
        await teller.takes(step)
    return teller


async def test_a_gentle_word_after_a_day_of_silence(town: Town, resident: Person) -> None:
    teller = await half_told(town, resident)
    await at(town, hours=23)
    await resident.hears_nothing()
    await at(town, hours=25)
    reminder = await resident.hears("还没说完")
    assert reminder.labels == ["接着办", "不办了，取消"]
    await resident.hears_nothing()  # once
    await resident.presses("接着办")
    await teller.hears_question(teller.steps()[2])


async def test_no_word_at_night(town: Town, resident: Person) -> None:
    await half_told(town, resident)
    await at(town, hours=38)  # eleven in the evening
    await resident.hears_nothing()
    await at(town, hours=48)
    await resident.hears("还没说完")


async def test_after_another_day_the_draft_is_set_aside_and_can_be_gone_on_with(
    town: Town, resident: Person
) -> None:
    teller = await half_told(town, resident)
    await at(town, hours=25)
    await resident.hears("还没说完")
    await at(town, hours=50)
    await resident.says("怎么用手机交")
    await resident.hears("微信小程序")
    await resident.hears_nothing()  # the talk no longer asks
    await resident.says("/case")
    await resident.hears("还没说完")
    await resident.presses("接着办")
    await teller.hears_question(teller.steps()[2])


async def test_a_draft_is_forgotten_after_a_month(town: Town, resident: Person) -> None:
    await half_told(town, resident)
    await at(town, hours=25)
    await at(town, hours=50)
    await at(town, days=32)
    async with town.bot.database.reading() as connection:
        assert not await dialogues.list_talks(connection, resident.id, resident.id)


async def test_an_offer_is_forgotten_after_a_day(town: Town, resident: Person) -> None:
    await resident.sends_photo()
    await resident.hears("这是要办什么事")
    await at(town, hours=25)
    await resident.hears_nothing()
    async with town.bot.database.reading() as connection:
        assert not await dialogues.list_talks(connection, resident.id, resident.id)


async def test_who_only_looked_at_the_list_of_kinds_is_not_reminded(town: Town, resident: Person) -> None:
    await resident.says("/case")
    await resident.hears("要办哪件事")
    await at(town, hours=25)
    await resident.hears_nothing()


async def take(clerk: Person) -> None:
    await clerk.hears("还没有人接")
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")


async def test_the_asked_are_reminded_once(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await opened(town, resident, "refund")
    await take(clerk)
    await clerk.presses("问一句")
    await clerk.hears("要问群众什么")
    await clerk.says("哪天交的？")
    await resident.hears("接手了")
    await resident.hears("哪天交的")
    await at(town, days=1, hours=5)
    await resident.hears_nothing()
    await at(town, days=2, hours=1)
    await resident.hears("还在等您回话：\n哪天交的？")
    await at(town, days=3)
    await resident.hears_nothing()


async def test_overdue_goes_to_the_holder_then_to_the_township(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    number = await opened(town, resident)  # to be settled within three days
    await take(clerk)
    await town.officer.hears("还没有人接")
    await clerk.hears("缴费存根")
    await at(town, days=3)
    await clerk.hears_nothing()
    await at(town, days=4)
    late = await clerk.hears("您手上有1件过期了")
    assert number in late.text
    assert "过期1天" in late.text
    await town.officer.hears_nothing()
    await at(town, days=5)
    await clerk.hears("过期2天")
    told = await town.officer.hears("过期2天以上的办件，共1件")
    assert "华升专干" in told.text
    assert "张三" not in told.text


async def test_what_nobody_took_goes_to_the_villages_clerks(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await opened(town, resident)
    await clerk.hears("还没有人接")
    await at(town, days=4)
    await clerk.hears("有1件没有人接")


async def test_no_list_of_overdue_cases_before_nine(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await opened(town, resident)
    await clerk.hears("还没有人接")
    await at(town, days=3, hours=23)  # eight in the morning
    await clerk.hears_nothing()
    await at(town, days=4, hours=1)
    await clerk.hears("没有人接")


async def test_a_case_that_waits_for_the_resident_is_not_overdue(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    number = await opened(town, resident)
    await take(clerk)
    await clerk.presses("问一句")
    await clerk.hears()
    await clerk.hears("要问群众什么")
    await clerk.says("哪天交的？")
    await clerk.hears("发给群众了")
    await at(town, days=6)
    await clerk.hears_nothing()
    town.set_now(TUESDAY + timedelta(days=6, hours=1))
    await resident.says("上个礼拜天")
    await clerk.hears("群众回话")
    assert (await the_case(town, number)).due_on.isoformat() == "2021-12-02"  # the 26th and six days


async def test_papers_names_and_words_go_after_thirty_days(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    number = await opened(town, resident)
    await take(clerk)
    await clerk.hears("缴费存根")
    await clerk.presses("办好了")
    await resident.hears("接手了")
    await resident.hears("办好了")
    await at(town, days=29)
    assert (await the_case(town, number)).names == ("张三",)
    await at(town, days=30, hours=1)
    case = await the_case(town, number)
    assert case.is_forgotten
    assert (case.names, case.answers, case.resident_id, case.opened_by) == ((), {}, None, 0)
    assert (case.kind, case.area_id, case.state.value) == ("wrong_county", "华升社区", "solved")
    async with town.bot.database.reading() as connection:
        assert not await cases.list_files(connection, case.id)
        for table in (tables.cases, tables.case_files, tables.case_events, tables.outbox, tables.dialogues):
            rows = str((await connection.execute(select(table))).all())
            for personal in ("张三", "邵阳县"):
                assert personal not in rows, table.name


async def test_forget_takes_closed_cases_at_once_and_says_what_stays(town: Town, resident: Person) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    closed = await opened(town, resident)
    await take(clerk)
    await clerk.hears("缴费存根")
    await clerk.presses("办好了")
    await resident.hears("接手了")
    await resident.hears("办好了")
    open_one = await opened(town, resident, "refund")
    resident.forgets()
    await resident.says("/forget")
    await resident.hears("删掉您的")
    await resident.presses("确认删除")
    edited = await resident.sees_edit("删好了")
    assert "还在办的1件" in edited.text
    assert (await the_case(town, closed)).is_forgotten
    assert not (await the_case(town, open_one)).is_forgotten


async def test_the_days_are_a_setting() -> None:
    from bot.settings import Settings

    assert Settings(_env_file=None).case_files_days == 30
    assert Settings(_env_file=None, case_files_days=7).case_files_days == 7


async def test_what_was_closed_is_said_again_only_on_the_day(town: Town, resident: Person) -> None:
    """A tick every twenty seconds does not repeat the day's list."""
    clerk = await town.clerk("华升专干", "华升社区")
    await opened(town, resident)
    await clerk.hears("还没有人接")
    await at(town, days=4)
    await clerk.hears("没有人接")
    for hour in range(1, 5):
        town.set_now(datetime(2021, 11, 27, 9 + hour))
        await town.ticks()
    await clerk.hears_nothing()
