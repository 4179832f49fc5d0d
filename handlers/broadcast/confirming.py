"""确认: the draft becomes a recorded broadcast. Above the township's setting a colleague has to confirm as well."""

from __future__ import annotations

from handlers.broadcast.board import CONTROL
from handlers.broadcast.message import first_area, preview_of
from handlers.broadcast.prompts import Prompts
from handlers.broadcast.recipients import audience_words, count, count_words
from handlers.context import Context, House
from handlers.keyboards import inline, packed
from handlers.talks import say
from knowledge.broadcasting.caution import first_slice, minutes_for, needs_second_person
from knowledge.broadcasting.draft import Draft
from knowledge.broadcasting.model import Audience, Broadcast, State, Who
from knowledge.phrasebook import SOURCE_LOCALE
from storage import broadcasts, chats, dialogues, staff
from storage.broadcasts import Order
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Outgoing, add_message


class NobodyThere(Exception):
    """The audience is empty."""


class NoColleague(Exception):
    """A second person has to confirm, and there is none."""


async def confirm(connection: Connection, context: Context, dialogue: Dialogue, draft: Draft) -> Broadcast:
    """Ends the talk with a broadcast that goes out, or that waits for a colleague."""
    house, audience = context.house, draft.audience
    expected = await count(connection, house, audience, context.today)
    if not expected:
        raise NobodyThere
    needs_second = needs_second_person(audience.kind, expected, house.caution)
    colleagues = await colleagues_of(connection, house, dialogue.user_id)
    if needs_second and not colleagues:
        raise NoColleague
    state = State.ASKED if needs_second else State.SENDING
    broadcast = await _record(connection, context, draft, audience, state, expected, dialogue.user_id)
    await dialogues.end(connection, dialogue.id)
    if needs_second:
        await _ask_colleagues(connection, context, dialogue, broadcast, colleagues)
    return broadcast


async def rehearse(connection: Connection, context: Context, dialogue: Dialogue, draft: Draft) -> Broadcast:
    """The whole way with an audience of one: its author. The talk stays open."""
    area = first_area(context.house, draft.areas or ())
    audience = Audience(Who.AUTHOR, frozenset({area.id}))
    broadcast = await _record(connection, context, draft, audience, State.SENDING, 1, dialogue.user_id)
    suffix = f"rehearsed{broadcast.id}"
    await say(connection, context, dialogue, await context.say("broadcast.rehearsed"), suffix=suffix)
    return broadcast


async def _record(
    connection: Connection,
    context: Context,
    draft: Draft,
    audience: Audience,
    state: State,
    expected: int,
    author_id: int,
) -> Broadcast:
    assert draft.content is not None
    order = Order(
        pack_id=context.house.pack.id,
        author_id=author_id,
        audience=audience,
        content=draft.content,
        wants_receipt=draft.wants_receipt,
        state=state,
        expected=expected,
        starts_at=draft.starts_at or context.now,
        looks_first=first_slice(expected, context.house.caution) is not None,
    )
    return await broadcasts.add_broadcast(connection, order, context.now)


async def colleagues_of(connection: Connection, house: House, user_id: int) -> list[int]:
    """The township staff but for one."""
    everybody = {*await staff.list_staff(connection, staff.TOWNSHIP), *house.admins}
    return sorted(everybody - {user_id})


async def _ask_colleagues(
    connection: Connection,
    context: Context,
    dialogue: Dialogue,
    broadcast: Broadcast,
    colleagues: list[int],
) -> None:
    """Each colleague gets the message as it will look, and the card with 确认发送 and 退回."""
    house, audience = context.house, broadcast.audience
    preview = await preview_of(
        connection, house, audience, broadcast.content, wants_receipt=broadcast.wants_receipt
    )
    for colleague in colleagues:
        locale = await chats.find_locale(connection, colleague) or SOURCE_LOCALE
        prompts = Prompts(house, locale, dialogue)
        key = f"broadcast_ask:{broadcast.id}:{colleague}"
        shown = Outgoing(f"{key}:preview", colleague, preview.payload, method=preview.method)
        await add_message(connection, shown, context.now)
        text = prompts.say(
            "approve_ask",
            audience=audience_words(house, audience, locale),
            count=count_words(house, audience.kind, broadcast.expected, locale),
            when=prompts.when(broadcast.starts_at if broadcast.starts_at > context.now else None),
            minutes=minutes_for(broadcast.expected),
        )
        buttons = inline(
            [
                [(prompts.say("confirm"), packed(CONTROL, "yes", broadcast.id))],
                [(prompts.say("refuse"), packed(CONTROL, "no", broadcast.id))],
            ]
        )
        payload = {"text": text, "reply_markup": buttons.to_dict()}
        await add_message(connection, Outgoing(key, colleague, payload), context.now)
