"""Areas of the pack by id and by the names that people give them."""

from __future__ import annotations

from knowledge.model import Area
from knowledge.pack import Pack


def area_of(pack: Pack, area_id: str) -> Area:
    """The area of an id; KeyError for an id that the pack does not have."""
    for area in pack.areas:
        if area.id == area_id:
            return area
    raise KeyError(area_id)


def find_area(pack: Pack, name: str) -> Area | None:
    """The reporting area that a name means, None where none or several do."""
    wanted = name.strip()
    exact = [area for area in pack.reporting_areas if wanted in (area.name, area.id, *area.aliases)]
    return exact[0] if len(exact) == 1 else None
