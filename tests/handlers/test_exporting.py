"""Workbooks from the chat: who gets them, and what an independent reader finds in them."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.running import Town


def sheet_of(content: bytes, name: str) -> Worksheet:
    """A sheet by its name."""
    return load_workbook(io.BytesIO(content))[name]


def rows_of(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows by their headings."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


async def _booked(town: Town) -> None:
    for text in ("金石昨天10人3200元", "金石昨天更正为12人3840元", "华升今天38人12160元，存了12160元"):
        await town.officer.says(text)
        await town.officer.hears()


async def test_the_progress_workbook(town: Town) -> None:
    await _booked(town)
    await town.officer.says("/export")
    await town.officer.hears("导出哪一样")
    await town.officer.presses("进度")
    sent = await town.officer.hears()
    assert sent.file_name == "西岩镇2022年度进度20211122.xlsx"
    sheet = sheet_of(sent.file(), "进度")
    assert sheet.freeze_panes == "A2"
    rows = rows_of(sheet)
    assert len(rows) == 29  # 28 villages and the township
    first = rows[0]
    assert (first["村（居）"], first["名次"], first["已缴人数"], first["报来的金额"]) == (
        "华升社区",
        1,
        38,
        12160,
    )
    assert first["参保率（%）"] == 1.82
    assert rows[-1]["已缴人数"] == 50
    counts = rows_of(sheet_of(sent.file(), "对账"))
    assert counts[0]["村（居）"] == "金石社区"  # 3,840 yuan reported, none of them banked
    assert (counts[0]["金额相差"], counts[0]["结论"]) == (3840, "超出允许")
    reports = rows_of(sheet_of(sent.file(), "报数情况"))
    assert reports[1]["村（居）"] == "金石社区"
    assert (reports[1]["应报期数"], reports[1]["报了"], reports[1]["按时报"]) == (12, 1, 0)


async def test_the_ledger_with_its_history(town: Town) -> None:
    await _booked(town)
    await town.officer.says("/export tallies")
    sent = await town.officer.hears()
    rows = rows_of(sheet_of(sent.file(), "报数明细"))
    assert [(row["村（居）"], row["人数"], row["状态"]) for row in rows] == [
        ("金石社区", 10, "被第2条取代"),
        ("金石社区", 12, "有效"),
        ("华升社区", 38, "有效"),
    ]
    assert rows[1]["更正"] == "更正"
    assert rows[0]["哪天"] == datetime(2021, 11, 21)
    assert isinstance(rows[0]["记下时间"], datetime)
    assert rows[0]["记下时间"].date() == date(2021, 11, 22)
    assert isinstance(rows[0]["消息"], int)


@pytest.mark.parametrize("who", ["clerk", "resident"])
async def test_only_the_township_gets_them(town: Town, who: str) -> None:
    person = await town.clerk("华升专干", "华升社区") if who == "clerk" else await town.resident("李大妈")
    await person.says("/export tallies")
    await person.hears("表格只给镇里")


async def test_not_in_a_group(town: Town) -> None:
    group = await town.api.group("医保征缴工作群", town.officer)
    await group.hears("大家好")
    await town.officer.says("/export tallies", group)
    await group.hears("请私聊我要")


async def test_an_unknown_export_offers_the_known_ones(town: Town) -> None:
    await town.officer.says("/export 天气")
    asked = await town.officer.hears("没有“天气”这种表")
    assert "进度" in asked.labels
