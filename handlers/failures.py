"""The last resort: apologise to the person, keep the details in the log, tell the admins once a day and kind."""

from __future__ import annotations

import secrets

import structlog
from telegram import Update
from telegram.error import Forbidden, NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop

from handlers.context import AlreadyHandled, Context
from storage.outbox import Outgoing, add_message

log = structlog.get_logger("canbao.failures")


async def failed(update: object, context: Context) -> None:
    """python-telegram-bot's error handler; what failed in one group of handlers is no business of the next."""
    error = context.error
    if isinstance(error, AlreadyHandled):
        raise ApplicationHandlerStop
    reference = secrets.token_hex(3)
    kind = type(error).__name__
    if isinstance(error, Forbidden | NetworkError) and not isinstance(update, Update):
        log.warning("network", kind=kind)
        return
    log.error("failed", reference=reference, kind=kind, exc_info=error)
    if isinstance(update, Update):
        await _apologise(update, context)
    await _tell_admins(kind, reference, context)
    raise ApplicationHandlerStop


async def _apologise(update: Update, context: Context) -> None:
    chat = update.effective_chat
    spoken_to = chat is not None and (chat.type == "private" or update.callback_query is not None)
    if chat is None or not spoken_to:
        return
    try:
        await context.bot.send_message(chat.id, await context.say("failure.user"))
    except TelegramError as error:
        log.warning("apology failed", kind=type(error).__name__)


async def _tell_admins(kind: str, reference: str, context: Context) -> None:
    house = context.house
    if (kind, context.today) in house.reported_failures:
        return
    house.reported_failures.add((kind, context.today))
    text = house.library.phrases.say("failure.admin", kind=kind, reference=reference)
    async with house.database.transaction() as connection:
        for admin in house.admins:
            key = f"failure:{kind}:{admin}:{context.today.isoformat()}"
            await add_message(connection, Outgoing(key, admin, {"text": text}), context.now)
    house.wake_delivery()
