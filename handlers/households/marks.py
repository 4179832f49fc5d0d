"""Noting payments: all checks, the rows, what else has to happen, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from handlers import keyboards
from handlers.access import Role
from handlers.cases.entry import START
from handlers.context import Context
from handlers.households.card import PAY
from handlers.households.pressing import Shown
from handlers.households.seeing import head_and_place, home_of, words_of
from handlers.households.status import QUERY
from handlers.households.telling import words_for
from knowledge.household.asked import CASH, PROXY
from knowledge.household.marking import Ask, Take, verdict_on
from knowledge.household.status import MemberStatus
from storage import audit, bindings, outbox, payments, persons, reminders
from storage.database import Connection
from storage.errors import NotFound
from storage.households import Household
from storage.outbox import Outgoing

UNDO_WITHIN = timedelta(minutes=10)
CHANNELS = {"c": CASH, "p": PROXY}
ALREADY = "home.mark_paid"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person who has paid; `amount` None for what is due, `sure` where another sum was confirmed."""

    person_id: int
    amount: Decimal | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Noted:
    """A payment that was written."""

    payment_id: int
    household: Household
    name: str
    amount: Decimal


async def mark(
    connection: Connection, context: Context, role: Role, wanted: Sequence[Wanted], channel: str | None
) -> Shown:
    """Notes what can be noted; the line with 撤销, or the question about a sum, or why nothing is noted."""
    at = context.now  # one for all: by it a step is known when it is undone
    noted: list[_Noted] = []
    others: list[str] = []
    question: Shown | None = None
    for one in wanted:
        outcome = await _note(connection, context, role, one, channel, at)
        if isinstance(outcome, _Noted):
            noted.append(outcome)
        elif isinstance(outcome, Shown):
            question = outcome
        else:
            others.append(outcome)
    if not noted:
        return question or Shown("\n".join(others))
    await _after(connection, context, role, noted, channel)
    lines = [await _done_line(context, noted, channel), *await _left(connection, context, noted), *others]
    undo = keyboards.packed(PAY, "undo", noted[0].payment_id)
    return Shown("\n".join(lines), [[(await context.say("home.undo"), undo)]])


async def _note(
    connection: Connection, context: Context, role: Role, wanted: Wanted, channel: str | None, at: datetime
) -> _Noted | Shown | str:
    """The payment that was written, or a question, or why not."""
    try:
        person = await persons.get_person(connection, wanted.person_id)
    except NotFound:
        return await context.say("button.stale")
    home = await home_of(connection, context.house.pack, person.household_id, context.today)
    member = next((m for m in home.status.members if m.member.person_id == wanted.person_id), None)
    if member is None or not role.may(home.area_id):
        return await context.say("home.mark_gone", name=person.name)
    verdict = verdict_on(member, wanted.amount, sure=wanted.sure)
    if isinstance(verdict, Take):
        payment_id = await payments.record_payment(
            connection,
            wanted.person_id,
            context.house.pack.year,
            verdict.amount,
            at.date(),
            channel,
            role.user_id,
            at,
        )
        return _Noted(payment_id, home.household, person.name, verdict.amount)
    await audit.record_look(
        connection, role.user_id, "paid asked", at, household_id=home.id, area_id=home.area_id
    )
    if isinstance(verdict, Ask):
        return await _ask(context, member, verdict, channel)
    return await _refusal(context, member, verdict.reason)


async def _refusal(context: Context, member: MemberStatus, reason: str) -> str:
    words = await words_of(context, masked=False)
    return await context.say(f"home.mark_{reason}", name=member.member.name, standing=words.standing(member))


async def _ask(context: Context, member: MemberStatus, verdict: Ask, channel: str | None) -> Shown:
    """The sum is another than the notice's."""
    code = next((code for code, known in CHANNELS.items() if known == channel), "-")
    person_id = member.member.person_id
    stated_fen = int(verdict.stated * 100)
    as_stated = keyboards.packed(PAY, "sure", person_id, stated_fen, code)
    rows = [[(await context.say("home.mark_as_stated", amount=verdict.stated), as_stated)]]
    if verdict.due is not None:
        as_due = keyboards.packed(PAY, "as", person_id, int(verdict.due * 100), code)
        rows.append([(await context.say("home.mark_as_due", amount=verdict.due), as_due)])
    rows.append([(await context.say("home.cancel"), keyboards.packed(PAY, "no"))])
    key = "home.mark_ask" if verdict.due is not None else "home.mark_ask_open"
    text = await context.say(key, name=member.member.name, due=verdict.due, stated=verdict.stated)
    return Shown(text, rows)


async def _after(
    connection: Connection, context: Context, role: Role, noted: Sequence[_Noted], channel: str | None
) -> None:
    """No reminder about what is paid; the audit log; the household's own people hear of it once it is final."""
    for household in {one.household.id: one.household for one in noted}.values():
        await reminders.cancel_for_household(connection, household.id)
        await audit.record_look(
            connection,
            role.user_id,
            "paid",
            context.now,
            household_id=household.id,
            area_id=household.area_id,
        )
        await _tell_family(connection, context, household, noted, channel)


async def _tell_family(
    connection: Connection,
    context: Context,
    household: Household,
    noted: Sequence[_Noted],
    channel: str | None,
) -> None:
    """Whoever handed cash over sees whether it was noted; not before it can no longer be undone."""
    for binding in await bindings.list_bindings(connection, household_ids=[household.id]):
        if binding.consented_at is None:
            continue
        words = await words_for(connection, context.house, binding.user_id)
        people = "、".join(
            words.say("noted_person", name=words.name(one.name), amount=one.amount)
            for one in noted
            if one.household.id == household.id
        )
        how = words.say("noted_how", channel=channel) if channel else ""
        wrong = [(words.say("button_wrong"), keyboards.packed(START, QUERY))]
        shown = Shown(words.say("noted", people=people, how=how), [wrong])
        key = f"paidnote:{noted[0].payment_id}:{household.id}:{binding.user_id}"
        due_at = context.now + UNDO_WITHIN
        await outbox.add_message(
            connection, Outgoing(key, binding.user_id, shown.payload()), context.now, due_at
        )


async def _done_line(context: Context, noted: Sequence[_Noted], channel: str | None) -> str:
    words = await words_of(context, masked=False)
    people = "、".join(words.say("noted_person", name=one.name, amount=one.amount) for one in noted)
    homes = {one.household.id: one.household for one in noted}.values()
    where = "、".join(head_and_place(context.house, household, words) for household in homes)
    how = words.say("noted_how", channel=channel) if channel else ""
    key = "marked" if len(noted) == 1 else "marked_several"
    total = sum((one.amount for one in noted), Decimal(0))
    return words.say(key, people=people, homes=where, how=how, total=total, minutes=UNDO_WITHIN.seconds // 60)


async def _left(connection: Connection, context: Context, noted: Sequence[_Noted]) -> list[str]:
    """Whether the household has paid in full now."""
    household_ids = {one.household.id for one in noted}
    if len(household_ids) != 1:
        return []
    home = await home_of(connection, context.house.pack, household_ids.pop(), context.today)
    left = len(home.status.must_pay)
    return [await context.say("home.mark_left", count=left) if left else await context.say("home.mark_all")]
