"""Drawing on paper in millimetres: a page, text in a Chinese font that comes along, QR codes.

The font comes with the package zhplot, so none has to be installed. matplotlib is imported only when something is
drawn: it is slow to start.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

MILLIMETRE = 1 / 25.4
INK = "#1f1f1f"
GREY = "#5f5f5f"

_CLOSING = "，。；：、！？）”’%"
_TOKEN = re.compile(r"[0-9A-Za-z.,%/@_]+|.")
# the light border that readers need around a code, in modules
_QUIET_MODULES = 2


def font_file() -> Path:
    """The Chinese font that zhplot carries, without importing zhplot."""
    spec = importlib.util.find_spec("zhplot")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "fonts" / "NotoSansSC-Regular.ttf"


def ems(text: str) -> float:
    """The width of a text in em: wide characters 1, others a little more than a half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def wrapped(text: str, width: float) -> list[str]:
    """Lines of at most `width` em; no number is torn apart, no line begins with closing punctuation."""
    lines: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if lines[-1] and ems("".join(lines[-1]) + token) > width:
            carried: list[str] = []
            while token[0] in _CLOSING and lines[-1] and (not carried or carried[0] in _CLOSING):
                carried.insert(0, lines[-1].pop())
            lines.append(carried)
        lines[-1].append(token)
    return ["".join(line) for line in lines]


def new_page(width: float, height: float, paper: str = "white") -> Canvas:
    """An empty page of so many millimetres."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    mpl.rcParams["pdf.fonttype"] = 42  # text in a PDF stays text
    figure = Figure(figsize=(width * MILLIMETRE, height * MILLIMETRE), facecolor=paper)
    return Canvas(figure, width, height, FontProperties(fname=str(font_file())))


@dataclass
class Canvas:
    """A page in millimetres from the top left, with a pen that moves down."""

    figure: Any
    width: float
    height: float
    font: Any
    y: float = 0.0

    @property
    def scale(self) -> float:
        """Sizes are meant for A4 and shrink with the page."""
        return self.width / 210

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x / self.width, 1 - y / self.height

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle

        left, bottom = self._at(x, y + height)
        patch = Rectangle(
            (left, bottom), width / self.width, height / self.height, facecolor=colour, edgecolor="none",
            transform=self.figure.transFigure,
        )  # fmt: skip
        self.figure.patches.append(patch)

    def write(self, x: float, text: str, millimetres: float, colour: str, bold: bool = False) -> None:
        """One line whose characters are `millimetres` high, its top at the pen."""
        from matplotlib.patheffects import withStroke

        points = millimetres / 25.4 * 72
        effects = [withStroke(linewidth=points / 28, foreground=colour)] if bold else None
        left, top = self._at(x, self.y)
        self.figure.text(
            left,
            top,
            text,
            fontproperties=self.font,
            fontsize=points,
            color=colour,
            va="top",
            path_effects=effects,
        )

    def paragraph(
        self,
        x: float,
        text: str,
        millimetres: float,
        colour: str,
        width: float,
        bold: bool = False,
        gap: float = 1.45,
    ) -> None:
        """Wrapped lines; the pen ends below them."""
        for line in wrapped(text, width / millimetres):
            self.write(x, line, millimetres, colour, bold)
            self.y += millimetres * gap

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> None:
        """A thin straight line; a dashed one is for cutting."""
        from matplotlib.lines import Line2D

        (left, top), (right, bottom) = self._at(x1, y1), self._at(x2, y2)
        line = Line2D([left, right], [top, bottom], color=colour, linewidth=0.5)
        if dashed:
            line.set_linestyle((0, (4, 4)))
        self.figure.add_artist(line)

    def axes(self, x: float, y: float, width: float, height: float) -> Any:
        """A chart's axes at a place, without frame at the top and the right."""
        left, bottom = self._at(x, y + height)
        axes = self.figure.add_axes((left, bottom, width / self.width, height / self.height))
        axes.set_facecolor("none")
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color("#bbb8ac")
        axes.tick_params(length=2, color="#bbb8ac")
        return axes

    def qr(self, link: str, x: float, y: float, size: float) -> None:
        """A QR code with its light border, `size` millimetres wide; as shapes, so that it stays sharp in print."""
        import segno
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path as Shape

        rows = list(segno.make(link, error="m", micro=False).matrix_iter(border=_QUIET_MODULES))
        module = size / len(rows)
        corners: list[tuple[float, float]] = []
        for number, row in enumerate(rows):
            for start, end in _dark_runs(row):
                left, top = self._at(x + start * module, y + number * module)
                right, bottom = self._at(x + end * module, y + (number + 1) * module)
                corners += [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        steps = [Shape.MOVETO, *[Shape.LINETO] * 3, Shape.CLOSEPOLY] * (len(corners) // 5)
        code = PathPatch(Shape(corners, steps), facecolor="black", edgecolor="none", antialiased=False)
        code.set_transform(self.figure.transFigure)
        self.figure.patches.append(code)


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Dark modules of a row that touch each other, as beginning and end."""
    place = 0
    for dark, modules in groupby(row):
        end = place + len(list(modules))
        if dark:
            yield place, end
        place = end
