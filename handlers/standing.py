"""Where the villages stand, from the ledger's days and the pack's targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.rules.assessment import Result
from knowledge.rules.subsidies import NOTHING, pays
from knowledge.standing.model import Totals
from knowledge.standing.progress import WEEK, Progress, VillageInput, progress_of, ranked, township_of
from knowledge.standing.reporting import Reliability, Report, closed_periods, reliability, rhythm_of
from storage import entered, households, village_days
from storage.database import Connection

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """All villages, the best first, and the township as one."""

    villages: tuple[Progress, ...]
    township: Progress

    def of(self, area_id: str) -> Progress:
        """A village's place in it."""
        return next(village for village in self.villages if village.area_id == area_id)


async def standing(connection: Connection, pack: Pack, today: date) -> Standing:
    """Where everybody stands at the end of a day."""
    now = await village_days.list_totals(connection, pack.id, today)
    week_ago = await village_days.list_totals(connection, pack.id, today - WEEK)
    inputs = [
        _input(area, now.get(area.id, Totals()), week_ago.get(area.id, Totals()))
        for area in pack.reporting_areas
    ]
    villages = ranked(progress_of(village, pack, today) for village in inputs)
    return Standing(tuple(villages), township_of(inputs, pack, today))


async def standings_of(
    connection: Connection, pack: Pack, area_ids: Iterable[str], today: date
) -> dict[str, Progress]:
    """Where some villages stand, without their ranks."""
    wanted = set(area_ids)
    found = {}
    for area in pack.reporting_areas:
        if area.id in wanted:
            now = await village_days.find_totals(connection, pack.id, area.id, today + DAY)
            week_ago = await village_days.find_totals(connection, pack.id, area.id, today - WEEK + DAY)
            found[area.id] = progress_of(_input(area, now, week_ago), pack, today)
    return found


def _input(area: Area, now: Totals, week_ago: Totals) -> VillageInput:
    return VillageInput(area.id, area.name, area.target, area.headcount, now, week_ago)


async def results(connection: Connection, pack: Pack, today: date) -> tuple[list[Result], list[Result]]:
    """What the assessment goes by: as of a day, and at the window's end as forecast."""
    window_end = min(today, pack.main_window.until)
    in_window = await village_days.list_totals(connection, pack.id, window_end)
    by_area = {village.area_id: village for village in (await standing(connection, pack, today)).villages}
    special = await specials(connection, pack, by_area, today)
    now, then = [], []
    for area in pack.reporting_areas:
        paid = in_window.get(area.id, Totals()).persons
        progress = by_area[area.id]
        late = max(progress.totals.persons - paid, 0)
        known = special.get(area.id)
        groups = (known.target, known.paid) if known else (None, None)
        now.append(Result(area.name, paid, late, *groups))
        then.append(Result(area.name, paid if late else progress.forecast, late, *groups))
    return now, then


async def reliabilities(connection: Connection, pack: Pack, now: datetime) -> list[Reliability]:
    """How completely and how timely each village reports over the closed periods of the notice's rhythm.

    Empty where the notice has no rhythm.
    """
    rhythm = rhythm_of(pack)
    if rhythm is None:
        return []
    window = pack.main_window
    periods = closed_periods(rhythm, window.from_, min(now.date(), window.until + DAY))
    reports: dict[str, list[Report]] = {}
    for area_id, day, first_at in await village_days.list_first_reports(connection, pack.id):
        report = Report(day, first_at.astimezone(now.tzinfo).date())
        reports.setdefault(area_id, []).append(report)
    return [reliability(area.id, reports.get(area.id, ()), periods) for area in pack.reporting_areas]


@dataclass(frozen=True, slots=True)
class Special:
    """People of special groups (特殊人群) by the roster, and how many of them need not pay any more."""

    target: int
    paid: int


async def specials(
    connection: Connection, pack: Pack, area_ids: Iterable[str], today: date
) -> dict[str, Special]:
    """The special groups of villages; without a roster empty."""
    wanted = list(area_ids)
    due = {
        category.id: pays(pack, category) or NOTHING
        for category in pack.categories
        if category.subsidy.kind not in ("none", "not_enrolled")
    }
    here = await entered.count_persons(connection, due, wanted)
    if not here:
        return {}
    unpaid: dict[str, int] = {}
    for (area_id, _), count in (
        await households.count_unpaid(connection, pack.year, today, wanted, due)
    ).items():
        unpaid[area_id] = unpaid.get(area_id, 0) + count
    return {
        area_id: Special(here.get(area_id, 0), here.get(area_id, 0) - unpaid.get(area_id, 0))
        for area_id in wanted
    }
