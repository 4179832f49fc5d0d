"""Yuan, days and years as tables write them: ￥320.00, 320元, (320.00), 2021/10/3 8:15, 20211003, 44472."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

_YUAN = re.compile(r"(?P<minus>[-−(]?)[¥￥]?(?P<minus_inside>-?)(?P<digits>\d{1,9}(?:\.\d+)?)元?\)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR = re.compile(r"(20\d{2})(?:年度?|\D.*|\d{2}(?:\D.*|\d{2})?)?")
# the day before Excel's first, with its mistaken leap year 1900 behind it
_SERIAL_ZERO = date(1899, 12, 30)
_CENT = Decimal("0.01")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def read_yuan(text: str) -> Decimal | None:
    """Yuan with two places, negative with a minus or in brackets; None where it is no amount."""
    match = _YUAN.fullmatch(_plain(text).replace(",", "").replace(" ", ""))
    if match is None:
        return None
    amount = Decimal(match["digits"])
    rounded = amount.quantize(_CENT)
    if abs(rounded - amount) > _CENT / 1000:  # 319.9999999 is a computer's 320, 319.995 is nobody's amount
        return None
    return -rounded if match["minus"] or match["minus_inside"] else rounded


def read_day(text: str) -> date | None:
    """The day of a cell, its time of day left out; None where it is no day."""
    text = _plain(text)
    try:
        if match := _DAY.match(text) or _COMPACT_DAY.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SERIAL.fullmatch(text):
            return _SERIAL_ZERO + timedelta(days=int(match[1]))
    except ValueError:
        return None
    return None


def read_year(text: str) -> int | None:
    """The insurance year of a cell: 2022, 2022年度, 2022-01-01至2022-12-31, 202201; None where it is none."""
    match = _YEAR.fullmatch(_plain(text).removesuffix(".0"))
    return int(match[1]) if match else None
