"""What a sample township is made from: villages with their sizes, categories, fees, the window, the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.errors import DataError
from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.rules.subsidies import pays

# for a village whose notice gives no headcount
_USUAL_VILLAGE = 1_800


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """`sizes` is the number of people in each village, `due` what a category pays, `on` the day that it is."""

    sizes: Mapping[Area, int]
    categories: Mapping[str, str]  # everyday word: category id
    ordinary: str
    due: Mapping[str, Decimal]
    channels: Sequence[str]
    year: int
    window: tuple[date, date]
    on: date
    seed: int

    @classmethod
    def of(
        cls,
        pack: Pack,
        on: date,
        *,
        persons: int | None = None,
        villages: Sequence[str] = (),
        seed: int = 1,
    ) -> SamplePlan:
        """The plan for a pack: its villages (or only those of these ids or names), all their people or `persons`."""
        areas = [
            area for area in pack.reporting_areas if not villages or {area.id, area.name} & set(villages)
        ]
        if not areas:
            raise DataError(pack.id, f"has none of these villages: {'、'.join(villages)}")
        return cls(
            _sizes(areas, persons),
            {category.key: category.id for category in pack.categories},
            pack.ordinary.id,
            {category.id: _due(pack, category.id) for category in pack.categories},
            [channel.label for channel in pack.channels],
            pack.year,
            (pack.main_window.from_, pack.main_window.until),
            on,
            seed,
        )


def _due(pack: Pack, category_id: str) -> Decimal:
    amount = pays(pack, pack.category(category_id))
    return pack.fee if amount is None else amount


def _sizes(areas: Sequence[Area], persons: int | None) -> dict[Area, int]:
    """The villages' headcounts, or `persons` people shared out in their proportion, at least one household each."""
    counts = [area.headcount or area.target or _USUAL_VILLAGE for area in areas]
    if persons is None:
        return dict(zip(areas, counts, strict=True))
    total = sum(counts)
    sizes: dict[Area, int] = {}
    counted = given = 0
    for area, count in zip(areas, counts, strict=True):
        counted += count
        sizes[area] = persons * counted // total - given
        given += sizes[area]
    return sizes
