"""Single cells: names, telephones, villages, groups, categories, amounts, days, years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.roster.categories import ListCategories
from knowledge.roster.figures import read_day, read_year, read_yuan
from knowledge.roster.names import masked_name, read_name
from knowledge.roster.phones import read_phone
from knowledge.roster.places import Place, Places, read_group
from knowledge.roster.values import Reason
from tests.knowledge.packs import KAIJIANG, XIYAN, pack

PLACES = Places(pack(XIYAN).reporting_areas)

NAMES = {
    "张三": "张三",
    "张 三": "张三",
    "张　　三丰 ": "张三丰",
    "欧阳 修 文": "欧阳修文",
    "阿依古丽·买买提": "阿依古丽·买买提",
    "阿依古丽•买买提": "阿依古丽·买买提",
    "阿依古丽 . 买买提": "阿依古丽·买买提",
    "Ｊｏｈｎ Ｓｍｉｔｈ": "John Smith",
    "石〇": "石〇",
    "": "roster.name_missing",
    "　": "roster.name_missing",
    "张": "roster.name_odd",
    "张三2": "roster.name_odd",
    "张三（已故）": "roster.name_odd",
    "999900198001010132": "roster.name_odd",
    "注：以上人员均已核对": "roster.name_odd",
    "=HYPERLINK(A1)": "roster.name_odd",
}


@pytest.mark.parametrize(("written", "meant"), NAMES.items())
def test_names(written: str, meant: str) -> None:
    read = read_name(written)
    assert (read.key if isinstance(read, Reason) else read) == meant


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("张小三", "张*三"), ("欧阳修文", "欧**文"), ("张", "张*")]
)
def test_masked_names(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("10012345678", "10012345678"),
        ("100-1234-5678", "10012345678"),
        ("+86 100 1234 5678", "10012345678"),
        ("１００１２３４５６７８", "10012345678"),
        ("10012345678/10087654321", "10012345678"),
        ("0739-1234567", "07391234567"),
        ("无", None),
        ("", None),
        ("1001234567", None),
    ],
)
def test_phones(written: str, digits: str | None) -> None:
    read = read_phone(written)
    assert (read and read.reveal()) == digits


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("太塘村", Place("太塘村", None)),
        ("太塘", Place("太塘村", None)),
        (" 太 塘 村 ", Place("太塘村", None)),
        ("太塘村委会", Place("太塘村", None)),
        ("太塘村村民委员会", Place("太塘村", None)),
        ("西岩镇太塘村", Place("太塘村", None)),
        ("太塘村三组", Place("太塘村", "3")),
        ("西岩镇太塘村委会第12组", Place("太塘村", "12")),
        ("碧云居", Place("碧雲居", None)),
        ("华升社区居委会", Place("华升社区", None)),
    ],
)
def test_villages(written: str, place: Place) -> None:
    assert PLACES.read(written) == place


@pytest.mark.parametrize(
    ("written", "reason"), [("", "roster.area_missing"), ("月亮村", "roster.area_unknown")]
)
def test_villages_that_are_none(written: str, reason: str) -> None:
    read = PLACES.read(written)
    assert isinstance(read, Reason)
    assert read.key == reason


@pytest.mark.parametrize(
    ("title", "area_id"),
    [
        ("西岩镇太塘村2022年度花名册", "太塘村"),
        ("杨家三村", "杨家三村"),
        ("太塘村和联心村", None),
        ("2022年度花名册", None),
        ("Sheet1", None),
    ],
)
def test_villages_in_titles(title: str, area_id: str | None) -> None:
    assert PLACES.find_in(title) == area_id


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("3", "3"),
        ("03", "3"),
        ("3组", "3"),
        ("第三组", "3"),
        ("三村民小组", "3"),
        ("十二组", "12"),
        ("3.0", "3"),
        ("上屋组", "上屋"),
        ("", None),
    ],
)
def test_groups(written: str, group: str | None) -> None:
    assert read_group(written) == group


@pytest.mark.parametrize(
    ("pack_id", "written", "meant"),
    [
        (XIYAN, "", "ordinary"),
        (XIYAN, " 低保户 ", "minimum_living"),
        (XIYAN, "低保对象", "minimum_living"),
        (XIYAN, "普通居民、低保", "minimum_living"),
        (XIYAN, "低保、残疾", "roster.category_several"),
        (XIYAN, "脱贫户", "roster.category_open"),
        (XIYAN, "优秀村民", "roster.category_unknown"),
        (KAIJIANG, "建档立卡贫困户", "registered_poor"),
        (KAIJIANG, "残疾", "roster.category_open"),
    ],
)
def test_categories(pack_id: str, written: str, meant: str) -> None:
    read = ListCategories(pack(pack_id)).read(written)
    assert (read.key if isinstance(read, Reason) else read) == meant


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("320", "320.00"),
        ("320.00", "320.00"),
        ("￥320.00元", "320.00"),
        ("1,280", "1280.00"),
        ("-320", "-320.00"),
        ("(320.00)", "-320.00"),
        ("319.99999999999994", "320.00"),
        ("３２０", "320.00"),
        ("320.005", None),
        ("三百二", None),
        ("", None),
        ("999900198001010132", None),
    ],
)
def test_amounts(written: str, yuan: str | None) -> None:
    assert read_yuan(written) == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    "written",
    [
        "2021-10-03",
        "2021/10/3",
        "2021.10.3",
        "2021年10月3日",
        "20211003",
        "20211003081530",
        "2021-10-03 08:15:30",
        "2021-10-03T08:15:30",
        "44472",
        "44472.34",
    ],
)
def test_days(written: str) -> None:
    assert read_day(written) == date(2021, 10, 3)


@pytest.mark.parametrize("written", ["", "10月3日", "2021-13-03", "2021-02-30", "昨天"])
def test_days_that_are_none(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize(
    ("written", "year"),
    [("2022", 2022), ("2022年度", 2022), ("2022-01-01至2022-12-31", 2022), ("202201", 2022), ("今年", None)],
)
def test_years(written: str, year: int | None) -> None:
    assert read_year(written) == year


@given(st.text())
def test_no_cell_breaks_a_reader(text: str) -> None:
    read_name(text), read_phone(text), read_group(text), read_yuan(text), read_day(text), read_year(text)
    PLACES.read(text), PLACES.find_in(text)
