"""The bulletin: a picture fit for forwarding, ten lines of text, a workbook; on Mondays by itself."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from PIL import Image

from knowledge.drawing.bulletin import bulletin_png, short_rate
from knowledge.library import load_library
from knowledge.standing.bulletin import Bulletin, bulletin_text, sheet_of
from knowledge.standing.model import Totals
from knowledge.standing.progress import VillageInput, progress_of, ranked, township_of
from knowledge.standing.trend import Point
from knowledge.standing.words import Voice
from tests.support.running import NOW, Town

LIBRARY = load_library()


def bulletin_of(pack_id: str, *, share: float = 0.8) -> tuple[Bulletin, Voice]:
    """A bulletin in the middle of a pack's window; every third village stands better than the others."""
    pack = LIBRARY.pack(pack_id)
    today = pack.main_window.from_ + (pack.main_window.until - pack.main_window.from_) / 2
    inputs = []
    for number, area in enumerate(pack.reporting_areas):
        persons = int((area.target or 3000) * min(share * (1 + 0.1 * (number % 3)), 1.0))
        now, before = persons, persons * 9 // 10
        inputs.append(
            VillageInput(area.id, area.name, area.target, area.headcount, _totals(now), _totals(before))
        )
    villages = ranked(progress_of(village, pack, today) for village in inputs)
    township = township_of(inputs, pack, today)
    points = [Point(today - timedelta(days=9 - n), township.totals.persons * n // 9) for n in range(10)]
    now = datetime(today.year, today.month, today.day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Bulletin(villages, township, points, today), Voice(LIBRARY.phrases, "zh_Hans", now)


def _totals(persons: int) -> Totals:
    return Totals(persons, persons // 3, Decimal(persons * 320), Decimal(0))


@pytest.mark.parametrize("pack_id", LIBRARY.pack_ids)
@pytest.mark.parametrize("share", [0.0, 0.8, 1.2])
def test_the_text_has_at_most_ten_lines_and_names_no_person(pack_id: str, share: float) -> None:
    bulletin, voice = bulletin_of(pack_id, share=share)
    text = bulletin_text(bulletin, LIBRARY.pack(pack_id), voice)
    assert len(text.splitlines()) <= 10
    assert str(LIBRARY.pack(pack_id).year) in text
    assert "None" not in text


@pytest.mark.parametrize("pack_id", LIBRARY.pack_ids)
def test_the_picture_is_made_for_a_phone(pack_id: str) -> None:
    bulletin, voice = bulletin_of(pack_id)
    picture = Image.open(io.BytesIO(bulletin_png(sheet_of(bulletin, LIBRARY.pack(pack_id), voice))))
    assert picture.width == 1080
    assert picture.width + picture.height <= 10_000  # Telegram's limit for photos
    assert len(picture.convert("RGB").getcolors(maxcolors=1 << 20) or []) > 50


def test_a_rate_is_cut_off_not_rounded_up() -> None:
    from fractions import Fraction

    assert short_rate(Fraction(9499, 10_000)) == "94.9%"


async def test_an_officer_gets_picture_text_and_figures(town: Town) -> None:
    clerk = await town.clerk("华升专干", "华升社区")
    await clerk.says("今天收了12户38人 12160元")
    await clerk.hears("38")
    await town.officer.says("/bulletin")
    picture = await town.officer.hears("38人", within=20)
    assert Image.open(io.BytesIO(picture.file())).width > 300
    figures = await town.officer.hears(within=20)
    sheet = openpyxl.load_workbook(io.BytesIO(figures.file())).worksheets[0]
    assert any(row[1] == "华升社区" and 38 in row for row in sheet.iter_rows(values_only=True))


async def test_a_group_gets_the_picture_but_no_workbook(town: Town) -> None:
    group = await town.api.group("华升社区医保群", town.officer)
    await group.hears("大家好")
    await town.officer.says("/bulletin", group)
    await group.hears("医保缴费进度", within=20)
    await group.hears_nothing()


async def test_residents_do_not_make_bulletins(town: Town) -> None:
    anna = await town.resident("李大妈")
    await anna.says("/bulletin")
    await anna.hears("工作人员")


async def test_on_monday_it_makes_itself_once(town: Town) -> None:
    assert NOW.isoweekday() == 1
    await town.ticks()
    await town.officer.hears_nothing()  # not before ten
    town.set_now(NOW.replace(hour=10))
    await town.ticks()
    # beside the list of villages that have not reported
    heard = [await town.officer.hears(within=20) for _ in range(3)]
    assert sum("医保缴费进度" in one.text for one in heard) == 1
    assert sum(one.file_name.endswith(".xlsx") for one in heard) == 1
    await town.ticks()
    await town.officer.hears_nothing(within=0.5)


async def test_on_tuesday_it_does_not(town: Town) -> None:
    town.set_now(datetime(2021, 11, 23, 10))
    await town.ticks()
    assert date(2021, 11, 23) == town.bot.clock().date()
    await town.officer.hears_nothing(within=0.5)
