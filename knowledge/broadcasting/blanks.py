"""Blanks that are filled village by village: 【村名】 【应交】 【已交】 【还差】 【参保率】."""

from __future__ import annotations

import re

from knowledge.reminding.values import VillageFigures

NAMES = ("村名", "应交", "已交", "还差", "参保率")
_BLANK = re.compile("【(" + "|".join(NAMES) + ")】")
UNKNOWN = "—"


def has_blanks(text: str) -> bool:
    """Whether the text is another for every village."""
    return bool(_BLANK.search(text))


def filled_for(text: str, figures: VillageFigures | None) -> str:
    """The text for a village; a dash where a figure is not known."""
    values = _values(figures) if figures else dict.fromkeys(NAMES, UNKNOWN)
    return _BLANK.sub(lambda match: values[match[1]], text)


def _values(figures: VillageFigures) -> dict[str, str]:
    target = figures.target
    return {
        "村名": figures.name,
        "应交": UNKNOWN if target is None else str(target),
        "已交": str(figures.paid),
        "还差": UNKNOWN if target is None else str(max(0, target - figures.paid)),
        "参保率": f"{figures.paid * 100 / target:.1f}%" if target else UNKNOWN,
    }
