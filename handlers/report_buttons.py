"""The buttons under reports: 确认, 改, 取消, the choice of a village, and 撤销.

A card is answered once, by the one who reported or by the township; an undo is for ten minutes and for the one
who reported. A second press, also one that Telegram delivers as new, finds nothing left to do and says so.
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from handlers import booking, cards, keyboards
from handlers.access import Role, role_of
from handlers.cards import Said
from handlers.context import Context
from handlers.doubting import doubts_of
from handlers.hearing import UNTOLD, id_of, settled
from handlers.ledger import voice_of
from handlers.taking import confirm
from handlers.toasts import answered, replacement
from knowledge.standing.model import Kind, LedgerRow, Origin
from knowledge.standing.words import Voice, entry_words, row_words, together
from storage import ledger, outbox, readings
from storage.database import Connection
from storage.outbox import Lane, Outgoing
from storage.readings import Asks, Reading, State


async def card_pressed(update: Update, context: Context) -> None:
    """A button of a card."""
    query = _query(update)
    verb, reading_id, place = (*keyboards.unpacked(query.data), "", "", "")[:3]
    role = await role_of(context, query.from_user.id)
    voice = await voice_of(context)
    async with context.house.database.reading() as connection:
        reading = await readings.find_reading(connection, _number(reading_id))
    toast = _refusal(reading, role, voice)
    if reading is not None and toast is None:
        if verb == cards.CONFIRM:
            toast = await _confirm(reading, query, voice, context)
        elif verb == cards.FOR:
            toast = await _choose(reading, _number(place), role, query, voice, context)
        else:
            toast = await _drop(reading, verb, query, voice, context)
    await answered(query, toast)


def _refusal(reading: Reading | None, role: Role, voice: Voice) -> str | None:
    """Why this person's press does nothing."""
    if reading is None or reading.state is not State.WAITING:
        return voice.say("ledger.card_settled")
    if not role.is_staff or not (role.is_township or role.user_id == reading.user_id):
        return voice.say("ledger.card_not_yours")
    return None


async def _confirm(reading: Reading, query: CallbackQuery, voice: Voice, context: Context) -> str | None:
    """确认: the figures are booked as they were stated."""
    if any(entry.village == UNTOLD for entry in reading.entries):
        return voice.say("ledger.which_village")
    pack, user_id = context.house.pack, query.from_user.id
    async with context.transaction() as connection:
        said = await confirm(connection, pack, reading, reading.entries, user_id, voice)
        if said is None:
            return voice.say("ledger.card_settled")
        await _change_card(connection, query, f"card:{reading.id}:yes", said, context)
    return None


async def _choose(
    reading: Reading, place: int, role: Role, query: CallbackQuery, voice: Voice, context: Context
) -> str | None:
    """A village's button: the figures are its; what is doubtful about them is asked next."""
    pack = context.house.pack
    names = [area.name for area in pack.reporting_areas]
    name = names[place] if 0 <= place < len(names) else ""
    if name not in reading.choices or not role.may(id_of(pack, name)):
        return voice.say("ledger.card_not_yours")
    entries = settled(reading.entries, name)
    async with context.transaction() as connection:
        doubts = await doubts_of(connection, pack, reading.origin, entries, reading.sent_on)
        keys = [doubt.key for doubt in doubts]
        asks = Asks.DOUBT if doubts else Asks.VILLAGE
        if not await readings.ask_anew(connection, reading.id, entries, keys, asks):
            return voice.say("ledger.card_settled")
        said: Said | None = cards.doubt_card(reading.id, entries, doubts, voice)
        if not doubts:
            said = await confirm(connection, pack, reading, entries, query.from_user.id, voice)
        await _change_card(connection, query, f"card:{reading.id}:for", said, context)
    return None


async def _drop(
    reading: Reading, verb: str, query: CallbackQuery, voice: Voice, context: Context
) -> str | None:
    """取消, or 改: nothing is booked; after 改 the right figures are awaited."""
    what = together(entry_words(entry, voice) for entry in reading.entries)
    key = "ledger.say_again" if verb == cards.CHANGE else "ledger.cancelled"
    async with context.transaction() as connection:
        if not await readings.settle(
            connection, reading.id, State.CANCELLED, query.from_user.id, context.now
        ):
            return voice.say("ledger.card_settled")
        said = Said(voice.say(key, what=what))
        await _change_card(connection, query, f"card:{reading.id}:no", said, context)
    return None


async def undo_pressed(update: Update, context: Context) -> None:
    """撤销: within ten minutes, by the one who reported."""
    query = _query(update)
    parts = (*keyboards.unpacked(query.data), "", "", "")[:3]
    origin = Origin(*map(_number, parts))
    voice = await voice_of(context)
    async with context.house.database.reading() as connection:
        of_message = await ledger.list_of_message(connection, origin.chat_id, origin.message_id)
    booked = [row for row in of_message if row.origin == origin]
    refusal = _undo_refusal(booked, query.from_user.id, voice, context)
    toast = refusal or await _undo(origin, booked, query, voice, context)
    await answered(query, toast)


def _undo_refusal(booked: list[LedgerRow], user_id: int, voice: Voice, context: Context) -> str | None:
    if not booked or booked[0].booked_by != user_id:
        return voice.say("ledger.undo_not_yours")
    if context.now - booked[0].booked_at > booking.UNDO_WITHIN:
        return voice.say("ledger.undo_late")
    return None


async def _undo(
    origin: Origin, booked: list[LedgerRow], query: CallbackQuery, voice: Voice, context: Context
) -> str | None:
    async with context.transaction() as connection:
        taken_back = await booking.undo(
            connection, context.house.pack, origin, query.from_user.id, context.now
        )
        if taken_back is None:
            return voice.say(await _why_not(connection, booked))
        names = {area.id: area.name for area in context.house.pack.reporting_areas}
        stand_again = [row_words(row, names[row.area_id], voice) for row in taken_back.stated]
        gone = [row_words(row, names[row.area_id], voice) for row in booked if row.kind is not Kind.VOID]
        key = "ledger.undone_back" if stand_again else "ledger.undone"
        said = Said(voice.say(key, what=together(stand_again or gone)))
        await _change_card(connection, query, f"undo:{booked[0].id}", said, context)
    return None


async def _why_not(connection: Connection, booked: list[LedgerRow]) -> str:
    """Undone before, or built upon since."""
    heads = await ledger.list_heads(connection, {row.root_id for row in booked})
    gone = all(row.kind is Kind.VOID for row in heads)
    return "ledger.undo_done" if gone else "ledger.undo_built_on"


async def _change_card(
    connection: Connection, query: CallbackQuery, key: str, said: Said | None, context: Context
) -> None:
    """Puts what was decided in the place of the question."""
    message = query.message
    if said is None or message is None:
        return
    method, which = replacement(query)
    row = Outgoing(key, message.chat.id, said.payload(**which), method, Lane.REPLY)
    await outbox.add_message(connection, row, context.now)


def _number(text: str) -> int:
    """A number in callback data; one that nothing has where there is none."""
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else -1


def _query(update: Update) -> CallbackQuery:
    query = update.callback_query
    assert query is not None
    return query


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Every button of cards and of booked lines."""
    return [
        CallbackQueryHandler(card_pressed, keyboards.pattern(cards.CARD)),
        CallbackQueryHandler(undo_pressed, keyboards.pattern(cards.UNDO)),
    ]
