"""Finding an area by the name people write: 华升社区, 华升, 华升村委会."""

from __future__ import annotations

import re

from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.text import normalise

_ENDINGS = re.compile(r"(?:居民委员会|村民委员会|居委会|村委会|社区|村|居|镇|乡|街道)$")


def area_named(pack: Pack, name: str) -> Area | None:
    """The area of that name or alias, whatever ending (村, 社区, 居委会) it is written with; None if unknown."""
    wanted = normalise(name).replace(" ", "")
    for area in pack.areas:
        if wanted in {normalise(known) for known in (area.name, *area.aliases)}:
            return area
    stem = _ENDINGS.sub("", wanted)
    fitting = [area for area in pack.areas if stem and stem == _ENDINGS.sub("", normalise(area.name))]
    return fitting[0] if len(fitting) == 1 else None
