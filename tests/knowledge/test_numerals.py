"""Numbers as villagers write them; what runs together is told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.numerals import find_numbers, spoken_number

SINGLE = {
    "三百二": 320, "一万一千二": 11200, "两百五": 250, "七千零四十": 7040, "壹万叁仟贰佰壹拾元": 13210,
    "一百零五": 105, "一百十五": 115, "一十八": 18, "廿八户": 28, "卅二人": 32, "二零二一": 2021, "一万零二百四": 10240,
    "三百零二": 302, "十九万": 190_000, "拾户": 10, "俩人": 2, "幺三九": 139, "1万2": 12_000, "1万2千": 12_000,
    "1万1千2": 11_200, "1万2160": 12_160, "1万二": 12_000, "3千二": 3200, "6k4": 6400, "1.28w": 12_800, "16百": 1600,
    "12,160": 12_160, "44.8万": 448_000, "三点二万": 32_000, "负二人": -2, "负六百四十元": -640, "-5人": -5,
}  # fmt: skip

RUN_TOGETHER = {
    "三十五一万一千二": [35, 11200],
    "三十八一万两千一百六十": [38, 12160],
    "十二三十八": [12, 38],
    "八两千五百六": [8, 2560],
    "一万二三十八个": [12000, 38],
    "三百五百": [300, 500],
    "1.12万35人": [11200, 35],
    "1.12万三十五人": [11200, 35],
    "1万32人": [10000, 32],
    "三合村,31,9920": [3, 31, 9920],
}

ROUGH = (
    "三四十", "七八个", "十二三个", "一百二三十", "两三个", "三五个人", "三十多", "20多人", "300来个", "几十个", "十几户",
    "60几个", "一百来人", "1000多", "2万多斤",
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SINGLE.items())
def test_one_number(text: str, value: int) -> None:
    assert [number.value for number in find_numbers(text)] == [value]


@pytest.mark.parametrize(("text", "values"), RUN_TOGETHER.items())
def test_numbers_run_together(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize("text", ROUGH)
def test_rough_numbers_are_marked(text: str) -> None:
    assert [number.rough for number in find_numbers(text, rough=True)] == [True]


@pytest.mark.parametrize("text", ["三四十", "七八个", "十二三个", "一百二三十", "两三个"])
def test_numbers_that_are_two_at_once_are_left_out(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize("text", ["万一", "没有", "千万别忘"])
def test_no_number(text: str) -> None:
    assert find_numbers(text) == []


def test_span() -> None:
    (number,) = find_numbers("收了一万两千一百六十块钱")
    assert (number.start, number.end) == (2, 10)


@pytest.mark.parametrize("word", ["三十五一万", "百", "三二十五", ""])
def test_no_single_number(word: str) -> None:
    assert spoken_number(word) is None


@pytest.mark.parametrize("value", range(1, 20_000, 37))
def test_written_out_and_read_again(value: int) -> None:
    assert spoken_number(_written_out(value)) == Decimal(value)


def _written_out(value: int) -> str:
    """12160 as 一万二千一百六十."""
    digits, word, gap = "零一二三四五六七八九", "", False
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            word += ("零" if gap and word else "") + digits[digit] + name
        gap = not digit
    return word
