"""The bulletin's picture: the township in large figures, the villages as bars, the season as a line.

Made for a phone held upright and fit for forwarding: villages, never persons. Values in, a PNG out; colours are
told apart by people who see red and green alike, and each light has a sign beside it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from knowledge.drawing.canvas import GREY, INK, Canvas, new_page, wrapped
from knowledge.standing.progress import Light, Progress
from knowledge.standing.trend import Point

WIDTH = 108.0
DOTS_PER_INCH = 254  # a tenth of a millimetre a dot: 1,080 dots wide

_PAPER = "#fbfaf5"
_BAND = "#22624a"
_TRACK = "#e8e6dc"
_SHADOW = "#b9c9bf"
_TARGET = "#7a3b10"
COLOURS = {Light.GREEN: "#2f7d57", Light.AMBER: "#d99a17", Light.RED: "#c0452f"}
SIGNS = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■"}
_PLAIN = "#4f7fa6"

_MARGIN = 6.0
_ROW = 6.2
_NAME_WIDTH = 20.0
_FIGURE_WIDTH = 21.0
_LONGEST = Fraction(11, 10)  # the bars' right end: 110 %
_CHART_HEIGHT = 46.0
_FOOT_SIZE, _FOOT_LINE = 3.0, 4.8
_FOOT_EMS = (WIDTH - 2 * _MARGIN) / _FOOT_SIZE


@dataclass(frozen=True, slots=True)
class Words:
    """The picture's words, ready for reading; `facts` are (large figure, what it is)."""

    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    bars_title: str
    bars_note: str
    trend_title: str
    forecast: str
    target: str
    footer: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn: villages by rank, the required rate in percent, the season's points and their forecast."""

    words: Words
    villages: Sequence[Progress]
    township: Progress
    required_percent: int
    points: Sequence[Point]
    forecast: Sequence[Point]
    ends_on: date


def short_rate(rate: Fraction) -> str:
    """A rate with one place, cut off: 94.99 % is not yet 95 %."""
    return f"{math.floor(rate * 1000) / 10}%"


def bulletin_png(sheet: Sheet) -> bytes:
    """The picture as a PNG, 1,080 dots wide and as high as the villages need."""
    rows = len(sheet.villages) if len(sheet.villages) > 1 else 0
    bars_height = 15.0 + rows * _ROW if rows else 0.0
    foot = [line for text in sheet.words.footer for line in wrapped(text, _FOOT_EMS)]
    height = 47.5 + (8.0 if sheet.township.rate is not None else 0) + bars_height + _CHART_HEIGHT + 13.0
    height += _FOOT_LINE * len(foot)
    page = new_page(WIDTH, height, _PAPER)
    _head(page, sheet.words)
    _facts(page, sheet)
    if rows:
        _bars(page, sheet)
    _trend(page, sheet)
    _foot(page, foot)
    out = io.BytesIO()
    page.figure.savefig(out, format="png", dpi=DOTS_PER_INCH)
    return out.getvalue()


def _head(page: Canvas, words: Words) -> None:
    page.box(0, 0, WIDTH, 21, _BAND)
    page.y = 4.2
    page.write(_MARGIN, words.title, 6.0, "white", bold=True)
    page.y = 13.6
    page.write(_MARGIN, words.subtitle, 3.7, "#dcebe2")
    page.y = 26.0


def _facts(page: Canvas, sheet: Sheet) -> None:
    """Large figures side by side, then how far the township is on its way."""
    top = page.y
    width = (WIDTH - 2 * _MARGIN) / len(sheet.words.facts)
    for number, (figure, what) in enumerate(sheet.words.facts):
        left = _MARGIN + number * width
        page.y = top
        page.write(left, figure, 6.4 if len(figure) < 7 else 5.2, INK, bold=True)
        page.y = top + 8.6
        page.write(left, what, 3.3, GREY)
    page.y = top + 15.5
    rate = sheet.township.rate
    if rate is not None:
        full = WIDTH - 2 * _MARGIN
        page.box(_MARGIN, page.y, full, 4.2, _TRACK)
        page.box(_MARGIN, page.y, full * float(min(rate, Fraction(1))), 4.2, _colour(sheet.township))
        page.y += 8.0
    page.y += 3.0


def _bars(page: Canvas, sheet: Sheet) -> None:
    page.write(_MARGIN, sheet.words.bars_title, 4.2, INK, bold=True)
    page.y += 6.2
    page.write(_MARGIN, sheet.words.bars_note, 3.0, GREY)
    page.y += 6.6
    left = _MARGIN + _NAME_WIDTH
    full = WIDTH - 2 * _MARGIN - _NAME_WIDTH - _FIGURE_WIDTH
    top = page.y
    for village in sheet.villages:
        _bar(page, village, left, full)
        page.y += _ROW
    if sheet.township.target is not None:
        _mark(page, left + full / float(_LONGEST), top, page.y, _TARGET)
        required = Fraction(sheet.required_percent, 100)
        if required < 1:
            _mark(page, left + full * float(required / _LONGEST), top, page.y, GREY, dashed=True)
    page.y += 2.5


def _bar(page: Canvas, village: Progress, left: float, full: float) -> None:
    top = page.y
    light = village.light
    page.y = top + 0.9
    page.write(_MARGIN, village.name, 3.4, INK)
    share, before = _shares(village)
    page.box(left, top + 0.8, full, 4.0, _TRACK)
    page.box(left, top + 0.8, full * share, 4.0, _colour(village))
    if before is not None:
        page.box(left, top + 3.7, full * before, 1.1, _SHADOW)
    figure = short_rate(village.rate) if village.rate is not None else f"{village.totals.persons:,}"
    page.write(left + full + 1.6, figure, 3.4, INK, bold=True)
    if light is not None:
        page.write(left + full + 16.6, SIGNS[light], 3.4, COLOURS[light])
    page.y = top


def _shares(village: Progress) -> tuple[float, float | None]:
    """How far the bar reaches, and where it reached a week ago."""
    if village.rate is None:
        return 0.0, None
    share = float(min(village.rate / _LONGEST, Fraction(1)))
    before = village.rate_before
    return share, float(min(before / _LONGEST, Fraction(1))) if before is not None else None


def _mark(page: Canvas, x: float, top: float, bottom: float, colour: str, *, dashed: bool = False) -> None:
    page.line(x, top, x, bottom, colour, dashed=dashed)


def _colour(progress: Progress) -> str:
    return COLOURS[progress.light] if progress.light is not None else _PLAIN


def _trend(page: Canvas, sheet: Sheet) -> None:
    """Persons by day, the straight way to the deadline, the target."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    words = sheet.words
    page.write(_MARGIN, words.trend_title, 4.2, INK, bold=True)
    page.y += 7.0
    axes = page.axes(_MARGIN + 9, page.y, WIDTH - 2 * _MARGIN - 11, _CHART_HEIGHT - 8)
    days = [point.day.toordinal() for point in sheet.points]
    persons = [point.persons for point in sheet.points]
    axes.fill_between(days, persons, color="#d5e5da", linewidth=0)
    axes.plot(days, persons, color=_BAND, linewidth=1.6)
    if sheet.forecast:
        ahead = [point.day.toordinal() for point in sheet.forecast]
        axes.plot(
            ahead, [p.persons for p in sheet.forecast], color=_BAND, linewidth=1.2, linestyle=(0, (3, 2))
        )
        _label(page, axes, ahead[-1], sheet.forecast[-1].persons, words.forecast, "right", _BAND)
    if days:
        axes.plot([days[-1]], [persons[-1]], "o", color=_BAND, markersize=4)
    target = sheet.township.target
    highest = max([*persons, *(p.persons for p in sheet.forecast), target or 0, 1])
    if target is not None:
        axes.axhline(target, color=_TARGET, linewidth=0.8)
        _label(page, axes, days[0] if days else 0, target, words.target, "left", _TARGET)
    first = days[0] if days else sheet.ends_on.toordinal()
    axes.set_xlim(first, max(sheet.ends_on.toordinal(), days[-1] if days else first) + 1)
    axes.set_ylim(0, highest * 1.16)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(_month_day))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set_fontproperties(page.font)
        label.set_fontsize(7.5)
        label.set_color(GREY)
    page.y += _CHART_HEIGHT - 1


def _month_day(value: float, _place: int) -> str:
    day = date.fromordinal(max(1, int(value)))
    return f"{day.month}月{day.day}日"


def _label(page: Canvas, axes: object, x: float, y: float, text: str, side: str, colour: str) -> None:
    axes.annotate(  # type: ignore[attr-defined]
        text,
        (x, y),
        xytext=(-2 if side == "right" else 2, 4),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontproperties=page.font,
        fontsize=7.5,
        color=colour,
    )


def _foot(page: Canvas, lines: Sequence[str]) -> None:
    page.y += 6.5
    for line in lines:
        page.write(_MARGIN, line, _FOOT_SIZE, GREY)
        page.y += _FOOT_LINE
