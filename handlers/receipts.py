"""Clerks keep account of their receipts (收据): issued, void, lost.

clerk:   /receipt 0012345 960          bot: 记下了：华升社区收据0012345，960元。
clerk:   /receipt 丢失 0012346          bot: 记下了……已经告诉镇里。   (the township hears of it at once, with 已经挂失)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards
from handlers.access import Role, role_of, speaker
from handlers.context import Context
from handlers.ledger import voice_of
from handlers.toasts import answered
from knowledge.areas import area_named
from knowledge.model import Area
from knowledge.pack import Pack
from knowledge.standing.words import Voice
from knowledge.text import normalise
from storage import outbox, receipts, staff
from storage.database import Connection
from storage.outbox import Outgoing
from storage.receipts import Event, Receipt

DECLARE = "declare"
LOST_RULE = "lost_receipts"
_WORDS = {
    "开": Event.ISSUED,
    "作废": Event.VOID,
    "丢失": Event.LOST,
    "丢了": Event.LOST,
    "挂失": Event.DECLARED,
}
_SAID = re.compile(
    rf"(?P<word>{'|'.join(_WORDS)})?\s*(?P<number>[a-z]{{0,4}}\d[\da-z-]{{2,30}})"
    r"(?:\s+(?P<amount>\d{1,9}(?:\.\d{1,2})?)\s*元?)?(?:\s+(?P<village>\D{2,20}))?"
)
# from which states an event may follow; None: the receipt is not known yet
_AFTER: dict[Event, tuple[Event | None, ...]] = {
    Event.ISSUED: (None,),
    Event.VOID: (None, Event.ISSUED),
    Event.LOST: (None, Event.ISSUED),
    Event.DECLARED: (Event.LOST,),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a clerk says about a receipt."""

    event: Event
    number: str
    amount: Decimal | None
    village: str | None


def said_about(text: str) -> Said | None:
    """The event, number, sum and village of a message; None where it is none."""
    match = _SAID.fullmatch(normalise(text))
    if match is None:
        return None
    amount = Decimal(match["amount"]) if match["amount"] else None
    village = match["village"].strip() if match["village"] else None
    return Said(_WORDS[match["word"] or "开"], match["number"].upper(), amount, village)


async def receipt(update: Update, context: Context) -> None:
    """/receipt [开|作废|丢失] NUMBER [AMOUNT] [VILLAGE]."""
    role = await speaker(update, context)
    voice = await voice_of(context)
    if not role.is_staff:
        await context.reply(voice.say("staff.not_allowed"))
        return
    said = said_about(" ".join(context.args or ()))
    if said is None:
        await context.reply(await _how(role, voice, context))
        return
    area = _area(said, role, context.house.pack)
    if area is None:
        await context.reply(voice.say("receipt.which_village"))
    elif not role.may(area.id):
        await context.reply(voice.say("progress.not_yours", village=voice.place(area.name)))
    else:
        await context.reply(await _note(said, area, role, voice, context))


async def _how(role: Role, voice: Voice, context: Context) -> str:
    """How to say it, and what the clerk's villages have so far."""
    lines = [voice.say("receipt.how")]
    pack = context.house.pack
    own = [area for area in pack.reporting_areas if area.id in role.areas]
    if len(own) != 1:
        lines.append(voice.say("receipt.how_several"))
    async with context.house.database.reading() as connection:
        for area in own:
            known = await receipts.list_receipts(connection, pack.id, area.id)
            lines.append(voice.say("receipt.summary", village=voice.place(area.name), **figures_of(known)))
    return "\n".join(lines)


def figures_of(known: list[Receipt]) -> dict[str, int | Decimal]:
    """Receipts by what they are now, and the yuan of those that stand."""
    standing = [one for one in known if one.event is Event.ISSUED]
    return {
        "issued": len(standing),
        "amount": sum((one.amount for one in standing if one.amount), Decimal(0)),
        "void": sum(one.event is Event.VOID for one in known),
        "lost": sum(one.event is Event.LOST for one in known),
    }


def _area(said: Said, role: Role, pack: Pack) -> Area | None:
    if said.village:
        return area_named(pack, said.village)
    own = [area for area in pack.reporting_areas if area.id in role.areas]
    return own[0] if len(own) == 1 else None


async def _note(said: Said, area: Area, role: Role, voice: Voice, context: Context) -> str:
    """Notes the event if it may follow; what to say about it."""
    pack = context.house.pack
    blanks = {"village": voice.place(area.name), "number": said.number, "amount": said.amount}
    async with context.transaction() as connection:
        known = await receipts.list_receipts(connection, pack.id, area.id, said.number)
        now = known[0].event if known else None
        if now not in _AFTER[said.event]:
            if said.event is Event.DECLARED and now is not Event.DECLARED:
                return voice.say("receipt.not_lost", **blanks)
            state = voice.say(f"receipt.state.{now}")
            return voice.say("receipt.known", state=state, **blanks)
        event = Receipt(
            area.id, said.number, said.event, said.amount, context.today, role.user_id, context.now
        )
        await receipts.add_event(connection, pack.id, event)
        if said.event is Event.LOST:
            await _tell_township(connection, event, area, context)
    if said.event is Event.ISSUED and said.amount is None:
        return voice.say("receipt.issued_no_amount", **blanks)
    return voice.say(f"receipt.{said.event}", **blanks)


async def _tell_township(connection: Connection, event: Receipt, area: Area, context: Context) -> None:
    """The township hears of a lost receipt at once, with the notice's own rule where it has one."""
    pack, phrases = context.house.pack, context.house.library.phrases
    lines = [phrases.say("receipt.lost_notice", village=area.name, number=event.number)]
    lines += [
        phrases.say("receipt.rule", rule=rule.label, clause=rule.clause)
        for rule in pack.staff.cash.rules
        if rule.id == LOST_RULE
    ]
    place = pack.reporting_areas.index(area)
    button = (phrases.say("receipt.declare"), keyboards.packed(DECLARE, place, event.number))
    payload = {"text": "\n".join(lines), "reply_markup": keyboards.column([button]).to_dict()}
    people = {*await staff.list_staff(connection, staff.TOWNSHIP), *context.house.admins}
    for user_id in sorted(people):
        key = f"receipt:{pack.id}:{area.id}:{event.number}:{user_id}"
        await outbox.add_message(connection, Outgoing(key, user_id, payload), context.now)


async def declared(update: Update, context: Context) -> None:
    """已经挂失 under the notice of a lost receipt."""
    query = update.callback_query
    assert query is not None
    place, number = (*keyboards.unpacked(query.data), "", "")[:2]
    role = await role_of(context, query.from_user.id)
    voice = await voice_of(context)
    areas = context.house.pack.reporting_areas
    if not role.is_township or not place.isdecimal() or int(place) >= len(areas):
        await answered(query, voice.say("button.not_yours"))
        return
    said = Said(Event.DECLARED, number, None, None)
    await answered(query, await _note(said, areas[int(place)], role, voice, context))


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/receipt and the township's button."""
    return [
        CommandHandler("receipt", receipt, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(declared, keyboards.pattern(DECLARE)),
    ]
