"""The collection in time: nudges, the township's list, cash, deadlines; each once, at its hour, in private."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.running import Town, running_town

SUNDAY_AFTERNOON = datetime(2021, 11, 28, 16, 30)
MONDAY_MORNING = datetime(2021, 11, 29, 10, 30)


@pytest.fixture
async def kaijiang(tmp_path: Path) -> AsyncIterator[Town]:
    """开江, where cash has a double limit."""
    async with running_town(tmp_path, pack="kaijiang-2020", now=datetime(2019, 11, 4, 15)) as running:
        yield running


@pytest.fixture
async def ligao(tmp_path: Path) -> AsyncIterator[Town]:
    """里高, where departments have deadlines and nothing is reported in a rhythm."""
    async with running_town(tmp_path, pack="ligao-2018", now=datetime(2017, 12, 17, 8)) as running:
        yield running


async def _reports(person: Person, text: str) -> None:
    await person.says(text)
    await person.hears("记下了")


async def test_a_silent_clerk_is_nudged_once_on_the_last_afternoon(town: Town) -> None:
    busy = await town.clerk("华升专干", "华升社区")
    silent = await town.clerk("金石专干", "金石社区", "金沙居")
    await _reports(busy, "今天5人1600元")
    town.set_now(SUNDAY_AFTERNOON)
    await town.ticks()
    await silent.hears("金石社区、金沙居这一期（11月22日到今天）还没报过数")
    await town.ticks()
    await silent.hears_nothing()
    await busy.hears_nothing()


@pytest.mark.parametrize(
    "moment", [datetime(2021, 11, 27, 16, 30), datetime(2021, 11, 28, 9, 0), datetime(2021, 11, 28, 22, 0)]
)
async def test_nobody_is_nudged_at_other_times(town: Town, moment: datetime) -> None:
    silent = await town.clerk("金石专干", "金石社区")
    town.set_now(moment)
    await town.ticks()
    await silent.hears_nothing()


async def test_a_village_that_is_done_is_left_alone(town: Town) -> None:
    clerk = await town.clerk("青界山专干", "青界山")
    await _reports(clerk, "11月10日累计378人")
    town.set_now(SUNDAY_AFTERNOON)
    await town.ticks()
    await clerk.hears_nothing()


async def test_the_township_gets_the_list_on_monday_morning(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await _reports(clerk, "今天5人1600元")
    town.set_now(MONDAY_MORNING)
    await town.ticks()
    # the bulletin and its workbook come the same morning
    heard = [(await town.officer.hears()).text for _ in range(3)]
    (listed,) = [text for text in heard if "11月22日到昨天没报过数的27个村" in text]
    assert "华升社区" not in listed
    await town.ticks()
    await town.officer.hears_nothing()
    await clerk.hears_nothing()


async def test_a_notice_without_a_rhythm_nudges_nobody(ligao: Town) -> None:
    clerk = await ligao.clerk("专干", ligao.bot.house.pack.reporting_areas[0].name)
    for moment in (datetime(2017, 12, 17, 16, 30), datetime(2017, 12, 31, 16, 30)):
        ligao.set_now(moment)
        await ligao.ticks()
    await clerk.hears_nothing()


async def test_cash_is_warned_of_a_day_before_and_when_crossed(kaijiang: Town) -> None:
    clerk = await kaijiang.clerk("专干", "新宁镇")
    await _reports(clerk, "今天20人5000元")  # the 4th: five days are over on the 9th
    for day, words in [(7, None), (8, "明天就满5天"), (9, "已经满5天")]:
        kaijiang.set_now(datetime(2019, 11, day, 10))
        await kaijiang.ticks()
        if words is None:
            await clerk.hears_nothing()
        else:
            await clerk.hears(f"新宁镇手上有5,000元没存，11月4日收的{words}" if day == 9 else words)
            await kaijiang.officer.hears(words)
    kaijiang.set_now(datetime(2019, 11, 9, 11))
    await kaijiang.ticks()
    await clerk.hears_nothing()


async def test_cash_over_the_sum_and_cash_that_went_to_the_bank(kaijiang: Town) -> None:
    clerk = await kaijiang.clerk("专干", "新宁镇")
    await _reports(clerk, "今天80人20000元")
    kaijiang.set_now(datetime(2019, 11, 4, 16))
    await kaijiang.ticks()
    await clerk.hears("新宁镇手上有20,000元没存，到了20,000元，请马上存。（六（二）1（3））")
    await _reports(clerk, "今天存了20000元")
    kaijiang.set_now(datetime(2019, 11, 10, 10))
    await kaijiang.ticks()
    await clerk.hears_nothing()


async def test_deadlines_remind_of_the_department_concerned(ligao: Town) -> None:
    ligao.set_now(datetime(2017, 12, 18, 10))
    await ligao.ticks()
    heard = {(await ligao.officer.hears("12月25日到期，还有7天")).text for _ in range(2)}
    assert any("请催民政办。（六（六）5）" in text for text in heard)
    await ligao.officer.says("/desk")
    await ligao.officer.hears("钱和票")
    await ligao.officer.presses("办完了：民政资助对象花名册报社保中心")
    ligao.set_now(datetime(2017, 12, 22, 10))
    await ligao.ticks()
    await ligao.officer.hears("计生部门")
    await ligao.officer.hears_nothing()
