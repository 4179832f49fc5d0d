"""Broadcasts, from the first word to the last receipt.

talk.py asks what, to whom and when; confirming.py records it; controls.py are the buttons of what is recorded;
feeding.py writes its messages slice by slice; board.py shows how far it is. Who gets what is in recipients.py and
message.py.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards
from handlers.access import speaker
from handlers.broadcast import controls
from handlers.broadcast.board import CONTROL
from handlers.broadcast.message import RECEIVED
from handlers.broadcast.talk import Broadcasting, begin
from handlers.context import Context
from handlers.talks import Talk

TALKS: tuple[Talk, ...] = (Broadcasting(),)


async def command(update: Update, context: Context) -> None:
    """/broadcast, for township staff in private."""
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("staff.not_allowed"))
    elif update.effective_chat and update.effective_chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
    else:
        await begin(context)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """The command, and the buttons that are no talk's."""
    return [
        CommandHandler("broadcast", command, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(controls.pressed, keyboards.pattern(CONTROL)),
        CallbackQueryHandler(controls.received, keyboards.pattern(RECEIVED)),
    ]
