"""A press: where it was, the note it brings, another text in the place of the message."""

from __future__ import annotations

import contextlib

from telegram import CallbackQuery
from telegram.error import BadRequest, TelegramError

from handlers import keyboards
from handlers.talks import Rows


def in_private(query: CallbackQuery) -> bool:
    """Whether the button hangs in the presser's own chat with the bot."""
    return query.message is not None and query.message.chat.id == query.from_user.id


async def answered(query: CallbackQuery, toast: str | None) -> None:
    """Ends the button's waiting, with a note where there is something to say."""
    with contextlib.suppress(TelegramError):  # too late to answer: the work is done all the same
        await query.answer(toast)


async def replaced(query: CallbackQuery, text: str, rows: Rows = ()) -> None:
    """Another text, with other buttons or none, in the place of the message whose button was pressed."""
    with contextlib.suppress(BadRequest):  # pressed twice: it stands there already
        await query.edit_message_text(text, reply_markup=keyboards.inline(rows) if rows else None)
