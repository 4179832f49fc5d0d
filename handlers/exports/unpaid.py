"""Who must still pay, by village, group and household; for those who go from door to door."""

from __future__ import annotations

from decimal import Decimal

from handlers.exports.source import Export, Source
from knowledge.pack import Pack
from knowledge.rules.subsidies import pays
from storage import households
from storage.households import Unpaid
from storage.spreadsheets.writing import Cell, SheetContent


def due_by_category(pack: Pack) -> dict[str, Decimal]:
    """What each category pays, by its id; one whose sum the notice leaves open is left out."""
    sums = {category.id: pays(pack, category) for category in pack.categories}
    return {category_id: amount for category_id, amount in sums.items() if amount is not None}


async def build(source: Source) -> list[SheetContent]:
    """One sheet."""
    pack = source.pack
    names = {area.id: area.name for area in pack.reporting_areas}
    keys = {category.id: category.key for category in pack.categories}
    found = await households.list_unpaid(
        source.connection, pack.year, source.now.date(), names, due_by_category(pack)
    )
    rows = [_row(person, names, keys) for person in found]
    return [SheetContent(source.say("unpaid"), source.headings("unpaid"), rows, (14, 8, 12, 12, 12))]


def _row(person: Unpaid, names: dict[str, str], keys: dict[str, str]) -> list[Cell]:
    return [
        names[person.area_id],
        person.group,
        person.head,
        person.name,
        keys.get(person.category, person.category),
        person.missing,
    ]


EXPORT = Export("unpaid", build, is_personal=True)
