"""A sample township in the database: through the same writers as an import, without the detour over a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from knowledge.roster.values import PaymentRow, RosterColumns, RosterRow
from knowledge.sample.payments import sample_payments
from knowledge.sample.people import SampleHousehold, sample_households
from knowledge.sample.plan import SamplePlan
from storage.bulk import collector_paused
from storage.database import Database
from storage.importing.payment_writer import PaymentWriter
from storage.importing.result import Findings, Progress, no_progress
from storage.importing.roster_writer import RosterWriter
from storage.keys import Keys
from storage.payments import Source

_SHEET = "sample"
_AT_ONCE = 5_000


async def load_sample(
    database: Database, keys: Keys, plan: SamplePlan, at: datetime, progress: Progress = no_progress
) -> Counter[str]:
    """Puts the plan's households and payments into the database in one transaction; how much of what.

    Counts: persons, households, payments. Loading the same plan again changes nothing.
    """
    households = list(sample_households(plan))
    people, money = Findings(), Findings()
    total = sum(plan.sizes.values())
    async with database.transaction() as connection:
        with collector_paused():
            roster = RosterWriter(connection, keys, people, plan.ordinary, plan.on, None, at)
            await roster.begin()
            persons = _persons(households)
            while batch := list(islice(persons, _AT_ONCE)):
                await roster.write(_SHEET, _columns(batch))
                progress(batch[-1].row, total)
            await roster.finish()
            payments = PaymentWriter(connection, keys, money, None, at, Source.SAMPLE)
            await payments.begin()
            paid = _payments(plan, households)
            while rows := list(islice(paid, _AT_ONCE)):
                await payments.write(_SHEET, rows)
            await payments.finish()
    return Counter(persons=people.counts["added"], households=len(households), payments=money.counts["added"])


def _persons(households: Iterable[SampleHousehold]) -> Iterator[RosterRow]:
    number = 0
    for household in households:
        for member in household.members:
            number += 1
            yield RosterRow(
                number,
                member.name,
                member.id_number,
                household.area.id,
                household.group,
                f"{household.area.id}/{household.number}",
                household.number,
                household.members[0].name,
                member.relation,
                member.category,
                member.phone,
                member.state,
            )


def _columns(rows: Iterable[RosterRow]) -> RosterColumns:
    return RosterColumns._make(map(list, zip(*rows, strict=True)))


def _payments(plan: SamplePlan, households: Iterable[SampleHousehold]) -> Iterator[PaymentRow]:
    for number, payment in enumerate(sample_payments(plan, households), 1):
        yield PaymentRow(
            number,
            payment.member.name,
            payment.member.id_number,
            None,
            payment.household.area.id,
            plan.year,
            payment.amount,
            payment.paid_on,
            payment.channel,
            payment.order_number,
        )
