"""Money and paper: receipts, deadlines, cash, and who may see them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.receipts import Said, said_about
from storage.receipts import Event
from tests.handlers.test_exporting import rows_of, sheet_of
from tests.support.running import Town, running_town


@pytest.fixture
async def ligao(tmp_path: Path) -> AsyncIterator[Town]:
    """里高, where cash is taken against receipts and departments have deadlines."""
    async with running_town(tmp_path, pack="ligao-2018", now=datetime(2017, 12, 20, 9)) as running:
        yield running


@pytest.fixture
async def kaijiang(tmp_path: Path) -> AsyncIterator[Town]:
    """开江, where cash has a double limit."""
    async with running_town(tmp_path, pack="kaijiang-2020", now=datetime(2019, 11, 5, 9)) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0012345 960", Said(Event.ISSUED, "0012345", Decimal(960), None)),
        ("0012345", Said(Event.ISSUED, "0012345", None, None)),
        ("开 桂A0012345 ９６０.5元", None),
        ("开 a0012345 ９６０.5元 华升", Said(Event.ISSUED, "A0012345", Decimal("960.5"), "华升")),
        ("作废 0012345", Said(Event.VOID, "0012345", None, None)),
        ("丢了0012345", Said(Event.LOST, "0012345", None, None)),
        ("挂失 0012345", Said(Event.DECLARED, "0012345", None, None)),
        ("", None),
        ("今天天气", None),
    ],
)
def test_what_is_said_about_a_receipt(text: str, expected: Said | None) -> None:
    assert said_about(text) == expected


async def test_receipts_issued_void_and_lost(ligao: Town) -> None:
    village = ligao.bot.house.pack.reporting_areas[0].name
    clerk = await ligao.clerk("专干", village)
    for said, heard in [
        ("/receipt 0012345 960", f"{village}收据0012345，960元"),
        ("/receipt 0012345 960", "已经开过了"),
        ("/receipt 0012346 180", "收据0012346，180元"),
        ("/receipt 作废 0012346", "收据0012346作废"),
        ("/receipt 作废 0012346", "已经作废了"),
        ("/receipt 挂失 0012345", "没有报过丢失"),
        ("/receipt 丢失 0012347", "丢了，已经告诉镇里"),
        ("/receipt", "开了1张，960元；作废1张，丢失1张"),
    ]:
        await clerk.says(said)
        await clerk.hears(heard)
    notice = await ligao.officer.hears("收据0012347丢了")
    assert "票据丢了要马上报告、挂失（六（五））" in notice.text
    toast = await ligao.officer.presses("已经挂失")
    assert toast is not None
    assert "已挂失" in toast.text


async def test_receipts_are_for_staff(ligao: Town) -> None:
    resident = await ligao.resident("李大妈")
    await resident.says("/receipt 0012345 960")
    await resident.hears("只给镇里和村里")
    await ligao.officer.says("/receipt 0012345 960")
    await ligao.officer.hears("是哪个村的")


async def test_the_desk_shows_deadlines_with_days_left(ligao: Town) -> None:
    await ligao.officer.says("/desk")
    seen = await ligao.officer.hears("里高镇的钱和票")
    assert "・12月25日 民政资助对象花名册报社保中心（民政办，六（六）5），还有5天" in seen.text
    assert "・12月30日 资助资金拨到区社保基金收入专户（资助参保的单位，六（五）），还有10天" in seen.text
    await ligao.officer.presses("办完了：民政资助对象花名册报社保中心")
    await ligao.officer.says("/desk")
    seen = await ligao.officer.hears("里高镇的钱和票")
    assert "民政办，六（六）5），办完了" in seen.text


async def test_the_desk_shows_cash_that_is_not_banked(kaijiang: Town) -> None:
    for said in ("新宁镇11月1日40人10000元", "新宁镇11月3日20人5000元", "新宁镇今天存了4000元"):
        await kaijiang.officer.says(said)
        await kaijiang.officer.hears("记下了")
    await kaijiang.officer.says("/desk")
    seen = await kaijiang.officer.hears("钱和票")
    assert "・新宁镇 11,000元，最早的是11月1日收的，11月6日前要存" in seen.text


async def test_the_desk_is_for_the_township_in_private(ligao: Town) -> None:
    clerk = await ligao.clerk("专干", ligao.bot.house.pack.reporting_areas[0].name)
    await clerk.says("/desk")
    await clerk.hears("只给镇里和村里")
    group = await ligao.api.group("征缴工作群", ligao.officer)
    await group.hears("大家好")
    await ligao.officer.says("/desk", group)
    await group.hears("请私聊我用")


async def test_receipts_as_a_spreadsheet(ligao: Town) -> None:
    village = ligao.bot.house.pack.reporting_areas[0].name
    await ligao.officer.says(f"/receipt 0012345 960 {village}")
    await ligao.officer.hears("收据0012345")
    await ligao.officer.says("/export receipts")
    sent = await ligao.officer.hears()
    [row] = rows_of(sheet_of(sent.file(), "收据"))
    assert (row["号码"], row["状态"], row["金额"], row["日期"]) == (
        "0012345",
        "开出",
        960,
        datetime.combine(date(2017, 12, 20), datetime.min.time()),
    )
