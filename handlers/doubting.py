"""What is doubtful about a report, looked up in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.booking import drafts_of
from handlers.hearing import area_by_name, fees_by_key
from knowledge.model import TallyEntry
from knowledge.pack import Pack
from knowledge.rules.person import Remark
from knowledge.standing.doubts import History, doubts_about, only_first
from knowledge.standing.model import Draft, LedgerRow, Origin
from knowledge.standing.supersession import corrected_since, own_heads, replaced_by
from storage import ledger, village_days
from storage.database import Connection


async def doubts_of(
    connection: Connection, pack: Pack, origin: Origin, entries: Sequence[TallyEntry], sent_on: date
) -> list[Remark]:
    """Why to ask before booking these entries; empty where all of them are plain."""
    areas = area_by_name(pack)
    drafts = drafts_of(pack, entries)
    ids = {draft.area_id for draft in drafts}
    days = await village_days.list_days(connection, pack.id, ids)
    earlier = await ledger.list_of_message(connection, origin.chat_id, origin.message_id)
    edited = await ledger.list_heads(connection, {row.root_id for row in earlier}) if earlier else []
    current = await _on_their_days(connection, pack, drafts)
    remarks: list[Remark] = []
    for entry, draft in zip(entries, drafts, strict=True):
        history = History(
            [day for day in days if day.area_id == draft.area_id],
            [row for row in current if (row.area_id, row.day) == (draft.area_id, draft.day)],
            _replaced(draft, earlier, edited, current),
        )
        remarks += doubts_about(
            entry, areas[entry.village], fees_by_key(pack), history, pack.main_window.from_, sent_on
        )
        if corrected_since(draft, earlier, edited):
            remarks.append(Remark("doubt.corrected_since", {"day": entry.date}))
    return only_first(remarks)


async def _on_their_days(connection: Connection, pack: Pack, drafts: Sequence[Draft]) -> list[LedgerRow]:
    days = [draft.day for draft in drafts]
    areas = {draft.area_id for draft in drafts}
    return await ledger.list_current(connection, pack.id, areas, min(days), max(days))


def _replaced(
    draft: Draft, earlier: Sequence[LedgerRow], edited: Sequence[LedgerRow], current: Sequence[LedgerRow]
) -> list[LedgerRow]:
    """The rows that would count no more: the message's own before its edit, or what a correction is about."""
    own = [row for row in own_heads(earlier, edited) if row.area_id == draft.area_id]
    if own or not corrected_since(draft, earlier, edited):
        return own or replaced_by(draft, current)
    return replaced_by(replace(draft, is_correction=True), current)
