"""Which reminders fall due on a day, worded and ready for the outbox. Who decides writes them in one transaction.

Used by the scheduler's duty, by /remind and by `canbao reminders`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.areas import area_of
from handlers.standing import standings_of
from knowledge.broadcasting.model import Audience, Who
from knowledge.pack import Pack
from knowledge.phrasebook import LOCALES, SOURCE_LOCALE, Phrasebook
from knowledge.reminding.due import GroupReminder, Phase, Reminder, free_categories, reminder_for
from knowledge.reminding.plan import Plan
from knowledge.reminding.values import Household, VillageFigures
from knowledge.reminding.wording import Words
from storage import outbox, reminders
from storage.audiences import Recipient, Season, list_recipients
from storage.database import Connection
from storage.outbox import Lane, Outgoing
from storage.reminders import GROUP, PRIVATE, Reader, Said

TOPIC = "topic"
PAID, STOP, RESUME = "rpaid", "rstop", "rgo"
ALL_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class Office:
    """What reminders are made from: the sentences, the notice, the township's plan, its contact, the bot's name."""

    phrases: Phrasebook
    pack: Pack
    plan: Plan = field(default_factory=Plan)
    contact: str | None = None
    username: str | None = None

    def words(self, locale: str | None) -> Words:
        """The sentences in a language."""
        return Words(self.phrases, self.pack, locale if locale in LOCALES else SOURCE_LOCALE, self.contact)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some households that were looked at: the last one's id, and what is due for whom."""

    last_id: int
    due: tuple[tuple[Reminder, tuple[Reader, ...]], ...]


async def due_slice(
    connection: Connection, office: Office, on: date, looked_until: date | None, after: int, limit: int
) -> Slice | None:
    """The reminders of the next bound households that owe; None where there are no more households."""
    pack = office.pack
    households = await reminders.list_bound_owing(connection, pack.year, free_categories(pack), after, limit)
    if not households:
        return None
    due = [r for r in _due(households, office, on, looked_until) if r]
    readers = await reminders.list_readers(connection, [reminder.household.id for reminder in due])
    return Slice(
        households[-1].id, tuple((reminder, tuple(readers[reminder.household.id])) for reminder in due)
    )


def _due(
    households: Sequence[Household], office: Office, on: date, looked_until: date | None
) -> list[Reminder | None]:
    return [reminder_for(office.pack, household, on, office.plan, looked_until) for household in households]


async def send_slice(connection: Connection, office: Office, found: Slice, now: datetime) -> int:
    """Puts the reminders of a slice into the outbox and writes them down; the number of messages."""
    messages = [
        _private(reminder, reader, office.words(reader.locale))
        for reminder, readers in found.due
        for reader in readers
    ]
    await outbox.add_messages(connection, messages, now)
    said = [
        Said(
            PRIVATE,
            reminder.household.area_id,
            reminder.household.id,
            reminder.stage.code,
            reminder.on,
            len(reminder.owing),
        )
        for reminder, readers in found.due
        if readers
    ]
    await reminders.record_reminders(connection, office.pack.id, said)
    return len(messages)


def _private(reminder: Reminder, reader: Reader, words: Words) -> Outgoing:
    household = reminder.household.id
    payload = {
        "text": words.household(reminder),
        "reply_markup": household_buttons(reminder, words).to_dict(),
    }
    key = reminders.key_of(household, reader.user_id, reminder.on)
    return Outgoing(key, reader.user_id, payload, lane=Lane.BROADCAST)


def household_buttons(reminder: Reminder, words: Words) -> InlineKeyboardMarkup:
    """How to pay (or what is still possible), already paid, no more reminders."""
    closed = all(one.terms.phase is Phase.CLOSED or one.terms.amount is None for one in reminder.owing)
    topic, label = ("pay_late", "button_late") if closed else ("pay_channels", "button_how")
    return keyboards.inline(
        [
            [
                (words.say(label), keyboards.packed(TOPIC, topic)),
                (words.say("button_paid"), keyboards.packed(PAID, reminder.household.id)),
            ],
            [(words.say("button_stop"), keyboards.packed(STOP))],
        ]
    )


async def village_groups(connection: Connection, pack: Pack) -> list[Recipient]:
    """The groups of the pack's villages that the bot is in."""
    season = Season(pack.year, free_categories(pack))
    found = await list_recipients(connection, Audience(Who.GROUPS), season, ALL_GROUPS)
    known = {area.id for area in pack.reporting_areas}
    return [group for group in found if group.area_id in known]


async def send_to_groups(
    connection: Connection, office: Office, reminder: GroupReminder, on: date, now: datetime
) -> int:
    """Puts the reminder of every village group into the outbox and writes it down; the number of groups."""
    groups = await village_groups(connection, office.pack)
    texts = await group_texts(connection, office, groups, reminder, on)
    messages = [
        Outgoing(
            f"remind_group:{group.chat_id}:{on.isoformat()}",
            group.chat_id,
            {"text": texts[group.area_id], "reply_markup": _group_buttons(reminder, office)},
            lane=Lane.BROADCAST,
        )
        for group in groups
        if group.area_id
    ]
    await outbox.add_messages(connection, messages, now)
    await _record_groups(connection, office, reminder, set(texts), on)
    return len(messages)


async def group_texts(
    connection: Connection, office: Office, groups: Sequence[Recipient], reminder: GroupReminder, on: date
) -> dict[str | None, str]:
    """What each village's group is told, by village."""
    area_ids = {group.area_id for group in groups if group.area_id}
    standings = await standings_of(connection, office.pack, area_ids, on)
    words = office.words(None)
    return {
        area_id: words.group(
            reminder,
            VillageFigures(
                area_of(office.pack, area_id).name,
                standings[area_id].totals.persons,
                standings[area_id].target,
            ),
        )
        for area_id in area_ids
    }


async def _record_groups(
    connection: Connection, office: Office, reminder: GroupReminder, area_ids: set[str | None], on: date
) -> None:
    pack = office.pack
    areas = {area for area in area_ids if area}
    owed = await reminders.count_owing(connection, pack.year, free_categories(pack), areas)
    said = [
        Said(GROUP, area, None, reminder.stage.code, on, owed.get(area, 0))
        for area in sorted(areas)
        if not await reminders.has_group_reminder(connection, pack.id, area, on)
    ]
    await reminders.record_reminders(connection, pack.id, said)


def _group_buttons(reminder: GroupReminder, office: Office) -> Mapping[str, Any]:
    """How to pay (or what is still possible), and the way to one's own affairs in private."""
    words = office.words(None)
    late = reminder.stage.phase is Phase.LATE
    topic, label = ("pay_late", "button_late") if late else ("pay_channels", "button_how")
    first = InlineKeyboardButton(words.say(label), callback_data=keyboards.packed(TOPIC, topic))
    buttons = [[first]]
    if office.username:
        url = create_deep_linked_url(office.username)
        buttons.append([InlineKeyboardButton(words.say("button_private"), url=url)])
    return InlineKeyboardMarkup(buttons).to_dict()
