"""The collection in time: who has not reported, cash that must be banked, staff deadlines.

Nothing here goes to a group: a clerk is nudged in private, at most once a day, and the township sees a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from handlers.context import House
from handlers.desk import cash_by_village
from handlers.standing import standings_of
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.rules.collection import deadlines_ahead
from knowledge.schema.staff import CashLimit
from knowledge.standing.cash import CashOnHand
from knowledge.standing.reporting import Period, is_nudge_day, period_of, rhythm_of, silent
from knowledge.standing.words import Voice, together
from storage import chats, deadlines, marks, staff, village_days
from storage.database import Connection
from storage.outbox import Outgoing, add_message

NUDGE_HOURS = range(16, 21)  # the day's work is done, the evening not begun
OFFICE_HOURS = range(10, 18)
DAY = timedelta(days=1)
DEADLINE_DAYS = (7, 3, 1, 0)
CASH_LOOKED_AT = "cash_looked_at"


async def nudge_clerks(house: House, connection: Connection, now: datetime) -> None:
    """On the last afternoon of a period: the clerks of villages that have stated nothing in it."""
    rhythm, today = rhythm_of(house.pack), now.date()
    if rhythm is None or now.hour not in NUDGE_HOURS or not _in_window(house, today):
        return
    period = period_of(rhythm, today)
    if not is_nudge_day(period, today):
        return
    missing = await _silent_villages(house, connection, period)
    standings = await standings_of(connection, house.pack, missing, today)
    unfinished = [area_id for area_id in missing if standings[area_id].missing != 0]
    clerks = await staff.list_by_area(connection)
    villages: dict[int, list[str]] = {}
    for area_id in unfinished:
        for user_id in clerks.get(area_id, ()):
            villages.setdefault(user_id, []).append(area_id)
    for user_id, area_ids in villages.items():
        voice = await _voice(house, connection, user_id, now)
        text = voice.say("nudge.clerk", villages=_names(house, area_ids, voice), **_period(period, voice))
        await _send(connection, f"nudge:{user_id}:{today}", user_id, text, now)


async def list_the_silent(house: House, connection: Connection, now: datetime) -> None:
    """On the first morning after a period: the township's list of villages that stated nothing in it."""
    rhythm, today = rhythm_of(house.pack), now.date()
    if rhythm is None or now.hour not in OFFICE_HOURS or period_of(rhythm, today).starts_on != today:
        return
    period = period_of(rhythm, today - DAY)
    window = house.pack.main_window
    if period.ends_on < window.from_ or period.starts_on > window.until:
        return
    missing = await _silent_villages(house, connection, period)
    key = "nudge.township" if missing else "nudge.township_all"
    for user_id in await _township(house, connection):
        voice = await _voice(house, connection, user_id, now)
        villages = _names(house, missing, voice)
        text = voice.say(key, count=len(missing), villages=villages, **_period(period, voice))
        await _send(connection, f"silent:{user_id}:{period.ends_on}", user_id, text, now)


async def warn_of_cash(house: House, connection: Connection, now: datetime) -> None:
    """A day before a limit of the notice and when it is reached: the clerks of the village and the township."""
    limit = house.pack.staff.cash.limit
    hour = f"{now:%Y-%m-%dT%H}"
    if limit is None or now.hour not in OFFICE_HOURS:
        return
    if await marks.find_mark(connection, CASH_LOOKED_AT) == hour:
        return
    await marks.set_mark(connection, CASH_LOOKED_AT, hour)
    clerks = await staff.list_by_area(connection)
    township = await _township(house, connection)
    for cash in await cash_by_village(connection, house.pack, now.date()):
        for user_id in {*clerks.get(cash.area_id, ()), *township} if cash.alert else ():
            voice = await _voice(house, connection, user_id, now)
            key = f"cash:{cash.area_id}:{user_id}:{cash.alert}:{cash.by}"
            await _send(connection, key, user_id, _cash_words(house, cash, limit, voice), now)


def _cash_words(house: House, cash: CashOnHand, limit: CashLimit, voice: Voice) -> str:
    return voice.say(
        f"cash.{cash.alert}",
        village=_names(house, [cash.area_id], voice),
        held=cash.amount,
        limit=limit.amount,
        days=limit.days,
        oldest=voice.day(cash.oldest_on) if cash.oldest_on else "",
        clause=limit.clause,
    )


async def remind_of_deadlines(house: House, connection: Connection, now: datetime) -> None:
    """Seven, three, one days before a staff deadline and on its morning: the township, to urge who is concerned."""
    today = now.date()
    if now.hour not in OFFICE_HOURS:
        return
    met = await deadlines.list_met(connection, house.pack.id)
    for deadline in deadlines_ahead(house.pack, today, max(DEADLINE_DAYS)):
        days = (deadline.until - today).days
        if days not in DEADLINE_DAYS or deadline.id in met:
            continue
        for user_id in await _township(house, connection):
            voice = await _voice(house, connection, user_id, now)
            text = voice.say(
                "deadline.soon" if days else "deadline.today",
                label=voice.place(deadline.label),
                day=voice.day(deadline.until),
                days=days,
                who=voice.place(deadline.who),
                clause=deadline.clause,
            )
            key = f"deadline:{house.pack.id}:{deadline.id}:{days}:{user_id}"
            await _send(connection, key, user_id, text, now)


async def _silent_villages(house: House, connection: Connection, period: Period) -> list[str]:
    last = await village_days.list_last_days(connection, house.pack.id, period.ends_on)
    return silent((area.id for area in house.pack.reporting_areas), last, period)


def _in_window(house: House, today: date) -> bool:
    window = house.pack.main_window
    return window.from_ <= today <= window.until


def _names(house: House, area_ids: Iterable[str], voice: Voice) -> str:
    names = {area.id: area.name for area in house.pack.reporting_areas}
    return together(voice.place(names[area_id]) for area_id in area_ids)


def _period(period: Period, voice: Voice) -> dict[str, str]:
    return {"starts_on": voice.day(period.starts_on), "ends_on": voice.day(period.ends_on)}


async def _township(house: House, connection: Connection) -> list[int]:
    return sorted({*await staff.list_staff(connection, staff.TOWNSHIP), *house.admins})


async def _voice(house: House, connection: Connection, user_id: int, now: datetime) -> Voice:
    locale = await chats.find_locale(connection, user_id) or SOURCE_LOCALE
    return Voice(house.library.phrases, locale, now)


async def _send(connection: Connection, key: str, user_id: int, text: str, now: datetime) -> None:
    await add_message(connection, Outgoing(key, user_id, {"text": text}), now)


DUTIES = (nudge_clerks, list_the_silent, warn_of_cash, remind_of_deadlines)
