"""Every row of the ledger with its history: what counts, what was replaced by what, and from which message."""

from __future__ import annotations

from handlers.exports.source import Export, Source
from knowledge.standing.model import Kind, LedgerRow
from storage import ledger
from storage.spreadsheets.writing import Cell, SheetContent


async def build(source: Source) -> list[SheetContent]:
    """One sheet, oldest row first."""
    names = {area.id: area.name for area in source.pack.reporting_areas}
    history = await ledger.list_history(source.connection, source.pack.id)
    rows = [
        _row(row, superseded_by, names.get(row.area_id, row.area_id), source)
        for row, superseded_by in history
    ]
    return [SheetContent(source.say("tallies"), source.headings("tallies"), rows, (8, 14, 12))]


def _row(row: LedgerRow, superseded_by: int | None, village: str, source: Source) -> list[Cell]:
    figures = row.figures
    return [
        row.id,
        village,
        row.day,
        source.say(f"kind.{row.kind}"),
        figures.persons,
        figures.households,
        figures.amount,
        figures.deposit,
        " ".join(f"{name}{persons}" for name, persons in figures.by_category.items()),
        source.say("correction") if row.is_correction else None,
        _state(row, superseded_by, source),
        row.supersedes_id,
        row.booked_at.astimezone(source.now.tzinfo),
        row.booked_by,
        row.confirmed_by,
        row.origin.chat_id,
        row.origin.message_id,
        row.origin.revision,
    ]


def _state(row: LedgerRow, superseded_by: int | None, source: Source) -> str:
    if superseded_by is not None:
        return source.say("superseded", row=superseded_by)
    return source.say("void" if row.kind is Kind.VOID else "counts_now")


EXPORT = Export("tallies", build)
