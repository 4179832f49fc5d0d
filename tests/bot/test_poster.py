"""The poster's typesetting, and that its QR code can be read back."""

from __future__ import annotations

import unicodedata

import pytest

from bot.poster import draw
from knowledge.drawing.canvas import ems, font_file, wrapped
from knowledge.handout import Sheet

SHEET = Sheet(
    "西岩镇 2022年度",
    "什么时候交",
    None,
    "9月1日到12月31日交。",
    ("一次交一年的。", "1. 先登记"),
    "请问镇社保站。",
    "依据：二（五）",
)


def test_no_line_is_wider_than_its_place():
    for line in wrapped("出现选择时，点“城步苗族自治县税务局”。" * 3, 12):
        assert ems(line) <= 12


def test_a_number_is_not_torn():
    assert any("0.80元"[:4] in line for line in wrapped("一二三四五六七八0.80元", 9))
    assert all(not line.endswith("0.") for line in wrapped("一二三四五六七八0.80元", 9))


def test_no_line_begins_with_closing_punctuation():
    for width in range(4, 20):
        for line in wrapped("看你怎么交的，手机、网上、银行都行（第一次先登记）。", width):
            assert line[0] not in "，。；：、）”"


def test_nothing_is_lost_in_wrapping():
    text = "第一次参保或信息不对的，先到镇社保站登记，再交100元。"
    assert "".join(wrapped(text, 7)) == text


def test_the_font_that_travels_with_the_bot_has_the_characters():
    from matplotlib.ft2font import FT2Font

    known = FT2Font(str(font_file())).get_charmap()
    for char in "西岩镇碧雲莒坝监测户缴〔〕“”、。，；：！？（）%0123456789APP":
        assert ord(char) in known, unicodedata.name(char)


@pytest.mark.parametrize("kind", ["poster", "leaflet"])
def test_the_sheet_has_its_paper_size(tmp_path, kind):
    from PIL import Image

    file = tmp_path / "sheet.png"
    draw(SHEET, file, kind)
    with Image.open(file) as image:
        assert abs(image.height / image.width - 2**0.5) < 0.02


def test_the_qr_code_is_drawn_only_with_a_link(tmp_path):
    from PIL import Image

    def black_in_corner(name: str, link: str | None) -> int:
        draw(SHEET, tmp_path / name, "poster", link, "扫一扫")
        with Image.open(tmp_path / name) as image:
            width, height = image.size
            corner = image.convert("L").crop((int(width * 0.72), int(height * 0.82), width, height))
            return sum(corner.histogram()[:60])

    assert (
        black_in_corner("with.png", "https://example.org") > 10 * black_in_corner("without.png", None) + 1000
    )


def test_a_long_answer_still_fits(tmp_path):
    long = Sheet(
        "西岩镇",
        "考核和奖惩",
        "注意：旧规定。",
        "按任务完成率打分。",
        ("工作经费每收一人按档给。" * 6,) * 9,
        "请问镇社保站。",
        "依据：附件3",
    )
    draw(long, tmp_path / "long.png")
    assert (tmp_path / "long.png").stat().st_size > 10_000
