"""The workbook of cases."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl

from handlers.exports.listed import EXPORTS
from handlers.exports.source import Source
from tests.support.cases import TUESDAY, opened
from tests.support.running import Town


async def test_every_case_and_no_residents_name(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    resident = await town.resident("李大妈")
    first = await opened(town, resident)
    await clerk.hears("还没有人接")
    await clerk.presses("我来办")
    await clerk.sees_edit("在办")
    await clerk.presses("办好了")
    await resident.hears("接手了")
    await resident.hears("办好了")
    await resident.presses("满意")
    second = await opened(town, resident, "refund")
    house = town.bot.house
    async with town.bot.database.reading() as connection:
        source = Source(connection, house.pack, house.library.phrases, house.now())
        content = await EXPORTS["cases"].workbook(source)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    headings, *rows = list(sheet.iter_rows(values_only=True))
    assert headings[:4] == ("办件号", "事情", "户口在", "状态")
    assert [row[:4] for row in rows] == [
        (first, "交到别的县了", "华升社区", "办好了"),
        (second, "交重了、多交了", "华升社区", "还没有人接"),
    ]
    assert rows[0][7:11] == (0, "华升专干", "满意", 0)
    assert "张三" not in str(rows)


async def test_the_progress_workbook_has_the_figures_by_village_and_kind(town: Town) -> None:
    resident = await town.resident("李大妈")
    await opened(town, resident)
    await opened(town, resident, "refund")
    town.set_now(TUESDAY + timedelta(days=30))
    house = town.bot.house
    async with town.bot.database.reading() as connection:
        source = Source(connection, house.pack, house.library.phrases, house.now())
        content = await EXPORTS["progress"].workbook(source)
    headings, *rows = openpyxl.load_workbook(io.BytesIO(content))["办件情况"].iter_rows(values_only=True)
    assert headings[:5] == ("分类", "名称", "件数", "没办完", "过期")
    assert sorted(row[:5] for row in rows) == [
        ("按事情", "交到别的县了", 1, 1, 1),
        ("按事情", "交重了、多交了", 1, 1, 1),
        ("按村", "华升社区", 2, 2, 2),
    ]
