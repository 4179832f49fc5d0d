"""Reminders in time: each morning in the village groups and to bound households that still owe, slice by slice.

What is decided goes out within the next half minute, so that a payment made meanwhile is noticed before the next
slice; what was decided and is paid for since is taken back from the queue. A mark says how far the day is: a crash
in between goes on where it was, and a day on which nobody looked is made up for.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from handlers import special_groups
from handlers.context import House
from handlers.due_reminders import Office, due_slice, send_slice, send_to_groups
from knowledge.reminding.due import free_categories, group_reminder_for
from storage import marks, outbox, reminders
from storage.database import Connection
from storage.outbox import Lane

MARK = "reminders"
DAY = timedelta(days=1)
SLICE = 200
# as much as goes out between two ticks of the scheduler
ENOUGH = 600


@dataclass(frozen=True, slots=True)
class Round:
    """How far a day's reminders are: groups done, households up to `after`, or all of them.

    `looked_until` is the last day of which everything was decided.
    """

    day: date
    looked_until: date
    has_groups: bool = False
    after: int = 0
    is_done: bool = False

    def next_for(self, day: date) -> Round:
        """A new day's round."""
        return Round(day, self.day if self.is_done else self.looked_until)


async def _round_of(connection: Connection, today: date) -> Round:
    kept = await marks.find_mark(connection, MARK)
    if kept is None:
        return Round(today, today - DAY)
    values = json.loads(kept)
    days = {name: date.fromisoformat(values[name]) for name in ("day", "looked_until")}
    last = Round(**{**values, **days})
    if last.day >= today:
        return last
    new = last.next_for(today)
    stale = await reminders.take_back_stale(connection, today)
    return new if stale is None else replace(new, looked_until=min(new.looked_until, stale - DAY))


async def _keep(connection: Connection, progress: Round) -> None:
    await marks.set_mark(connection, MARK, json.dumps(asdict(progress), default=date.isoformat))


async def remind(house: House, connection: Connection, now: datetime) -> bool:
    """Decides the next reminders of today; True where there are more to be decided at once."""
    if house.plan.quiet.covers(now):
        return False
    await reminders.cancel_settled(connection, house.pack.year, free_categories(house.pack))
    today = await _round_of(connection, now.date())
    if today.is_done or today.day > now.date():
        return False  # a clock that went back decides nothing anew
    if await outbox.count_waiting(connection, Lane.BROADCAST, ENOUGH) >= ENOUGH:
        return False
    office = office_of(house)
    if not today.has_groups:
        await _remind_groups(connection, office, today, now)
        await special_groups.tell_township(house, connection, now)
        await _keep(connection, replace(today, has_groups=True))
        return True
    found = await due_slice(connection, office, today.day, today.looked_until, today.after, SLICE)
    if found is None:
        await _keep(connection, replace(today, is_done=True))
        return False
    await send_slice(connection, office, found, now)
    await _keep(connection, replace(today, after=found.last_id))
    return True


async def _remind_groups(connection: Connection, office: Office, today: Round, now: datetime) -> None:
    reminder = group_reminder_for(office.pack, today.day, office.plan, today.looked_until)
    if reminder is not None:
        await send_to_groups(connection, office, reminder, today.day, now)


def office_of(house: House) -> Office:
    """What reminders are made from in this house."""
    return Office(house.library.phrases, house.pack, house.plan, house.contact, house.username)


DUTIES = (remind,)
