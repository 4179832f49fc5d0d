"""To whom a broadcast goes, right now: villages that have not reported, the season's free categories, words for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.areas import area_of
from handlers.context import House
from knowledge.broadcasting.model import Audience, Who
from knowledge.pack import Pack
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.reminding.due import free_categories
from knowledge.standing.reporting import period_of, rhythm_of, silent
from storage import audiences, village_days
from storage.audiences import Recipient, Season
from storage.database import Connection

_NAMED_AREAS = 5


def season_of(pack: Pack) -> Season:
    """What tells who still owes under a notice."""
    return Season(pack.year, free_categories(pack))


async def resolved(connection: Connection, pack: Pack, audience: Audience, today: date) -> Audience | None:
    """The audience with its villages as of today; None where there is nobody in it."""
    if audience.who is not Who.SILENT_CLERKS:
        return audience
    rhythm = rhythm_of(pack)
    if rhythm is None:
        return None
    last_days = await village_days.list_last_days(connection, pack.id, today)
    wanted = audience.areas or frozenset(area.id for area in pack.reporting_areas)
    areas = frozenset(silent(sorted(wanted), last_days, period_of(rhythm, today)))
    return replace(audience, areas=areas) if areas else None


async def count(connection: Connection, house: House, audience: Audience, today: date) -> int:
    """How many recipients there are now."""
    if audience.who is Who.AUTHOR:
        return 1
    found = await resolved(connection, house.pack, audience, today)
    return await audiences.count_recipients(connection, found, season_of(house.pack)) if found else 0


async def next_recipients(
    connection: Connection,
    house: House,
    audience: Audience,
    limit: int,
    *,
    author_id: int,
    after: int | None,
    broadcast_id: int,
) -> list[Recipient]:
    """The next recipients behind a chat id. A rehearsal has one: its author."""
    if audience.who is Who.AUTHOR:
        area_id = min(audience.areas, default=None)
        return [Recipient(author_id, area_id, None)] if after is None else []
    found = await resolved(connection, house.pack, audience, house.now().date())
    if found is None:
        return []
    return await audiences.list_recipients(
        connection, found, season_of(house.pack), limit, after=after, broadcast_id=broadcast_id
    )


def audience_words(house: House, audience: Audience, locale: str = SOURCE_LOCALE) -> str:
    """An audience in words: 还没交的住户（华升社区、金石社区）."""
    say = house.library.phrases.say
    who = say(f"broadcast.who.{audience.who}", locale, number=audience.corrects_id)
    if not audience.areas or audience.who is Who.AUTHOR:
        return who
    names = [area_of(house.pack, area_id).name for area_id in sorted(audience.areas)]
    shown = "、".join(names[:_NAMED_AREAS]) + ("…" if len(names) > _NAMED_AREAS else "")
    return say("broadcast.areas_named", locale, who=who, areas=shown)


def count_words(house: House, kind: Who, number: int, locale: str = SOURCE_LOCALE) -> str:
    """28个群, 412个人."""
    unit = "groups" if kind is Who.GROUPS else "people"
    return house.library.phrases.say(f"broadcast.unit.{unit}", locale, count=number)
