"""A press: where it was, the note it brings, another text in the place of the message."""

from __future__ import annotations

import contextlib

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from handlers import keyboards
from handlers.talks import Rows


def in_private(query: CallbackQuery) -> bool:
    """Whether the button hangs in the presser's own chat with the bot."""
    return query.message is not None and query.message.chat.id == query.from_user.id


def replacement(query: CallbackQuery) -> tuple[str, dict[str, int]]:
    """The method that puts a text in the place of the message whose button was pressed, and what it is told of that
    message. A picture has no text to change: there the words come as a message of their own."""
    assert query.message is not None, "buttons of ours hang on messages"
    if _hangs_at_picture(query):
        return "send_message", {}
    return "edit_message_text", {"message_id": query.message.message_id}


def _hangs_at_picture(query: CallbackQuery) -> bool:
    return isinstance(query.message, Message) and query.message.text is None


async def answered(query: CallbackQuery, toast: str | None) -> None:
    """Ends the button's waiting, with a note where there is something to say."""
    with contextlib.suppress(TelegramError):  # too late to answer: the work is done all the same
        await query.answer(toast)


async def replaced(query: CallbackQuery, text: str, rows: Rows = ()) -> None:
    """Another text, with other buttons or none, in the place of the message whose button was pressed."""
    buttons = keyboards.inline(rows) if rows else None
    with contextlib.suppress(
        TelegramError
    ):  # it says so already, or is out of reach: the work is done all the same
        if _hangs_at_picture(query) and query.message is not None:
            await query.get_bot().send_message(query.message.chat.id, text, reply_markup=buttons)
        else:
            await query.edit_message_text(text, reply_markup=buttons)
