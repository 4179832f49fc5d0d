"""Payments of a sample township: slow at first, lively in the middle, a rush at the end; some never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from knowledge.roster.values import PersonState
from knowledge.sample.people import SampleHousehold, SampleMember
from knowledge.sample.plan import SamplePlan

# of a hundred households so many pay at all, and of a hundred that pay so many pay for everybody
_PAYING = 0.95
_FOR_ALL = 0.9


@dataclass(frozen=True, slots=True)
class SamplePayment:
    """A payment for one member; one order pays for all of a household that pay that day."""

    household: SampleHousehold
    member: SampleMember
    amount: Decimal
    paid_on: date
    channel: str
    order_number: str


def sample_payments(plan: SamplePlan, households: Iterable[SampleHousehold]) -> Iterator[SamplePayment]:
    """What was paid up to and on the plan's day; the same plan gives the same payments."""
    random = Random(plan.seed + 1)
    first, last = plan.window
    days = (last - first).days
    for count, household in enumerate(households):
        when, does_pay, who = random.betavariate(1.5, 1.2), random.random(), random.random()
        paid_on = first + timedelta(days=round(when * days))
        if does_pay > _PAYING or paid_on > plan.on:
            continue
        members = [member for member in household.members if member.state is PersonState.HERE]
        if who > _FOR_ALL and len(members) > 1:
            members.pop(random.randrange(len(members)))
        channel = random.choice(plan.channels)
        for member in members:
            amount = plan.due[member.category]
            if amount:
                order = f"YB{paid_on:%Y%m%d}{count:08}"
                yield SamplePayment(household, member, amount, paid_on, channel, order)
