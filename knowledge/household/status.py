"""Where a household stands in a notice's year on a day, member by member: pure, from the pack and the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.pack import Pack
from knowledge.reminding.deadlines import Deadline, general_end, timing_of
from knowledge.reminding.due import Phase, owing_of, person_of
from knowledge.reminding.values import Member as OwingMember
from knowledge.roster.values import PersonState
from knowledge.rules.enrolment import HouseholdUnity, household_unity
from knowledge.rules.fees import FeeLine, fee_line
from knowledge.rules.person import Person

NOTHING = Decimal(0)


class Standing(StrEnum):
    """What a member has to do."""

    PAID = "paid"
    SHORT = "short"  # paid less than is due
    OWES = "owes"
    OPEN = "open"  # owes, but the notice does not settle how much
    CLOSED = "closed"  # has not paid, and the notice says no way any more
    EARLY = "early"  # the collection has not begun
    FREE = "free"  # pays nothing
    ELSEWHERE = "elsewhere"  # insured in another place
    EMPLOYEE = "employee"  # insured by an employer


MUST_PAY = (Standing.OWES, Standing.SHORT, Standing.OPEN)
_AWAY = {PersonState.ELSEWHERE: Standing.ELSEWHERE, PersonState.EMPLOYEE: Standing.EMPLOYEE}


@dataclass(frozen=True, slots=True)
class HomeMember:
    """A member's facts. `paid` yuan for the year less refunds; `event_on` when an employer's insurance ended."""

    person_id: int
    name: str
    category: str
    born_on: date
    state: PersonState
    paid: Decimal = NOTHING
    paid_on: date | None = None
    event_on: date | None = None


@dataclass(frozen=True, slots=True)
class MemberStatus:
    """Where a member stands. `amount` is what the notice asks for, `due` what of it is missing now (both None
    where it is not settled), `over` what was paid too much, `line` the working; no line for who is insured
    elsewhere.
    """

    member: HomeMember
    standing: Standing
    amount: Decimal | None = None
    due: Decimal | None = None
    over: Decimal = NOTHING
    line: FeeLine | None = None
    deadline: Deadline | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class HomeStatus:
    """A household on a day; members who died, moved away or left are not among them."""

    on: date
    members: tuple[MemberStatus, ...]
    unity: HouseholdUnity

    @property
    def must_pay(self) -> tuple[MemberStatus, ...]:
        """Who still has to pay and can."""
        return tuple(member for member in self.members if member.standing in MUST_PAY)

    @property
    def total(self) -> Decimal:
        """Yuan still to be paid, as far as the notice settles it."""
        return sum((member.due for member in self.must_pay if member.due is not None), NOTHING)

    @property
    def open_count(self) -> int:
        """How many have to pay what the notice leaves open."""
        return sum(member.standing is Standing.OPEN for member in self.members)

    @property
    def deadline(self) -> Deadline | None:
        """The nearest among those who have to pay."""
        known = [member.deadline for member in self.must_pay if member.deadline]
        return min(known, key=lambda deadline: deadline.day, default=None)

    @property
    def ended_on(self) -> date | None:
        """The deadline that somebody has missed, None while all are in time."""
        return max((member.ended_on for member in self.members if member.ended_on), default=None)

    @property
    def is_settled(self) -> bool:
        """Nobody has anything to pay, now or once the collection begins."""
        return not any(
            member.standing in (*MUST_PAY, Standing.EARLY, Standing.CLOSED) for member in self.members
        )


def status_of(pack: Pack, members: Sequence[HomeMember], on: date) -> HomeStatus:
    """The household's status on a day."""
    found = tuple(status for member in members if (status := member_status(pack, member, on)))
    counted = [one for one in found if one.standing not in (Standing.ELSEWHERE, Standing.EMPLOYEE)]
    enrolled = [one.standing in (Standing.PAID, Standing.FREE) for one in counted]
    return HomeStatus(on, found, household_unity(pack, enrolled))


def member_status(pack: Pack, member: HomeMember, on: date) -> MemberStatus | None:
    """A member's status; None for who does not belong to the household any more."""
    if member.state in _AWAY:
        return MemberStatus(member, _AWAY[member.state])
    if member.state is not PersonState.HERE:
        return None
    person = person_of(pack, member.category, member.born_on, member.event_on)
    if member.paid > NOTHING:
        return _paid(pack, member, person, on)
    return _unpaid(pack, member, person, on)


def _paid(pack: Pack, member: HomeMember, person: Person, on: date) -> MemberStatus:
    """Held against what was due on the day of payment."""
    line = fee_line(pack, replace(person, paid_on=member.paid_on, paid_yuan=member.paid), on)
    if line.amount is None:
        return MemberStatus(member, Standing.PAID, line=line)
    missing = line.amount - member.paid
    if missing <= NOTHING:
        return MemberStatus(member, Standing.PAID, line.amount, NOTHING, -missing, line)
    timing = timing_of(pack, person, on)
    short = MemberStatus(member, Standing.SHORT, line.amount, missing, NOTHING, line)
    return replace(short, deadline=timing.deadline, ended_on=timing.ended_on)


def _unpaid(pack: Pack, member: HomeMember, person: Person, on: date) -> MemberStatus:
    facts = OwingMember(
        member.person_id, member.name, member.category, member.born_on, member.event_on, has_paid=False
    )
    owing = owing_of(pack, facts, on)
    if owing is None:
        return _nothing_due(pack, member, person, on)
    terms = owing.terms
    status = MemberStatus(member, Standing.OWES, terms.line.amount, terms.amount, NOTHING, terms.line)
    status = replace(status, deadline=terms.deadline, ended_on=terms.ended_on)
    if terms.phase is Phase.CLOSED:
        return replace(status, standing=Standing.CLOSED, due=None)
    return status if terms.amount is not None else replace(status, standing=Standing.OPEN)


def _nothing_due(pack: Pack, member: HomeMember, person: Person, on: date) -> MemberStatus:
    """Pays nothing, or cannot pay yet."""
    usual = fee_line(pack, person, general_end(pack))
    if usual.amount == NOTHING:
        return MemberStatus(member, Standing.FREE, NOTHING, NOTHING, NOTHING, usual)
    line = fee_line(pack, person, on)
    return MemberStatus(member, Standing.EARLY, line.amount, None, NOTHING, line)
