"""What a pack gives the reading of tallies: its reporting villages, its categories with what they pay."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from knowledge.model import TallyReading
from knowledge.pack import Pack
from knowledge.rules.subsidies import pays
from knowledge.tally.reader import read_tally
from knowledge.tally.roles import PaidCategory


@lru_cache(maxsize=8)
def paid_categories(pack: Pack) -> tuple[PaidCategory, ...]:
    """The categories that clerks count apart: those that do not simply pay the ordinary fee."""
    return tuple(
        PaidCategory(category.key, (category.name, *category.words), pays(pack, category))
        for category in pack.categories
        if category is not pack.ordinary and category.subsidy.kind not in ("none", "not_enrolled")
    )


def read_with_pack(pack: Pack, message: str, sent_on: date, sender_village: str | None) -> TallyReading:
    """A clerk's message read with the villages, categories and fee of a pack."""
    return read_tally(message, pack.reporting_areas, sent_on, sender_village, paid_categories(pack), pack.fee)
