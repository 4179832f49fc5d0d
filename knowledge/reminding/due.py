"""Which household is reminded on which day, and what of: pure, from the pack, the facts of the household and a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from knowledge.pack import Pack
from knowledge.reminding.deadlines import Deadline, Timing, general_end, public_deadline, timing_of
from knowledge.reminding.plan import Plan
from knowledge.reminding.values import Household, Member
from knowledge.rules.dates import Access
from knowledge.rules.fees import FeeLine, fee_line
from knowledge.rules.person import DayRange, Person, Remark
from knowledge.rules.subsidies import pays
from knowledge.schema.dates import Entry

DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where somebody who owes stands."""

    BEFORE = "before"  # in time
    LATE = "late"  # 逾期: payable, on the terms of late payment
    CLOSED = "closed"  # the notice says no way


@dataclass(frozen=True, slots=True)
class Stage:
    """What a reminder counts: days left until the deadline, or days since it."""

    phase: Phase
    days: int

    @property
    def code(self) -> str:
        """As it is recorded: before:7, late:1."""
        return f"{self.phase}:{self.days}"

    @property
    def urgency(self) -> tuple[bool, int]:
        """Sorts the most pressing first."""
        return self.phase is not Phase.BEFORE, self.days


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms somebody owes on a day. `amount` yuan, None where the notice does not settle it: see `line`."""

    person: Person
    phase: Phase
    amount: Decimal | None
    line: FeeLine
    entry: Entry | None
    deadline: Deadline | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Owing:
    """A member who owes, and on what terms."""

    member: Member
    terms: Terms


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that falls due: what it counts, and everybody of the household who owes."""

    household: Household
    on: date
    stage: Stage
    owing: tuple[Owing, ...]

    @property
    def deadline(self) -> Deadline | None:
        """The nearest deadline among those who owe."""
        known = [one.terms.deadline for one in self.owing if one.terms.deadline]
        return min(known, key=lambda deadline: deadline.day, default=None)

    @property
    def total(self) -> Decimal | None:
        """Yuan of all who can still pay; None where one sum is open or nobody can."""
        amounts = [one.terms.amount for one in self.owing if one.terms.phase is not Phase.CLOSED]
        if not amounts or any(amount is None for amount in amounts):
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))


def person_of(pack: Pack, category_id: str, born_on: date | None, event_on: date | None) -> Person:
    """A member as the rules see one. A category of another notice leaves what is owed open."""
    category = next((c for c in pack.categories if c.id == category_id), None)
    unknown = None if category else Remark("fees.not_yet_recognised", {"word": category_id})
    return Person(
        word=category.key if category else category_id,
        category=category,
        unknown=unknown,
        situation=(category.situation if category else None) or _situation_of(pack, born_on, event_on),
        born=DayRange.exactly(born_on) if born_on else None,
        event=DayRange.exactly(event_on) if event_on else None,
    )


def free_categories(pack: Pack) -> frozenset[str]:
    """Categories that pay nothing at any age."""
    ageless = (c for c in pack.categories if c.age_from is None and c.age_below is None)
    return frozenset(category.id for category in ageless if pays(pack, category) == 0)


def _situation_of(pack: Pack, born_on: date | None, event_on: date | None) -> str | None:
    """A baby of this season, or somebody whose employer's insurance ended."""
    if born_on and _is_baby(pack, born_on):
        return "newborn"
    if event_on:
        lapses = (
            who for entry in pack.dates.entries if entry.when.kind == "since_event" for who in entry.who
        )
        return next(lapses, None)
    return None


def _is_baby(pack: Pack, born_on: date) -> bool:
    return born_on >= date(pack.year - 1, 1, 1)


def owing_of(pack: Pack, member: Member, on: date) -> Owing | None:
    """What a member owes on a day; None for who has paid, pays nothing, or cannot pay yet."""
    if member.has_paid:
        return None
    category = next((c for c in pack.categories if c.id == member.category), pack.ordinary)
    by_age = category.situation or category.age_from is not None or category.age_below is not None
    born_on = member.born_on if by_age or _is_baby(pack, member.born_on) else None
    terms = terms_of(pack, member.category, born_on, member.event_on, on)
    return Owing(member, terms) if terms else None


@lru_cache(maxsize=4096)
def terms_of(
    pack: Pack, category_id: str, born_on: date | None, event_on: date | None, on: date
) -> Terms | None:
    """The terms of everybody in the same case; the birthday is given only where it matters."""
    person = person_of(pack, category_id, born_on, event_on)
    timing = timing_of(pack, person, on)
    if timing.access is Access.EARLY or _costs_nothing(pack, person):
        return None
    line = fee_line(pack, person, on)
    phase = _phase_of(timing)
    amount = None if phase is Phase.CLOSED else line.due_now
    return Terms(person, phase, amount, line, timing.entry, timing.deadline, timing.ended_on)


def _costs_nothing(pack: Pack, person: Person) -> bool:
    """Somebody else pays in full, or the person is insured elsewhere."""
    return fee_line(pack, person, general_end(pack)).amount == 0


def _phase_of(timing: Timing) -> Phase:
    if timing.ended_on is None:
        return Phase.BEFORE
    return Phase.CLOSED if timing.access is Access.CLOSED else Phase.LATE


def owing_in(pack: Pack, household: Household, on: date) -> tuple[Owing, ...]:
    """Everybody of a household who owes on a day."""
    found = (owing_of(pack, member, on) for member in household.members)
    return tuple(one for one in found if one is not None)


def stages_of(terms: Terms, on: date, plan: Plan) -> Iterator[Stage]:
    """What falls due for a member on exactly this day."""
    if terms.deadline and (left := (terms.deadline.day - on).days) in (0, *plan.days):
        yield Stage(Phase.BEFORE, left)
    if terms.ended_on is None:
        return
    since = (on - terms.ended_on).days
    # who cannot pay any more hears it once
    days = plan.late_days[:1] if terms.phase is Phase.CLOSED else plan.late_days
    if since in days:
        yield Stage(terms.phase, since)


def reminder_for(
    pack: Pack, household: Household, on: date, plan: Plan, looked_until: date | None = None
) -> Reminder | None:
    """The reminder of a household on a day, None where none is due.

    `looked_until`: the last day that was looked at, where the bot was down since; what fell due meanwhile and
    still holds is made up for.
    """
    if household.reminded_on and (on - household.reminded_on).days < plan.gap_days:
        return None
    owing = owing_in(pack, household, on)
    stages = [stage for one in owing for stage in stages_of(one.terms, on, plan)]
    if not stages and looked_until:
        stages = list(_missed(pack, owing, on, plan, looked_until))
    if not stages:
        return None
    return Reminder(household, on, min(stages, key=lambda stage: stage.urgency), owing)


def _missed(
    pack: Pack, owing: tuple[Owing, ...], on: date, plan: Plan, looked_until: date
) -> Iterator[Stage]:
    """What fell due on days when nobody looked, for those whose terms are still the same."""
    day = max(looked_until, on - plan.gap_days * DAY) + DAY
    while day < on:
        for now in owing:
            then = owing_of(pack, now.member, day)
            if then and _same_case(then.terms, now.terms):
                yield from stages_of(then.terms, day, plan)
        day += DAY


def _same_case(one: Terms, other: Terms) -> bool:
    return (one.deadline, one.ended_on) == (other.deadline, other.ended_on)


@dataclass(frozen=True, slots=True)
class GroupReminder:
    """What village groups are told on a day: the stage, and the deadline that it counts down to."""

    stage: Stage
    deadline: Deadline | None


def group_reminder_for(
    pack: Pack, on: date, plan: Plan, looked_until: date | None = None
) -> GroupReminder | None:
    """The reminder of village groups on a day; after the general window once, on the first late day."""
    deadline = public_deadline(pack, on)
    first = on if looked_until is None else max(looked_until, on - plan.gap_days * DAY) + DAY
    looked_at = [on - number * DAY for number in range((on - first).days + 1)]
    lefts = [(deadline.day - day).days for day in looked_at] if deadline else []
    if found := [left for left in lefts if left in (0, *plan.days)]:
        return GroupReminder(Stage(Phase.BEFORE, min(found)), deadline)
    since = [(day - general_end(pack)).days for day in looked_at]
    if any(days in plan.late_days[:1] for days in since):
        return GroupReminder(Stage(Phase.LATE, plan.late_days[0]), deadline)
    return None


def stage_now(owing: Sequence[Owing], on: date, plan: Plan) -> Stage:
    """Which of the plan's stages a word of somebody else's on that day stands nearest to: the one begun last."""
    deadlines = [one.terms.deadline for one in owing if one.terms.deadline]
    if deadlines:
        left = (min(deadline.day for deadline in deadlines) - on).days
        begun = [days for days in (0, *plan.days) if days >= left]
        return Stage(Phase.BEFORE, min(begun, default=max((0, *plan.days))))
    ended = [one.terms.ended_on for one in owing if one.terms.ended_on]
    since = (on - max(ended)).days if ended else 0
    passed = [days for days in plan.late_days if days <= since]
    return Stage(Phase.LATE, max(passed, default=min(plan.late_days, default=0)))
