"""Buttons of a confirmed broadcast: a colleague's 确认, pause, go on, cancel, 撤回, and the recipients' 收到."""

from __future__ import annotations

import contextlib

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from handlers import keyboards
from handlers.access import role_in
from handlers.broadcast import board
from handlers.broadcast.board import PAUSE, RESUME, STOP, WITHDRAW
from handlers.broadcast.talk import begin_correction
from handlers.context import Context
from knowledge.broadcasting.model import Broadcast, State, may_become
from storage import broadcasts
from storage.database import Connection
from storage.outbox import Outgoing, add_message

APPROVE, REFUSE, WITHDRAW_YES, WITHDRAW_NO = "yes", "no", "backyes", "backno"
_WANTED = {PAUSE: State.PAUSED, RESUME: State.SENDING, STOP: State.CANCELLED}


async def pressed(update: Update, context: Context) -> None:
    """A button of the board or of a colleague's card."""
    query = update.callback_query
    assert query is not None
    action, number = (*keyboards.unpacked(query.data), "", "")[:2]
    toast = await _pressed(query, context, action, int(number) if number.isdecimal() else 0)
    with contextlib.suppress(TelegramError):
        await query.answer(toast or None)


async def _pressed(query: CallbackQuery, context: Context, action: str, broadcast_id: int) -> str:
    async with context.house.database.reading() as connection:
        role = await role_in(connection, context.house, query.from_user.id)
        broadcast = await broadcasts.find_broadcast(connection, broadcast_id)
    if not role.is_township:
        return await context.say("staff.not_allowed")
    if broadcast is None:
        return await context.say("button.stale")
    if action in (APPROVE, REFUSE):
        return await _decided(query, context, broadcast, approved=action == APPROVE)
    if action in (WITHDRAW, WITHDRAW_NO):
        await _ask_withdrawal(query, context, broadcast, asks=action == WITHDRAW)
        return ""
    if action == WITHDRAW_YES:
        return await _withdrawn(query, context, broadcast)
    return await _moved(context, broadcast, _WANTED.get(action))


async def _decided(query: CallbackQuery, context: Context, broadcast: Broadcast, *, approved: bool) -> str:
    """A colleague confirms or sends back; nobody decides on their own."""
    if query.from_user.id == broadcast.author_id:
        return await context.say("broadcast.not_own")
    after = State.SENDING if approved else State.REFUSED
    async with context.transaction() as connection:
        by = query.from_user.id
        done = await broadcasts.change_state(
            connection, broadcast.id, [State.ASKED], after, context.now, approved_by=by
        )
        if done:
            await _tell_author(connection, context, broadcast, approved=approved)
    if not done:
        return await context.say("broadcast.over")
    own = "broadcast.you_approved" if approved else "broadcast.you_refused"
    with contextlib.suppress(TelegramError):
        await query.edit_message_text(await context.say(own, number=broadcast.id))
    await board.refresh(context.house, context.bot, broadcast.id)
    return ""


async def _tell_author(
    connection: Connection, context: Context, broadcast: Broadcast, *, approved: bool
) -> None:
    key = "broadcast.approved" if approved else "broadcast.refused"
    text = context.house.library.phrases.say(key, number=broadcast.id)
    message = Outgoing(f"broadcast_decided:{broadcast.id}", broadcast.author_id, {"text": text})
    await add_message(connection, message, context.now)


async def _moved(context: Context, broadcast: Broadcast, wanted: State | None) -> str:
    """Pause, go on, cancel: by any of the township staff."""
    own = broadcast.state is not State.ASKED or wanted is State.CANCELLED
    if wanted is None or not own or not may_become(broadcast.state, wanted):
        return await context.say("broadcast.over")
    async with context.transaction() as connection:
        done = await broadcasts.change_state(connection, broadcast.id, [broadcast.state], wanted, context.now)
    await board.refresh(context.house, context.bot, broadcast.id)
    return "" if done else await context.say("broadcast.over")


async def _ask_withdrawal(
    query: CallbackQuery, context: Context, broadcast: Broadcast, *, asks: bool
) -> None:
    """撤回 asks once more before anything is deleted."""
    if not asks:
        with contextlib.suppress(TelegramError):
            await query.delete_message()
        return
    buttons = keyboards.inline(
        [
            [
                (
                    await context.say("broadcast.button.withdraw_yes"),
                    keyboards.packed(board.CONTROL, WITHDRAW_YES, broadcast.id),
                ),
                (
                    await context.say("broadcast.button.withdraw_no"),
                    keyboards.packed(board.CONTROL, WITHDRAW_NO, broadcast.id),
                ),
            ]
        ]
    )
    text = await context.say("broadcast.withdraw_ask", number=broadcast.id)
    await context.bot.send_message(query.from_user.id, text, reply_markup=buttons)


async def _withdrawn(query: CallbackQuery, context: Context, broadcast: Broadcast) -> str:
    """Deletes what went out, and asks for a correction to the same recipients."""
    async with context.transaction() as connection:
        begun = await broadcasts.start_withdrawal(connection, broadcast.id, context.now)
        if begun:
            await begin_correction(connection, context, query.from_user.id, broadcast)
    if not begun:
        return await context.say("broadcast.over")
    with contextlib.suppress(TelegramError):
        await query.delete_message()
    await board.refresh(context.house, context.bot, broadcast.id)
    return ""


async def received(update: Update, context: Context) -> None:
    """收到: counted once a person."""
    query = update.callback_query
    assert query is not None
    number = (*keyboards.unpacked(query.data), "0")[0]
    async with context.transaction() as connection:
        broadcast = await broadcasts.find_broadcast(connection, int(number) if number.isdecimal() else 0)
        is_new = broadcast is not None and await broadcasts.record_receipt(
            connection, broadcast.id, query.from_user.id, context.now
        )
    if broadcast is None:
        key = "broadcast.received_preview"
    else:
        key = "broadcast.received" if is_new else "broadcast.received_before"
    with contextlib.suppress(TelegramError):
        await query.answer(await context.say(key))
