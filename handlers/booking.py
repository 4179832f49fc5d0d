"""Booking in one transaction: rows into the ledger, and the villages' days brought into step with them.

Everybody who adds to the ledger does it through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.model import TallyEntry
from knowledge.pack import Pack
from knowledge.standing.model import Draft, Kind, LedgerRow, Origin
from knowledge.standing.supersession import draft_of, edited_rows, new_rows, undone_rows
from knowledge.standing.totals import add_up
from storage import ledger, readings, village_days
from storage.database import Connection

UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Booked:
    """A message's new rows, and the rows whose place they took."""

    rows: tuple[LedgerRow, ...]
    superseded: tuple[LedgerRow, ...]

    @property
    def stated(self) -> tuple[LedgerRow, ...]:
        """The rows that state figures."""
        return tuple(row for row in self.rows if row.kind is not Kind.VOID)


def area_ids(pack: Pack) -> dict[str, str]:
    """Official names of the villages to their ids."""
    return {area.name: area.id for area in pack.reporting_areas}


def drafts_of(pack: Pack, entries: Iterable[TallyEntry]) -> list[Draft]:
    """Read figures as rows that could be booked."""
    ids = area_ids(pack)
    return [draft_of(entry, ids[entry.village]) for entry in entries]


async def next_revision(connection: Connection, chat_id: int, message_id: int) -> int:
    """The number that the next thing to happen to a message gets."""
    booked = await ledger.find_last_revision(connection, chat_id, message_id)
    read = await readings.find_newest(connection, chat_id, message_id)
    known = [booked if booked is not None else -1, read.origin.revision if read else -1]
    return max(known) + 1


async def book(
    connection: Connection,
    pack: Pack,
    origin: Origin,
    entries: Sequence[TallyEntry],
    booked_by: int,
    at: datetime,
    confirmed_by: int | None = None,
) -> Booked:
    """Books what a message states; an edited message's rows take the place of what stood for it."""
    drafts = drafts_of(pack, entries)
    earlier = await ledger.list_of_message(connection, origin.chat_id, origin.message_id)
    if earlier:
        heads = await ledger.list_heads(connection, {row.root_id for row in earlier})
        planned = edited_rows(drafts, earlier, heads, await _current_for(connection, pack, drafts))
    else:
        corrections = [draft for draft in drafts if draft.is_correction]
        planned = new_rows(drafts, await _current_for(connection, pack, corrections))
    return await _write(connection, pack, origin, planned, booked_by, at, confirmed_by)


async def undo(
    connection: Connection, pack: Pack, origin: Origin, undone_by: int, at: datetime
) -> Booked | None:
    """Takes back what one revision of a message booked; None where something newer stands on it."""
    of_message = await ledger.list_of_message(connection, origin.chat_id, origin.message_id)
    booked = [row for row in of_message if row.origin == origin]
    heads = await ledger.list_heads(connection, {row.root_id for row in booked})
    if not booked or {row.id for row in booked} != {row.id for row in heads}:
        return None
    replaced = await ledger.list_by_id(connection, [row.supersedes_id for row in booked if row.supersedes_id])
    planned = undone_rows(booked, {row.id: row for row in replaced})
    revision = await next_revision(connection, origin.chat_id, origin.message_id)
    taken_back = Origin(origin.chat_id, origin.message_id, revision)
    return await _write(connection, pack, taken_back, planned, undone_by, at, None)


async def _current_for(connection: Connection, pack: Pack, drafts: Sequence[Draft]) -> list[LedgerRow]:
    """The rows that count on the days of some drafts."""
    if not drafts:
        return []
    days = [draft.day for draft in drafts]
    areas = {draft.area_id for draft in drafts}
    return await ledger.list_current(connection, pack.id, areas, min(days), max(days))


async def _write(
    connection: Connection,
    pack: Pack,
    origin: Origin,
    planned: Sequence[Draft],
    by: int,
    at: datetime,
    confirmed_by: int | None,
) -> Booked:
    rows = await ledger.add_rows(connection, pack.id, origin, planned, by, at, confirmed_by)
    replaced = await ledger.list_by_id(connection, [row.supersedes_id for row in rows if row.supersedes_id])
    changed: dict[str, date] = {}
    for row in (*rows, *replaced):
        changed[row.area_id] = min(row.day, changed.get(row.area_id, row.day))
    for area_id, since in changed.items():
        await bring_up_to_date(connection, pack.id, area_id, since)
    return Booked(tuple(rows), tuple(replaced))


async def bring_up_to_date(connection: Connection, pack_id: str, area_id: str, since: date) -> None:
    """Adds a village's days up anew from a day on."""
    before = await village_days.find_totals(connection, pack_id, area_id, since)
    rows = await ledger.list_current(connection, pack_id, [area_id], since)
    await village_days.replace_days(connection, pack_id, area_id, since, add_up(rows, before))
