"""Computed answers about days: may I pay today, what then, from which day am I covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.library import Library
from knowledge.pack import Pack
from knowledge.render import Computed
from knowledge.rules.dates import Access, covered_from, last_day, ways_in
from knowledge.rules.fees import FeeLine, fee_line
from knowledge.rules.person import Person, months_later
from knowledge.schema import dates as schema
from knowledge.schema.dates import Entry
from knowledge.schema.people import Category
from knowledge.situation import Situation


@dataclass(frozen=True, slots=True)
class DayCase:
    """A person who pays on a day."""

    library: Library
    pack: Pack
    person: Person
    paying_on: date
    topic: str
    locale: str

    def say(self, key: str, **blanks: object) -> str:
        return self.library.phrases.say(key, self.locale, **blanks)


def _lapsed(pack: Pack) -> Category | None:
    """Who has left employee insurance (断保), where the notice gives them time of their own."""
    lapsing = {who for e in pack.dates.entries if e.when.kind == "since_event" for who in e.who}
    return next((c for c in pack.categories if c.situation in lapsing), None)


def _category_of(pack: Pack, topic: str, case: Situation) -> Category | None:
    """The category that a topic is about, else the one that the question names, else the ordinary one."""
    if topic == "newborn":
        return next((c for c in pack.categories if c.situation == "newborn"), None)
    if topic == "employee_insurance":
        return _lapsed(pack)
    if case.category is not None and case.category.subsidy.kind == "not_enrolled":
        # 职工医保1月15号断的: named, and left; whoever still has it pays nothing here on any day
        return _lapsed(pack) if case.event is not None else None
    if case.category is None and any(not isinstance(group.meaning, Category) for group in case.groups):
        return None
    return case.category or pack.ordinary


def _paying_on(pack: Pack, topic: str, case: Situation, category: Category, on: date) -> date | None:
    """The day to compute with; None where the question gives too little or speaks of another time."""
    exact = case.elapsed is not None and case.elapsed.sense == "exact"
    if topic == "newborn":
        return case.day or on if case.born is not None or exact else None
    if topic == "employee_insurance":
        return case.day or on if case.event is not None or exact else None
    if topic == "midyear_entry":
        late = (case.day or on) > pack.main_window.until
        return case.day or on if category.situation is not None and late else None
    return case.day


def _price(case: DayCase, line: FeeLine) -> str:
    if line.amount is None:
        return case.say("computed.price_unknown")
    return (
        case.say("computed.price", amount=line.amount) if line.amount else case.say("computed.price_nothing")
    )


def _age_line(case: DayCase) -> str | None:
    born = case.person.born
    if case.person.situation != "newborn" or born is None or born.earliest != born.latest:
        return None
    days = (case.paying_on - born.earliest).days
    return case.say("computed.age", born=born.earliest, day=case.paying_on, days=days) if days >= 0 else None


def _last_chance(case: DayCase, entry: Entry) -> str | None:
    """Until which day this entry stays open, where it runs from birth or an event."""
    rule = entry.when
    if not isinstance(rule, schema.SinceBirth | schema.SinceEvent) or (
        isinstance(rule, schema.SinceBirth) and rule.past
    ):
        return None
    since = case.person.born if isinstance(rule, schema.SinceBirth) else case.person.event
    if since is None or since.earliest != since.latest:
        return None
    if rule.days is not None:
        until = since.earliest + timedelta(days=rule.days)
    else:
        until = months_later(since.earliest, rule.months or 0)
    return case.say("computed.last_chance", label=entry.label, until=until)


def _cover_lines(case: DayCase, entry: Entry) -> Iterator[str]:
    """From which day benefits count, and how that comes about."""
    start = covered_from(entry, case.person, case.paying_on)
    cover = entry.cover
    if isinstance(cover, schema.CoverFromDay) and cover.day < case.paying_on:
        yield case.say("computed.cover_year", first=cover.day, last=case.pack.dates.covers_until)
    elif start.day is not None:
        yield case.say("computed.cover", day=start.day)
    elif isinstance(cover, schema.CoverByHistory):
        before = case.pack.year - 1
        yield case.say("computed.cover_renewed", year=before, day=cover.renewed)
        yield case.say("computed.cover_new", year=before, day=cover.new)
    elif start.needs or case.topic == "benefit_start":
        yield case.say(f"computed.cover_{start.needs or 'unstated'}")
    if isinstance(cover, schema.CoverNextMonth):
        yield case.say("computed.working_next_month", day=case.paying_on)
    if isinstance(cover, schema.CoverDaysAfter):
        yield case.say("computed.working_days", day=case.paying_on, days=cover.days)


def _time_left(case: DayCase) -> str | None:
    """How long the window stays open, for those who pay in it."""
    window = case.pack.main_window
    days = (window.until - case.paying_on).days
    if days < 0:
        return None
    if days:
        return case.say("computed.days_left", until=window.until, days=days)
    if window.until_hour:
        return case.say("computed.last_hour", hour=window.until_hour)
    return case.say("computed.last_day")


def _open(case: DayCase, entry: Entry, line: FeeLine) -> Iterator[str]:
    opening = case.say("computed.open", day=case.paying_on, price=_price(case, line))
    cover = list(_cover_lines(case, entry))
    # the first line answers: from which day, or whether it can be done
    yield from (*cover, opening) if case.topic == "benefit_start" else (opening, *cover)
    if line.amount is None:
        yield from (case.say(remark.key, **remark.blanks) for remark in line.remarks)
    for extra in (_age_line(case), _last_chance(case, entry), None if entry.who else _time_left(case)):
        if extra:
            yield extra


def _not_open(case: DayCase, access: Access) -> str:
    if access is Access.DEPENDS:
        return case.say("computed.depends")
    return case.say("computed.closed", day=case.paying_on, until=last_day(case.pack))


def day_case(
    library: Library, pack: Pack, topic: str, situation: Situation, on: date, locale: str
) -> Computed | None:
    """What paying on the day that the question names (else today) leads to; None without enough to go by."""
    category = _category_of(pack, topic, situation)
    paying_on = _paying_on(pack, topic, situation, category, on) if category else None
    if category is None or paying_on is None or not pack.covers(paying_on):
        return None
    person = Person(
        word=category.key,
        category=category,
        situation="newborn" if topic == "newborn" else category.situation,
        born=situation.born,
        event=situation.event,
        elapsed=situation.elapsed,
        renewed=situation.renewed,
    )
    case = DayCase(library, pack, person, paying_on, topic, locale)
    ways = ways_in(pack, person, paying_on)
    line = fee_line(pack, person, paying_on)
    if ways.access is not Access.OPEN or len(ways.entries) > 1:
        access = Access.DEPENDS if ways.access is Access.OPEN else ways.access
        return Computed((_not_open(case, access),), line.clauses, settled=access is not Access.DEPENDS)
    entry = ways.entries[0]
    clauses = (*line.clauses, entry.clause, entry.cover_clause or entry.clause)
    return Computed(tuple(_open(case, entry, line)), clauses)
