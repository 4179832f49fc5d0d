"""Money and paper: receipts, what clerks paid for others, and who paid first and waits for a refund."""

from __future__ import annotations

from handlers.exports.source import Export, Source
from knowledge.standing.refunds import pay_first_categories, refund_of
from storage import proxies, receipts
from storage.proxies import PaidFirst
from storage.spreadsheets.writing import Cell, SheetContent


async def build(source: Source) -> list[SheetContent]:
    """Three sheets."""
    names = {area.id: area.name for area in source.pack.reporting_areas}
    return [
        SheetContent(
            source.say("receipts"), source.headings("receipts"), await _receipts(source, names), (14, 16)
        ),
        SheetContent(source.say("proxies"), source.headings("proxies"), await _proxies(source, names), (14,)),
        SheetContent(source.say("refunds"), source.headings("refunds"), await _refunds(source, names), (14,)),
    ]


async def _receipts(source: Source, names: dict[str, str]) -> list[list[Cell]]:
    return [
        [
            names.get(one.area_id, one.area_id),
            one.number,
            source.say(f"receipt.{one.event}"),
            one.amount,
            one.day,
            one.recorded_by,
            one.recorded_at.astimezone(source.now.tzinfo),
        ]
        for one in await receipts.list_receipts(source.connection, source.pack.id)
    ]


async def _proxies(source: Source, names: dict[str, str]) -> list[list[Cell]]:
    return [
        [
            names.get(one.area_id, one.area_id),
            one.group,
            one.name,
            source.pack.category(one.category).key,
            one.amount,
            one.paid_on,
            one.channel,
            one.recorded_by,
            one.recorded_at.astimezone(source.now.tzinfo),
        ]
        for one in await proxies.list_marked(source.connection, source.pack.year)
    ]


async def _refunds(source: Source, names: dict[str, str]) -> list[list[Cell]]:
    pack = source.pack
    people = await proxies.list_paid_first(source.connection, pack.year, pay_first_categories(pack))
    return [_refund(person, names, source) for person in people]


def _refund(person: PaidFirst, names: dict[str, str], source: Source) -> list[Cell]:
    due = refund_of(source.pack, person.category, person.paid)
    return [
        names.get(person.area_id, person.area_id),
        person.name,
        source.pack.category(person.category).key,
        person.paid,
        person.since,
        due,
        person.refunded,
        None if due is None else due - person.refunded,
    ]


EXPORT = Export("receipts", build, is_personal=True)
