"""Until which day a person may pay on the present terms, and since when the window is over for them.

A deadline is the last day on which the way in that applies today stays open. A general window also ends with the
pack's main window, and with the window of the person's own group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from knowledge.pack import Pack
from knowledge.rules.dates import Access, WaysIn, ways_in
from knowledge.rules.person import Person, months_later
from knowledge.schema import dates as schema
from knowledge.schema.dates import Entry, Window


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of something that the notice names. `own`: counted from this person's birth or event."""

    day: date
    label: str
    clause: str
    until_hour: int | None = None
    where: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a person stands on a day.

    `entry` is the way in that applies for sure (None: no way is open, or it depends on what is not known);
    `deadline` until when; `ended_on` the last day of what is over, None while the person is in time.
    """

    access: Access
    entry: Entry | None
    deadline: Deadline | None
    ended_on: date | None


def timing_of(pack: Pack, person: Person, on: date) -> Timing:
    """Deadline and lateness of a person on a day."""
    ways = ways_in(pack, person, on)
    entry = ways.entries[-1] if ways.access is Access.OPEN else None
    deadline = _deadline(pack, person, entry, on) if entry else None
    return Timing(ways.access, entry, deadline, _ended_on(pack, person, ways, deadline, on))


def _deadline(pack: Pack, person: Person, entry: Entry, on: date) -> Deadline | None:
    end = end_of(pack, person, entry)
    found = [end] if end else []
    if not (end and entry.who):
        found.append(_of_window(pack.main_window))
        found.extend(_of_window(window) for window in group_windows(pack, person))
    return min((d for d in found if d.day >= on), key=lambda d: d.day, default=None)


def _ended_on(pack: Pack, person: Person, ways: WaysIn, deadline: Deadline | None, on: date) -> date | None:
    """The last of the deadlines that the person has missed; only once the general window is over."""
    if ways.access is Access.EARLY or on <= general_end(pack) or (deadline and deadline.own):
        return None
    ends = [end_of(pack, person, entry) for entry in pack.dates.entries if _may_be_for(entry, person)]
    # for who has no way left, the late window is over too
    missed = [end.day for end in ends if end and (end.own or ways.access is Access.CLOSED)]
    return max([general_end(pack), *(day for day in missed if day < on)])


@lru_cache(maxsize=8)
def general_end(pack: Pack) -> date:
    """The last day on which everybody may pay on the regular terms."""
    for entry in pack.dates.entries:
        if not entry.who and isinstance(entry.when, schema.InWindow):
            return pack.window(entry.when.window).until
    return pack.main_window.until


def end_of(pack: Pack, person: Person, entry: Entry) -> Deadline | None:
    """The last day of a way in for a person; None where it stays open, or the day it counts from is not known."""
    rule = entry.when
    match rule:
        case schema.InWindow():
            return _of_window(pack.window(rule.window))
        case schema.Between():
            return Deadline(rule.until, entry.label, entry.clause)
        case schema.BornBetween():
            born = person.born.latest if person.born else None
            inside = born is not None and rule.from_ <= born <= rule.until
            return Deadline(rule.payable_until, entry.label, entry.clause, own=True) if inside else None
        case schema.SinceBirth(past=False):
            since = person.born.latest if person.born else None
        case schema.SinceEvent():
            since = person.event.latest if person.event else None
        case _:
            return None
    if since is None:
        return None
    last = since + timedelta(days=rule.days) if rule.days else months_later(since, rule.months or 0)
    return Deadline(last, entry.label, entry.clause, own=True)


def group_windows(pack: Pack, person: Person | None = None) -> Iterator[Window]:
    """The windows of the person's own group; of every group without a person."""
    group = person.category.group if person and person.category else None
    for window in pack.windows:
        if window.groups and (person is None or group in window.groups):
            yield window


def public_deadline(pack: Pack, on: date) -> Deadline | None:
    """What a village group counts down to: the next end of a window that holds for everybody or a whole group."""
    general = Person(pack.ordinary.key, pack.ordinary)
    found = [_of_window(window) for window in group_windows(pack)]
    if deadline := timing_of(pack, general, on).deadline:
        found.append(deadline)
    started = pack.dates.covers_from <= on
    return min((d for d in found if started and d.day >= on), key=lambda d: d.day, default=None)


def _of_window(window: Window) -> Deadline:
    return Deadline(window.until, window.label, window.clause, window.until_hour, window.where)


def _may_be_for(entry: Entry, person: Person) -> bool:
    return not entry.who or person.situation in entry.who
