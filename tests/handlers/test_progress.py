"""What clerks and the township see: today, progress, assessment; and what others do not."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.progress import parts_of
from tests.support.people import Person
from tests.support.running import Town


async def _reported(town: Town, *texts: str) -> None:
    for text in texts:
        await town.officer.says(text)
        await town.officer.hears("记下了")


async def test_a_clerk_sees_the_own_village(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/today")
    await clerk.hears("华升社区今天还没报。")
    await clerk.says("11月10日累计400人128000元")
    await clerk.hears("记下了")
    await clerk.says("今天112人35840元")
    await clerk.hears("记下了")
    await clerk.says("/today")
    await clerk.hears("华升社区今天：112人、35,840元。")
    await clerk.says("/progress")
    seen = await clerk.hears("华升社区，到今天：")
    assert seen.text.splitlines() == [
        "华升社区，到今天：",
        "已缴512人，任务2,082人，24.59%。",
        "报来的金额一共163,840元。",
        "还差1,570人；离95%还差1,466人。",
        "到12月31日还有40天，每天要收40人。",
        "照上一周的收法，到期大约1,152人（55.33%），到不了95%。",
        "近七天多了112人，排第1名。",
        "再收1,362人到90%，工作经费能多708.40元。",
    ]


async def test_the_township_sees_every_village_by_rank(town: Town) -> None:
    await _reported(town, "华升11月10日累计2000人", "金石11月10日累计1100人", "金石今天113人36160元")
    await town.officer.says("/progress")
    seen = await town.officer.hears("西岩镇，到今天：")
    assert "已缴3,213人，任务42,180人，7.61%。" in seen.text
    lines = seen.text.splitlines()
    assert "🟢1. 金石社区 1,213/1,213 100% +113↑1" in lines
    assert "🟢2. 华升社区 2,000/2,082 96.06%↓1" in lines
    assert "🔴3. 金沙居 0/1,839 0%" in lines
    assert seen.labels == ["今天", "对账", "考核"]


async def test_the_township_sees_who_has_reported_and_who_has_not(town: Town) -> None:
    await _reported(town, "华升今天10人3200元", "金石昨天5人1600元")
    await town.officer.says("/today")
    seen = await town.officer.hears("今天，西岩镇报了1个村，10人、3,200元。")
    assert "・华升社区 10人、3,200元" in seen.text
    assert "还没报的27个村：金石社区、" in seen.text
    assert "这一期（今天到11月28日）一次都没报过的：金石社区、" in seen.text


async def test_a_button_leads_to_the_other_views(town: Town) -> None:
    await town.officer.says("/today")
    await town.officer.hears("今天，西岩镇还没有村报数。")
    await town.officer.presses("进度")
    await town.officer.hears("西岩镇，到今天：")
    await town.officer.presses("考核")
    await town.officer.hears("西岩镇考核（到今天")


async def test_a_village_by_name(town: Town) -> None:
    await town.officer.says("/progress 花桥")
    await town.officer.hears("花桥村，到今天：")
    await town.officer.says("/progress 桃花源")
    await town.officer.hears("没找到叫“桃花源”的村")
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("/progress 花桥村")
    await clerk.hears("花桥村不归您管")


async def test_plain_words_from_staff(town: Town) -> None:
    await town.officer.says("进度")
    await town.officer.hears("西岩镇，到今天：")
    await town.officer.says("今天的数")
    await town.officer.hears("还没有村报数")


@pytest.mark.parametrize("command", ["/today", "/progress", "/assess"])
async def test_residents_do_not_see_it(town: Town, command: str) -> None:
    resident = await town.resident("李大妈")
    await resident.says(command)
    await resident.hears("只给镇里和村里的工作人员用")


async def test_a_group_sees_villages_without_places(town: Town) -> None:
    await _reported(town, "金石今天113人36160元")
    group = await town.api.group("医保征缴工作群", town.officer)
    await group.hears("大家好")
    await town.officer.says("/progress", group)
    seen = await group.hears("西岩镇，到今天：")
    assert "华升社区 0/2,082 0%\n金石社区 113/1,213 9.31%" in seen.text
    assert "🔴" not in seen.text
    assert seen.labels == []
    await town.officer.says("/today", group)
    assert "还没报" not in (await group.hears("报了1个村")).text


async def test_the_assessment_shows_its_arithmetic_and_clauses(town: Town) -> None:
    await _reported(town, "金石11月10日累计1160人", "金石今天10人3200元")
    await town.officer.says("/assess 金石")
    seen = await town.officer.hears("金石社区考核（到今天")
    now, then = seen.text.split("照上一周的收法，到12月31日：")
    assert "现在：1,170人，96.45%" in now
    assert "参保得分2分：超过95%满1个百分点，每个加2分（附件3二（二）1）" in now
    # 1170 × 0.80 − 43 × 2 = 850
    assert "工作经费850元：1,170人×0.80元−差43人×2元（附件3三（一））" in now
    assert "奖励0元（附件3三（二））" in now
    assert "罚款定不下来（附件3三（二））" in now  # special groups are not known
    assert then.startswith("1,227人，101.15%")


async def test_the_assessment_of_all_villages(town: Town) -> None:
    await _reported(town, "金石累计1213人")
    await town.officer.says("/assess")
    seen = await town.officer.hears("西岩镇考核（到今天")
    assert "1. 金石社区 100% 30分 经费1,213元 奖2,000元 罚未定" in seen.text


async def test_the_counts_side_by_side(town: Town) -> None:
    await _reported(
        town, "金石昨天12人3840元", "华升今天38人12160元，存了12160元", "花桥今天10人3200元，存了3000元"
    )
    await town.officer.says("对账")
    seen = await town.officer.hears("对账（到今天）")
    assert seen.text.splitlines() == [
        "对账（到今天）：报数人数／系统录入人数／存款",
        "・金石社区 12人／没有／0元，差1000.0‰",
        "・花桥村 10人／没有／3,000元，差62.5‰",
        "其余26个村对得上。",
        "通知允许差千分之1（附件3二（二）2）。",
        "先看这几个：",
        "金石社区：报的钱比存的多3,840元，看看是不是还没存。",
        "花桥村：报的钱比存的多200元，看看是不是还没存。",
    ]


async def test_a_clerk_compares_the_own_village(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await _reported(town, "华升今天38人12160元，存了12160元", "花桥今天10人3200元")
    await clerk.says("对账")
    seen = await clerk.hears("都对得上")
    assert "花桥" not in seen.text


async def test_another_notice_assesses_in_its_own_way(other_town: Town) -> None:
    officer: Person = other_town.officer
    await officer.says("莲峰镇累计37000人")
    await officer.hears("记下了")
    await officer.says("/assess 莲峰镇")
    seen = await officer.hears("莲峰镇考核")
    assert "低于98%" in seen.text


@pytest.fixture
async def other_town(tmp_path):  # type: ignore[no-untyped-def]
    from tests.support.running import running_town

    async with running_town(tmp_path, pack="liancheng-2018", now=datetime(2017, 11, 20, 9)) as running:
        yield running


def test_a_long_text_is_cut_between_lines() -> None:
    lines = [f"{number:03}" + "村" * 200 for number in range(60)]
    parts = parts_of("\n".join(lines))
    assert all(len(part) <= 4000 for part in parts)
    assert "\n".join(parts).splitlines() == lines
