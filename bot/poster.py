"""Draws a sheet for the village wall (A4) or for the hand (A5), as PNG or PDF by the file's name."""

from __future__ import annotations

import re
from pathlib import Path

from bot.errors import BadInput
from knowledge.drawing.canvas import GREY, INK, Canvas, ems, new_page, wrapped
from knowledge.handout import Sheet

SIZES = {"poster": (210, 297), "leaflet": (148, 210)}  # millimetres, portrait
FORMATS = (".png", ".pdf")
DPI = 200

_STEP = re.compile(r"\d\. ")
_RED = "#b3261e"
_PAPER = "#fffdf8"
_TINT = "#fdecea"


def _height_of(text: str, millimetres: float, width: float, gap: float = 1.45) -> float:
    return len(wrapped(text, width / millimetres)) * millimetres * gap


def _body_size(lines: tuple[str, ...], room: float, width: float, scale: float) -> float:
    """The largest size, within reason, at which all lines fit the room."""
    for tenth in range(95, 34, -1):
        size = tenth / 10 * scale
        needed = sum(_height_of(line, size, width - size * 1.2) + size * 0.55 for line in lines)
        if needed <= room:
            return size
    return 3.4 * scale


def _top(canvas: Canvas, sheet: Sheet, margin: float, inner: float) -> None:
    scale = canvas.scale
    canvas.box(0, 0, canvas.width, 52 * scale, _RED)
    canvas.y = 9 * scale
    canvas.write(margin, sheet.banner, 7 * scale, "white")
    canvas.y = 23 * scale
    size = min(17 * scale, inner / max(ems(sheet.title), 1))
    canvas.write(margin, sheet.title, size, "white", bold=True)
    canvas.y = 62 * scale
    if sheet.warning:
        canvas.paragraph(margin, sheet.warning, 6 * scale, _RED, inner)
        canvas.y += 3 * scale
    size = 11.5 * scale
    height = _height_of(sheet.headline, size, inner - 12 * scale, 1.35)
    canvas.box(margin, canvas.y, inner, height + 10 * scale, _TINT)
    canvas.y += 6 * scale
    canvas.paragraph(margin + 6 * scale, sheet.headline, size, _RED, inner - 12 * scale, bold=True, gap=1.35)
    canvas.y += 11 * scale


def _middle(canvas: Canvas, sheet: Sheet, margin: float, inner: float, bottom: float) -> None:
    size = _body_size(sheet.lines, bottom - canvas.y, inner, canvas.scale)
    for line in sheet.lines:
        step = bool(_STEP.match(line))
        if not step:
            dot = size * 0.32
            canvas.box(margin, canvas.y + size * 0.42, dot, dot, _RED)
        canvas.paragraph(margin + size * 1.2 * (not step), line, size, INK, inner - size * 1.2)
        canvas.y += size * 0.55


def draw(sheet: Sheet, file: Path, kind: str = "poster", link: str | None = None, caption: str = "") -> None:
    """Writes the sheet to `file`; `link` becomes a QR code in the lower right corner."""
    if file.suffix.lower() not in FORMATS:
        raise BadInput(f"{file}: give a name that ends in .png or .pdf")
    width, height = SIZES[kind]
    canvas = new_page(width, height, _PAPER)
    scale = canvas.scale
    margin, qr_size = 16 * scale, 40 * scale
    inner = width - 2 * margin
    foot = height - 56 * scale
    _top(canvas, sheet, margin, inner)
    _middle(canvas, sheet, margin, inner, foot - 4 * scale)
    canvas.box(margin, foot, inner, 0.5 * scale, _RED)
    canvas.y = foot + 7 * scale
    text_width = inner - (qr_size + 8 * scale if link else 0)
    canvas.paragraph(margin, sheet.office, 6.2 * scale, INK, text_width, bold=True)
    canvas.y += 3 * scale
    canvas.paragraph(margin, sheet.source, 4.2 * scale, GREY, text_width)
    if link:
        left, top = width - margin - qr_size, foot + 4 * scale
        canvas.qr(link, left, top, qr_size)
        canvas.y = top + qr_size + 1.5 * scale
        canvas.write(left, caption, 4.2 * scale, INK)
    try:
        canvas.figure.savefig(file, dpi=DPI, facecolor=_PAPER)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from error
