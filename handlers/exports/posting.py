"""The roster for public posting (公示): who is enrolled, a sheet for each village, names masked and nothing else."""

from __future__ import annotations

from handlers.exports.source import Export, Source
from handlers.exports.unpaid import due_by_category
from knowledge.model import Area
from knowledge.roster.names import masked_name
from knowledge.roster.values import PersonState
from storage import households, persons
from storage.spreadsheets.writing import Cell, SheetContent


async def build(source: Source) -> list[SheetContent]:
    """A sheet for each village that has somebody to post; one empty sheet where none has."""
    sheets = [await _sheet(area, source) for area in source.pack.reporting_areas]
    filled = [sheet for sheet in sheets if sheet.rows]
    return filled or [SheetContent(source.say("roster"), source.headings("roster"), [])]


async def _sheet(area: Area, source: Source) -> SheetContent:
    pack = source.pack
    unpaid = await households.list_unpaid(
        source.connection, pack.year, source.now.date(), [area.id], due_by_category(pack)
    )
    missing = {person.person_id for person in unpaid}
    groups = {
        household.id: household.group
        for household in await households.list_households(source.connection, area.id)
    }
    rows: list[list[Cell]] = [
        [groups[person.household_id], masked_name(person.name)]
        for person in await persons.list_persons(source.connection, area.id)
        if person.state == PersonState.HERE and person.id not in missing
    ]
    return SheetContent(area.name, source.headings("roster"), rows, (8, 14))


EXPORT = Export("roster", build, is_personal=True)
