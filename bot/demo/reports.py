"""What the villages have reported so far: the clerk's village day by day, the others now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from bot.app import Bot
from bot.demo.homes import SampleVillage
from handlers import booking
from knowledge.model import Area, TallyEntry
from knowledge.pack import Pack
from knowledge.standing.model import Origin

DAYS_TOLD = 7
TOTALS_DAYS_AGO = (8, 4, 1)
# people's messages are numbered from 1
NO_MESSAGE = -1
PERSONS_IN_HOUSEHOLD = 3.2
USUAL_TARGET = 1_800
# how eagerly the villages collect: the slowest and the quickest
SLOW, QUICK = 0.55, 1.05


async def book_reports(bot: Bot, village: SampleVillage, clerk: int, officer: int) -> None:
    """Books them as if they had been sent; the sample village's agree with its payments."""
    pack, now = bot.house.pack, bot.clock()
    today = now.date()
    own_paid = _paid_in(village) if village.is_whole else _paid_by_chance(pack, village.area, today)
    own = list(_daily(pack, village.area, own_paid, today))
    others = [
        entry
        for area in pack.reporting_areas
        if area != village.area
        for entry in _now_and_then(pack, area, _paid_by_chance(pack, area, today), today)
    ]
    async with bot.database.transaction() as connection:
        for by, entries in ((clerk, own), (officer, others)):
            await booking.book(connection, pack, Origin(by, NO_MESSAGE), entries, by, now)


def _paid_in(village: SampleVillage) -> Counter[date]:
    return Counter(payment.paid_on for payment in village.payments)


def _paid_by_chance(pack: Pack, area: Area, today: date) -> Counter[date]:
    """People who paid on each day of the window so far; the same area and day give the same."""
    random = Random(f"{area.id} {pack.year}")
    target = (area.target or USUAL_TARGET) * random.uniform(SLOW, QUICK)
    first, last = pack.main_window.from_, pack.main_window.until
    usual = target / ((last - first).days + 1)
    days = (first + timedelta(days=n) for n in range((today - first).days))
    return Counter({day: round(usual * random.betavariate(2, 3) * 2) for day in days})


def _daily(pack: Pack, area: Area, paid: Counter[date], today: date) -> Iterator[TallyEntry]:
    """A running total, then a figure for each of the last days."""
    since = today - timedelta(days=DAYS_TOLD)
    yield from _running(pack, area, paid, since - timedelta(days=1))
    for n in range(DAYS_TOLD):
        day = since + timedelta(days=n)
        yield _entry(pack, area, day, paid[day])


def _now_and_then(pack: Pack, area: Area, paid: Counter[date], today: date) -> Iterator[TallyEntry]:
    """Running totals only: a few rows a village, so that the demonstration opens quickly."""
    for days_ago in TOTALS_DAYS_AGO:
        yield from _running(pack, area, paid, today - timedelta(days=days_ago))


def _running(pack: Pack, area: Area, paid: Counter[date], until: date) -> Iterator[TallyEntry]:
    if until < pack.main_window.from_:
        return
    persons = sum(count for day, count in paid.items() if day <= until)
    yield _entry(pack, area, until, persons, is_running=True)


def _entry(pack: Pack, area: Area, day: date, persons: int, *, is_running: bool = False) -> TallyEntry:
    households = round(persons / PERSONS_IN_HOUSEHOLD)
    return TallyEntry(area.name, day, persons, households, persons * pack.fee, cumulative=is_running)
