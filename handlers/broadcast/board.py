"""The board (进度板): one message in the author's chat that shows how far a broadcast is, edited every few seconds.

When everything is out, the broadcast is done, and its author hears so in a message of its own.
"""

from __future__ import annotations

from typing import Any

import structlog
from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from handlers import keyboards
from handlers.broadcast.recipients import audience_words
from handlers.context import House
from knowledge.broadcasting.caution import bar
from knowledge.broadcasting.model import Broadcast, State, Tally
from knowledge.phrasebook import SOURCE_LOCALE
from storage import broadcasts, chats
from storage.database import Connection
from storage.outbox import Outgoing, add_message

log = structlog.get_logger("canbao.broadcast")

CONTROL = "bc"
PAUSE, RESUME, STOP, WITHDRAW = "pause", "resume", "stop", "back"
_BUTTONS = {
    State.ASKED: (STOP,),
    State.SENDING: (PAUSE, STOP),
    State.LOOKING: (RESUME, STOP),
    State.PAUSED: (RESUME, STOP),
}
_SHOWN = ("sent", "blocked", "failed", "cancelled", "receipts", "withdrawn")


async def refresh_all(house: House, bot: ExtBot[Any]) -> int:
    """Brings every board up to date and finishes what is done; how many broadcasts are still going on."""
    async with house.database.reading() as connection:
        live = await broadcasts.list_live(connection)
    for broadcast in live:
        await _finish(house, broadcast.id)
        await refresh(house, bot, broadcast.id)
    return len(live)


async def refresh(house: House, bot: ExtBot[Any], broadcast_id: int) -> None:
    """Shows how one broadcast is; nothing is sent where nothing has changed."""
    async with house.database.reading() as connection:
        broadcast = await broadcasts.get_broadcast(connection, broadcast_id)
        tally = await broadcasts.tally_of(connection, broadcast_id)
        locale = await chats.find_locale(connection, broadcast.author_id) or SOURCE_LOCALE
    text = board_text(house, broadcast, tally, locale)
    if text == broadcast.board_text:
        return
    buttons = control_buttons(house, broadcast, tally, locale)
    message_id = await _shown(bot, broadcast, text, buttons)
    if message_id is not None:
        async with house.database.transaction() as connection:
            await broadcasts.set_board(connection, broadcast_id, message_id, text)


async def _shown(
    bot: ExtBot[Any], broadcast: Broadcast, text: str, buttons: InlineKeyboardMarkup | None
) -> int | None:
    """Edits the board, or posts it anew where there is none any more; its message id."""
    author, before = broadcast.author_id, broadcast.board_message_id
    try:
        if before is not None:
            try:
                await bot.edit_message_text(text, author, before, reply_markup=buttons)
                return before
            except BadRequest as refusal:
                if "not modified" in refusal.message.lower():
                    return before
        sent: Message = await bot.send_message(author, text, reply_markup=buttons)
        return sent.message_id
    except TelegramError as error:
        log.warning("board not shown", broadcast=broadcast.id, kind=type(error).__name__)
        return None


async def _finish(house: House, broadcast_id: int) -> None:
    """Marks a broadcast as done when nothing of it is left, and tells its author."""
    async with house.database.transaction() as connection:
        broadcast = await broadcasts.get_broadcast(connection, broadcast_id)
        if not broadcast.is_all_queued or broadcast.state is not State.SENDING:
            return
        if await broadcasts.has_open_rows(connection, broadcast_id):
            return
        now = house.now()
        await broadcasts.change_state(connection, broadcast_id, [State.SENDING], State.DONE, now)
        await _tell_author(connection, house, broadcast)
    house.wake_delivery()


async def _tell_author(connection: Connection, house: House, broadcast: Broadcast) -> None:
    locale = await chats.find_locale(connection, broadcast.author_id) or SOURCE_LOCALE
    text = house.library.phrases.say(
        "broadcast.finished",
        locale,
        number=broadcast.id,
        audience=audience_words(house, broadcast.audience, locale),
        figures=figures(house, await broadcasts.tally_of(connection, broadcast.id), locale),
    )
    key = f"broadcast_done:{broadcast.id}"
    await add_message(connection, Outgoing(key, broadcast.author_id, {"text": text}), house.now())


def board_text(house: House, broadcast: Broadcast, tally: Tally, locale: str) -> str:
    """Number, audience, bar, figures and state."""
    whole = max(broadcast.expected, broadcast.queued)
    if broadcast.state.is_over:
        whole = tally.settled
    return house.library.phrases.say(
        "broadcast.board",
        locale,
        number=broadcast.id,
        audience=audience_words(house, broadcast.audience, locale),
        bar=bar(tally.settled, whole),
        done=tally.settled,
        whole=whole,
        figures=figures(house, tally, locale),
        state=state_words(house, broadcast, tally, locale),
    )


def figures(house: House, tally: Tally, locale: str) -> str:
    """已送到147　屏蔽3　…; what is zero is left out, but for what was delivered."""
    say = house.library.phrases.say
    counts = {name: getattr(tally, name) for name in _SHOWN}
    shown = {name: number for name, number in counts.items() if number or name == "sent"}
    return "　".join(say(f"broadcast.figure.{name}", locale, count=n) for name, n in shown.items())


def state_words(house: House, broadcast: Broadcast, tally: Tally, locale: str) -> str:
    """What it is doing, or waits for."""
    say, now, quiet = house.library.phrases.say, house.now(), house.plan.quiet
    if broadcast.withdraws or tally.to_withdraw:
        return say("broadcast.state.withdrawing", locale)
    if tally.withdrawn or tally.not_withdrawn:
        return say("broadcast.state.withdrawn", locale)
    if broadcast.state is State.SENDING and broadcast.starts_at > now:
        moment = broadcast.starts_at.astimezone(now.tzinfo)
        return say("broadcast.state.scheduled", locale, moment=moment)
    if broadcast.state is State.SENDING and quiet.covers(now):
        return say("broadcast.state.quiet", locale, ends=quiet.ends)
    return say(f"broadcast.state.{broadcast.state}", locale, count=broadcast.queued)


def control_buttons(
    house: House, broadcast: Broadcast, tally: Tally, locale: str
) -> InlineKeyboardMarkup | None:
    """Pause, go on, cancel; withdraw once something has arrived."""
    actions = list(_BUTTONS.get(broadcast.state, ()))
    touched = broadcast.withdraws or tally.to_withdraw or tally.withdrawn or tally.not_withdrawn
    if tally.sent and not touched:
        actions.append(WITHDRAW)
    if not actions:
        return None
    row = [
        (_label(house, action, locale), keyboards.packed(CONTROL, action, broadcast.id)) for action in actions
    ]
    return keyboards.inline([row])


def _label(house: House, action: str, locale: str) -> str:
    name = "withdraw" if action == WITHDRAW else action
    return house.library.phrases.say(f"broadcast.button.{name}", locale)
