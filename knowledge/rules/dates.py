"""May this person pay on this day, by which rule, and covered from which day?

The ways in stand in the pack's dates.yaml in order of precedence. What a person left unsaid (a birthday) can
leave several ways open: then all of them are returned, and the caller sees whether they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from knowledge.pack import Pack
from knowledge.rules.person import DayRange, Elapsed, Person, first_of_next_month, months_later
from knowledge.schema import dates as schema
from knowledge.schema.dates import Entry, Window

Moment = date | datetime
# None: it depends on something that was not said
Fits = bool | None


class Access(StrEnum):
    """Whether a way in is open on a day."""

    EARLY = "early"  # the pack's first window has not opened
    OPEN = "open"
    DEPENDS = "depends"  # on what the person did not say
    CLOSED = "closed"  # no rule lets this person pay on this day


@dataclass(frozen=True, slots=True)
class WaysIn:
    """The entries that apply; with DEPENDS it may be none of them."""

    access: Access
    entries: tuple[Entry, ...] = ()


def day_of(moment: Moment) -> date:
    """The calendar day of a day or a local moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_open(window: Window, on: Moment) -> bool:
    """Whether a window is open; on the last day a moment is held against the printed hour."""
    day = day_of(on)
    if not window.from_ <= day <= window.until:
        return False
    if day == window.until and window.until_hour is not None and isinstance(on, datetime):
        return on.hour < window.until_hour
    return True


def _deadline(since: date, rule: schema.SinceBirth | schema.SinceEvent) -> date:
    if rule.days is not None:
        return since + timedelta(days=rule.days)
    assert rule.months is not None
    return months_later(since, rule.months)


def _within(
    known: DayRange | None, elapsed: Elapsed | None, rule: schema.SinceBirth | schema.SinceEvent, on: date
) -> Fits:
    """Whether the span of a rule has not run out. The day itself does not count: 90 days later is still within."""
    if known is not None:
        latest_ok = on <= _deadline(known.latest, rule)
        earliest_ok = on <= _deadline(known.earliest, rule)
        return latest_ok if latest_ok == earliest_ok else None
    if elapsed is None:
        return None
    limit = rule.days or (rule.months or 0) * 30
    if elapsed.sense == "beyond":
        return False if elapsed.days >= limit else None
    if elapsed.sense == "within":
        return True if elapsed.days <= limit else None
    return elapsed.days <= limit


def _in_window(pack: Pack, rule: schema.InWindow, person: Person, on: Moment) -> Fits:
    return is_open(pack.window(rule.window), on)


def _between(pack: Pack, rule: schema.Between, person: Person, on: Moment) -> Fits:
    return rule.from_ <= day_of(on) <= rule.until


def _any_day(pack: Pack, rule: schema.AnyDay, person: Person, on: Moment) -> Fits:
    return True


def _after_window(pack: Pack, rule: schema.AfterWindow, person: Person, on: Moment) -> Fits:
    window = pack.window(rule.window)
    return day_of(on) >= window.until and not is_open(window, on)


def _birth_of(person: Person, on: date) -> DayRange | None:
    """The birthday, or what an age leaves of it; a child of two months is not yet three."""
    elapsed = person.elapsed
    if person.born is not None or elapsed is None:
        return person.born
    since = on - timedelta(days=elapsed.days)
    if elapsed.sense == "within":
        return DayRange(since, on)
    if elapsed.sense == "beyond":
        return None
    if elapsed.unit == "day":
        return DayRange.exactly(since)
    earliest = months_later(on, -elapsed.count - 1) + timedelta(days=1)
    return DayRange(earliest, months_later(on, -elapsed.count))


def _since_birth(pack: Pack, rule: schema.SinceBirth, person: Person, on: Moment) -> Fits:
    day = day_of(on)
    elapsed = person.elapsed if person.situation in (None, "newborn") else None
    within = _within(person.born, elapsed, rule, day)
    fits = within if within is None or not rule.past else not within
    if rule.born_from is None:
        return fits
    born = _birth_of(person, day)
    if day < rule.born_from or (born is not None and born.latest < rule.born_from):
        return False
    in_year = born is not None and born.earliest >= rule.born_from
    return fits if in_year or fits is False else None


def _since_event(pack: Pack, rule: schema.SinceEvent, person: Person, on: Moment) -> Fits:
    return _within(person.event, person.elapsed, rule, day_of(on))


def _born_between(pack: Pack, rule: schema.BornBetween, person: Person, on: Moment) -> Fits:
    if day_of(on) > rule.payable_until:
        return False
    born = _birth_of(person, day_of(on))
    if born is None:
        return None
    inside = rule.from_ <= born.earliest and born.latest <= rule.until
    outside = born.latest < rule.from_ or born.earliest > rule.until
    return True if inside else False if outside else None


_KINDS: dict[str, Callable[[Pack, Any, Person, Moment], Fits]] = {
    "window": _in_window,
    "between": _between,
    "any_day": _any_day,
    "after_window": _after_window,
    "since_birth": _since_birth,
    "since_event": _since_event,
    "born_between": _born_between,
}


def _is_for(entry: Entry, person: Person) -> bool:
    return not entry.who or person.situation in entry.who


def _opposites(one: Entry, other: Entry) -> bool:
    """Whether one of two entries always applies: up to three months after birth, and past three months."""
    first, second = one.when, other.when
    if not (isinstance(first, schema.SinceBirth) and isinstance(second, schema.SinceBirth)):
        return False
    return (first.days, first.months) == (second.days, second.months) and first.past != second.past


def ways_in(pack: Pack, person: Person, on: Moment) -> WaysIn:
    """The ways by which a person may pay on a day (a local moment where the hour matters)."""
    day = day_of(on)
    if day < pack.dates.covers_from:
        return WaysIn(Access.EARLY)
    if day > pack.dates.covers_until:
        return WaysIn(Access.CLOSED)
    possible: list[Entry] = []
    for entry in pack.dates.entries:
        if not _is_for(entry, person):
            continue
        fits = _KINDS[entry.when.kind](pack, entry.when, person, on)
        if fits is None and any(_opposites(entry, earlier) for earlier in possible):
            fits = True
        if fits is not False:
            possible.append(entry)
        if fits:
            return WaysIn(Access.OPEN, tuple(possible))
    return WaysIn(Access.DEPENDS if possible else Access.CLOSED, tuple(possible))


def last_day(pack: Pack) -> date:
    """The last day on which everybody may still pay by some entry."""
    days = [pack.main_window.until]
    for entry in pack.dates.entries:
        if entry.who:
            continue
        if isinstance(entry.when, schema.InWindow):
            days.append(pack.window(entry.when.window).until)
        elif isinstance(entry.when, schema.Between):
            days.append(entry.when.until)
        else:
            days.append(pack.dates.covers_until)
    return max(days)


@dataclass(frozen=True, slots=True)
class CoverStart:
    """From which day on benefits count (待遇享受时间); `day` None where the notice or the person leaves it open.

    `needs` names what was not said: "born", "event" or "renewed".
    """

    day: date | None
    entry: Entry
    clauses: tuple[str, ...]
    needs: str | None = None


def _exact(known: DayRange | None) -> date | None:
    return known.earliest if known is not None and known.earliest == known.latest else None


def covered_from(entry: Entry, person: Person, paid_on: date) -> CoverStart:
    """The first covered day of a person who pays by this entry on that day."""
    clauses = (entry.cover_clause or entry.clause,)
    cover = entry.cover
    match cover:
        case schema.CoverFromDay():
            return CoverStart(cover.day, entry, clauses)
        case schema.CoverNextMonth():
            return CoverStart(first_of_next_month(paid_on), entry, clauses)
        case schema.CoverDaysAfter():
            return CoverStart(paid_on + timedelta(days=cover.days), entry, clauses)
        case schema.CoverByHistory():
            if person.renewed is None:
                return CoverStart(None, entry, (*clauses, cover.new_clause), "renewed")
            return CoverStart(cover.renewed if person.renewed else cover.new, entry, clauses)
        case schema.CoverFromEvent(kind="payment"):
            return CoverStart(paid_on, entry, clauses)
        case schema.CoverFromEvent(kind="birth"):
            born = _exact(person.born)
            return CoverStart(born, entry, clauses, None if born else "born")
        case schema.CoverFromEvent():
            event = _exact(person.event)
            return CoverStart(event, entry, clauses, None if event else "event")
        case _:
            return CoverStart(None, entry, clauses)
