"""A county's season in the ledger: progress of 400 villages over 513,080 people, reading and booking a report.

Beside the progress stands what it would cost to add the season up each time (one GROUP BY over all rows).
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from handlers.access import Role
from handlers.hearing import hear
from handlers.standing import standing
from handlers.taking import Report, take
from knowledge.library import load_library
from knowledge.pack import Pack
from knowledge.schema.areas import AreaNode, Areas
from knowledge.standing.model import Figures, Totals, VillageDay
from knowledge.standing.words import Voice
from storage import tables, village_days
from storage.database import Connection, Database, open_database

PERSONS, VILLAGES, DAYS = 513_080, 400, 116
TURNS = 20
MOST_PROGRESS_MS = 50.0
TEXT = "今天收了12户38人，其中低保2人，9000元，存了5000"


def county() -> Pack:
    """开江's notice over 400 invented villages."""
    pack = load_library().pack("kaijiang-2020")
    target = PERSONS // VILLAGES + 1
    villages = tuple(
        AreaNode(name=f"{number}号村", kind="village", headcount=target + 100, target=target)
        for number in range(VILLAGES)
    )
    tree = Areas(root=AreaNode(name="县", kind="county", children=villages))
    return Pack(**{**{name: getattr(pack, name) for name in Pack.model_fields}, "area_tree": tree})


async def fill(database: Database, pack: Pack) -> None:
    """A report for every village and day of the season, 513,080 people in all."""
    least, more = divmod(PERSONS, VILLAGES)
    async with database.transaction() as connection:
        for place, area in enumerate(pack.reporting_areas):
            a_day = (least + (place < more)) / DAYS
            days = []
            for number in range(DAYS):
                day = pack.main_window.from_ + timedelta(days=number)
                total = round(a_day * (number + 1))
                gained = total - round(a_day * number)
                figures = Figures(gained, gained // 3, Decimal(gained * 250))
                totals = Totals(total, total // 3, Decimal(total * 250))
                days.append(VillageDay(area.id, day, figures, totals))
            await village_days.replace_days(connection, pack.id, area.id, pack.main_window.from_, days)


async def _median_ms(turn: Callable[[], Awaitable[object]], turns: int = TURNS) -> float:
    """Of the processor's time, so that another program's load does not count."""
    times = []
    for _ in range(turns):
        begun = time.process_time()
        await turn()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


async def _added_up(connection: Connection, pack: Pack) -> None:
    days = tables.village_days
    query = select(days.c.area_id, func.sum(days.c.persons)).where(days.c.pack_id == pack.id)
    (await connection.execute(query.group_by(days.c.area_id))).all()


async def _measured(folder: Path) -> None:
    pack = county()
    database = await open_database(f"sqlite+aiosqlite:///{folder}/county.sqlite3")
    await fill(database, pack)
    today = pack.main_window.until
    async with database.reading() as connection:
        progress = await _median_ms(lambda: standing(connection, pack, today))
        persons = (await standing(connection, pack, today)).township.totals.persons
        adding = await _median_ms(lambda: _added_up(connection, pack))
    _say(
        f"progress of {VILLAGES} villages over {persons:,} people: {progress:.1f} ms (at most {MOST_PROGRESS_MS:.0f})"
    )
    _say(f"  one GROUP BY over the season's {VILLAGES * DAYS:,} village days alone: {adding:.1f} ms")
    await _reports(database, pack)
    await database.close()
    if progress > MOST_PROGRESS_MS:
        sys.exit("progress is too slow")


async def _reports(database: Database, pack: Pack) -> None:
    """Hearing and taking one clerk's report after the other."""
    now = datetime.combine(pack.main_window.until, datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    area = pack.reporting_areas[0]
    clerk = Role(7, frozenset({area.id}))
    voice = Voice(load_library().phrases, "zh_Hans", now)
    numbers = iter(range(1, 10_000))

    async def heard() -> None:
        hear(pack, TEXT, now.date(), clerk)

    async def taken() -> None:
        report = Report(7, next(numbers), TEXT, clerk, now.date())
        async with database.transaction() as connection:
            await take(connection, pack, report, hear(pack, TEXT, now.date(), clerk), voice)

    _say(f"hearing a report: {await _median_ms(heard, 200):.2f} ms")
    _say(
        f"hearing, checking and booking or asking, with the answer in the outbox: {await _median_ms(taken, 200):.1f} ms"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    """Runs it in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measured(Path(folder)))


if __name__ == "__main__":
    main()
