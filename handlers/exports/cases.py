"""Every case, how far it is and how long it took: what the township answers for. No resident's name is in it."""

from __future__ import annotations

from decimal import Decimal

from handlers.cases.stats import facts
from handlers.exports.source import Export, Source
from knowledge.cases.case_numbers import number_of
from knowledge.cases.figures import Figures, figures_by
from storage import cases
from storage.cases import Case
from storage.spreadsheets.writing import Cell, SheetContent


async def build(source: Source) -> list[SheetContent]:
    """One sheet, the oldest case first."""
    names = {area.id: area.name for area in source.pack.areas}
    rows = [_row(case, names, source) for case in await cases.list_cases(source.connection, source.pack.id)]
    return [SheetContent(source.say("cases"), source.headings("cases"), rows, (10, 26, 14, 14, 12, 12, 12))]


def _row(case: Case, names: dict[str, str], source: Source) -> list[Cell]:
    zone = source.now.tzinfo
    opened = case.opened_at.astimezone(zone).date()
    closed = case.closed_at.astimezone(zone).date() if case.closed_at else None
    rating = source.phrases.say(f"case.own.rate.{case.rating}") if case.rating else None
    return [
        number_of(case.id),
        source.phrases.say(f"case.kind.{case.kind}"),
        names.get(case.area_id or ""),
        source.phrases.say(f"case.state.{case.state}"),
        opened,
        case.due_on,
        closed,
        (closed - opened).days if closed else None,
        case.holder_name,
        rating,
        case.reopened,
    ]


async def figures_sheet(source: Source) -> SheetContent | None:
    """The bulletin's annex: cases by village and by kind, figures only; None where there are none."""
    listed = await facts(source.connection, source.pack.id, source.now.tzinfo)
    if not listed:
        return None
    today = source.now.date()
    names = {area.id: area.name for area in source.pack.areas}
    villages = figures_by(listed, lambda case: names.get(case.area_id or "", ""), today)
    kinds = figures_by(listed, lambda case: source.phrases.say(f"case.kind.{case.kind}"), today)
    rows = [_figures_row(source.say("by_village"), name, one) for name, one in sorted(villages.items())]
    rows += [_figures_row(source.say("by_kind"), name, one) for name, one in sorted(kinds.items())]
    return SheetContent(source.say("case_figures"), source.headings("case_figures"), rows, (8, 26, 10))


def _figures_row(group: str, name: str, one: Figures) -> list[Cell]:
    days = None if one.median_days is None else Decimal(str(one.median_days))
    return [group, name or None, one.count, one.open, one.overdue, days]


EXPORT = Export("cases", build, is_personal=True)
