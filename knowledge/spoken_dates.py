"""Days as people say them: 昨天, 周一, 上周五, 20号, 上个月31号, 11.20, 1120, 11月3号, 12月底, 去年9月.

`lean` tells where an incomplete day lies: clerks report the past ("past"), residents ask about deadlines to
come or babies just born ("near", the closest such day). Pure: today is always given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.numerals import spoken_number

Lean = Literal["past", "near"]
Form = Literal["relative", "full", "month_day", "month_part", "weekday", "dotted", "day", "packed"]

_RELATIVE = {
    -3: ("大前天", "大前日", "大前晚"),
    -2: ("前天", "前日", "前晚", "前儿"),
    -1: ("昨天", "昨日", "昨晚", "昨晚上", "昨天晚上", "昨儿", "昨夜", "昨个", "昨早", "昨上午", "昨下午", "昨"),
    0: ("今天", "今日", "今晚", "今早", "今儿", "今朝", "今晨", "今个", "今午", "今上午", "今下午", "当天", "当日", "本日", "即日", "今"),
    1: ("明天", "明日", "明早", "明儿", "明晚", "明朝"),
    2: ("后天", "后日"),
    3: ("大后天",),
}  # fmt: skip
_SHIFT = {word: days for days, words in _RELATIVE.items() for word in words}
_LONGEST_FIRST = "|".join(sorted((word for word in _SHIFT if len(word) > 1), key=len, reverse=True))
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_M = rf"(?:{_N}|(?<![\d万千百十])元)"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_COUNTED = r"(?!\s?(?:[万千百wk元块圆个名口位家%]|人(?!数|员)|户(?!数)))"
_YEAR = r"(?P<year>今年|去年|明年|上年)?"
# In order of certainty: what an earlier pattern has taken, a later one leaves alone.
_PATTERNS: list[tuple[Form, re.Pattern[str]]] = [
    ("relative", re.compile(rf"(?:{_LONGEST_FIRST})(?:个(?!\w)|子)?|(?<![至迄如现古当])[昨今](?=[收缴交共报存新实\d])")),
    ("full", re.compile(r"(?<!\d)(?P<y>20\d\d)\s?[年.\-/]\s?(?P<m>\d{1,2})\s?[月.\-/]\s?(?P<d>\d{1,2})[日号]?(?!\d)")),
    ("full", re.compile(rf"(?<!\d)(?P<y>20\d\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?!\d){_COUNTED}")),
    ("full", re.compile(rf"(?<![\d.])(?P<y>2\d)[年.](?P<m>{_MONTH})[月.](?P<d>{_DAY})[日号]?(?![\d.])")),
    ("full", re.compile(rf"(?P<y>[二两][零〇][一二三四五六七八九零〇]{{2}})年(?P<m>{_N})月(?P<d>{_N})[日号]?")),
    ("month_day", re.compile(rf"{_YEAR}(?P<m>{_M})\s?月(?:份)?\s?(?P<d>{_N})(?:[日号]|(?![\d一二三四五六七八九十百千万两零]){_COUNTED})")),
    ("month_part", re.compile(rf"{_YEAR}(?P<m>{_M})月(?:份)?(?P<part>底|初|中旬|末)?(?!\s?\d)")),
    ("weekday", re.compile(r"(?<![每第])(?:(?<![一两三四五])|(?<=[周期拜][一二三四五六日天]))(?P<week>上上|上|这|本|下)?个?(?:周|星期|礼拜)(?P<w>[一二三四五六日天]|[1-7](?!\d))")),
    ("dotted", re.compile(rf"(?<![\d.])(?P<m>{_MONTH})(?P<sep>[./-])(?P<d>{_DAY})[日号]?(?![\d.%]|[/-]\d){_COUNTED}")),
    ("day", re.compile(rf"(?:(?P<month>上个?月|这个?月|本月|当月)的?|(?<![\d.月第]))(?P<d>{_N})[号日](?![楼院线店码窗机桌文])")),
    ("packed", re.compile(rf"(?<!\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?![\d.]){_COUNTED}")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day found in a text: the day, the span that names it, and how precisely (day or month).

    For "month" the day is the month's first. `explicit` is True where month and day were both said. `form` is
    the pattern that found it: "dotted" and "packed" ones may be other numbers.
    """

    day: date
    start: int
    end: int
    precision: Literal["day", "month"] = "day"
    explicit: bool = False
    form: Form = "relative"


@dataclass(frozen=True, slots=True)
class _Resolved:
    day: date
    month_only: bool = False
    explicit: bool = False


def _number(word: str) -> int:
    if word == "元":
        return 1
    value = spoken_number(word) if not word.isdigit() else int(word)
    return int(value) if value is not None else 0


def _valid(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _with_year(month: int, day: int, today: date, lean: Lean) -> date | None:
    """The year that a day without one lies in.

    Past: this year's, even if it is still to come within two months (an explicit future day stays as written).
    """
    candidates = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _valid(y, month, day))]
    if not candidates:
        return None
    if lean == "near":
        return min(candidates, key=lambda d: abs((d - today).days))
    soon = today + timedelta(days=60)
    return max((d for d in candidates if d <= soon), default=None)


def _relative(match: re.Match[str], today: date, _lean: Lean) -> _Resolved:
    word = match[0]
    shift = _SHIFT.get(word, _SHIFT.get(word[:-1], 0))
    return _Resolved(today + timedelta(days=shift))


def _weekday(match: re.Match[str], today: date, lean: Lean) -> _Resolved:
    word, week = match["w"], match["week"]
    index = int(word) - 1 if word.isdigit() else "一二三四五六日天".index(word)
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=min(index, 6))
    if week in ("上", "上上", "下"):
        day += timedelta(days={"上": -7, "上上": -14, "下": 7}[week])
    elif week is None and lean == "past" and day > today:
        day -= timedelta(days=7)
    return _Resolved(day)


def _full(match: re.Match[str], _today: date, _lean: Lean) -> _Resolved | None:
    year = _number(match["y"])
    day = _valid(year if year > 99 else 2000 + year, _number(match["m"]), _number(match["d"]))
    return _Resolved(day, explicit=True) if day else None


def _day_of_month(match: re.Match[str], today: date, lean: Lean) -> _Resolved | None:
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    said = match["month"] or ""
    if said:
        months = [before if said.startswith("上") else first]
    else:
        months = [first, before] if lean == "past" else [first]
    for month in months:
        day = _valid(month.year, month.month, _number(match["d"]))
        if day and (lean == "near" or said or day <= today):
            return _Resolved(day)
    return None


def _said_year(match: re.Match[str], today: date) -> int | None:
    shift = {"去年": -1, "上年": -1, "今年": 0, "明年": 1}.get(match.groupdict().get("year") or "")
    return None if shift is None else today.year + shift


def _in_month(match: re.Match[str], today: date, lean: Lean, day: int) -> date | None:
    month, year = _number(match["m"]), _said_year(match, today)
    return _valid(year, month, day) if year else _with_year(month, day, today, lean)


def _month_part(match: re.Match[str], today: date, lean: Lean) -> _Resolved | None:
    first = _in_month(match, today, lean, 1)
    if first is None:
        return None
    if match["part"] in ("底", "末"):
        return _Resolved(first.replace(day=monthrange(first.year, first.month)[1]), explicit=True)
    return _Resolved(first, month_only=True, explicit=True)


def _month_day(match: re.Match[str], today: date, lean: Lean) -> _Resolved | None:
    day = _in_month(match, today, lean, _number(match["d"]))
    return _Resolved(day, explicit=True) if day else None


_RESOLVE: dict[Form, Callable[[re.Match[str], date, Lean], _Resolved | None]] = {
    "relative": _relative,
    "full": _full,
    "month_day": _month_day,
    "month_part": _month_part,
    "weekday": _weekday,
    "dotted": _month_day,
    "day": _day_of_month,
    "packed": _month_day,
}


def _matches(text: str, today: date, lean: Lean) -> Iterator[SpokenDay]:
    taken: list[tuple[int, int]] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            found = _RESOLVE[form](match, today, lean)
            if found is None:
                continue
            taken.append(match.span())
            precision: Literal["day", "month"] = "month" if found.month_only else "day"
            yield SpokenDay(found.day, *match.span(), precision, found.explicit, form)


def find_days(text: str, today: date, lean: Lean = "near") -> list[SpokenDay]:
    """The days that a normalised text names, from left to right."""
    return sorted(_matches(text, today, lean), key=lambda found: found.start)
