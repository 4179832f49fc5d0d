"""Figures of cases per kind and village: for /cases 统计 and for the workbook of the bulletin. Never persons."""

from __future__ import annotations

from datetime import tzinfo

from handlers.access import Role
from handlers.cases.wording import Words
from handlers.context import House
from knowledge.cases.figures import CaseFacts, Figures, figures_by, figures_of
from storage import cases
from storage.cases import Case
from storage.database import Connection


async def facts(
    connection: Connection, pack_id: str, zone: tzinfo | None, areas: list[str] | None = None
) -> list[CaseFacts]:
    """What figures need, of every case of the pack, days in `zone`; `areas` None: of every village."""
    return [_facts_of(case, zone) for case in await cases.list_cases(connection, pack_id, areas=areas)]


def _facts_of(case: Case, zone: tzinfo | None) -> CaseFacts:
    return CaseFacts(
        case.kind,
        case.area_id,
        case.state,
        case.opened_at.astimezone(zone).date(),
        case.due_on,
        case.closed_at.astimezone(zone).date() if case.closed_at else None,
        case.rating,
    )


async def text(house: House, words: Words, role: Role) -> str:
    """The figures of the villages that somebody may see."""
    areas = None if role.is_township else sorted(role.areas)
    async with house.database.reading() as connection:
        return _text(await facts(connection, house.pack.id, house.now().tzinfo, areas), words)


def _text(listed: list[CaseFacts], words: Words) -> str:
    if not listed:
        return words.say("case.stats.none")
    today = words.house.now().date()
    total = figures_of(listed, today)
    lines = [
        words.say("case.stats.head", place=words.house.pack.place, today=words.day(today)),
        words.say("case.stats.total", count=total.count, open=total.open, overdue=total.overdue),
    ]
    if total.median_days is not None:
        lines.append(words.say("case.stats.days", days=_days(total.median_days)))
    if total.rated:
        lines.append(words.say("case.stats.rated", rated=total.rated, satisfied=total.satisfied))
    kinds = figures_by(listed, lambda case: words.kind(case.kind), today)
    villages = figures_by(listed, lambda case: words.area(case.area_id), today)
    lines += ["", words.say("case.stats.by_kind"), *_lines(kinds, words)]
    lines += ["", words.say("case.stats.by_village"), *_lines(villages, words)]
    return "\n".join(lines)


def _lines(groups: dict[str, Figures], words: Words) -> list[str]:
    """One line a group, those with the most cases first."""
    ordered = sorted(groups.items(), key=lambda group: (-group[1].count, group[0]))
    return [
        words.say(
            "case.stats.line" if one.median_days is None else "case.stats.line_days",
            name=name,
            count=one.count,
            open=one.open,
            overdue=one.overdue,
            days=_days(one.median_days or 0),
        )
        for name, one in ordered
    ]


def _days(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
