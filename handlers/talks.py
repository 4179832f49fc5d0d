"""Conversations of several steps: who is meant by a message, a press or a /cancel while a talk is open.

A talk lives in storage/dialogues.py and so through a restart. What a person writes goes to the talk that went on
last. Commands, and whatever that talk does not take for itself (a clear question on something else), are
answered by the routing table as always; then the talk asks its question again.

Buttons of a talk carry its id and turn: one of an earlier step, of a finished talk, or pressed by somebody else
does nothing and says so.
"""

from __future__ import annotations

import contextlib
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import keyboards
from handlers.context import Context
from knowledge.phrasebook import LOCALES
from storage import dialogues
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Lane, Outgoing, add_message

TALK = "t"
# python-telegram-bot's groups: talks look at a message before the routing table, and once more after it
BEFORE, AFTER = -1, 1
TOAST_LIMIT = 200

Routes = list[BaseHandler[Any, Any, Any]]
Groups = dict[int, Sequence[BaseHandler[Any, Any, Any]]]  # by python-telegram-bot's groups
Rows = Sequence[Sequence[tuple[str, str]]]
Listener = Callable[[Message, Context], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Toast:
    """What a press shows: a short note, or with `alert` a window that has to be closed."""

    text: str = ""
    alert: bool = False


class Talk(ABC):
    """A conversation. Its methods change state in one `context.transaction()` each."""

    kind: ClassVar[str]
    listens: ClassVar[bool] = True  # False: it only waits for its buttons

    @abstractmethod
    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """A message while the talk is open; False where it is not meant for the talk."""

    @abstractmethod
    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Something else was answered in between: what does the talk wait for?"""

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A button of the present step."""
        return Toast(await context.say("button.stale"))

    async def correct(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """A message was edited; False where the talk does not know it."""
        return False

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """The person wants no more of it."""
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            await say(connection, context, dialogue, await context.say("cancel.done"), suffix="cancelled")


def button(dialogue: Dialogue, label: str, action: str, value: str | int = "") -> tuple[str, str]:
    """A button that belongs to the present step of a talk."""
    return label, keyboards.packed(TALK, dialogue.id, dialogue.turn, action, value)


async def say(
    connection: Connection,
    context: Context,
    dialogue: Dialogue,
    text: str,
    rows: Rows = (),
    *,
    suffix: str = "",
) -> None:
    """Puts what the talk says into the outbox, in the transaction that made it say so: once a turn and suffix."""
    payload: dict[str, object] = {"text": text}
    if rows:
        payload["reply_markup"] = keyboards.inline(rows).to_dict()
    key = f"talk:{dialogue.id}:{dialogue.turn}:{suffix}"
    await add_message(connection, Outgoing(key, dialogue.chat_id, payload, lane=Lane.REPLY), context.now)


class _Talks:
    """The callbacks; `listeners` may claim a message before the open talk does."""

    def __init__(
        self, talks: Iterable[Talk], listeners: Sequence[Listener], editors: Sequence[Listener]
    ) -> None:
        self._talks = {talk.kind: talk for talk in talks}
        self._listeners = listeners
        self._editors = editors

    async def heard(self, update: Update, context: Context) -> None:
        """A message: a listener's, the open talk's, or nobody's here."""
        message = update.effective_message
        assert message is not None
        for listener in self._listeners:
            if await listener(message, context):
                raise ApplicationHandlerStop
        dialogue = await self._current(message, context)
        if dialogue is None:
            return
        is_plain = not (_is_command(message) or is_menu_label(message.text, context))
        if is_plain and await self._talks[dialogue.kind].hear(message, context, dialogue):
            raise ApplicationHandlerStop
        context.interrupted = dialogue

    async def edited(self, update: Update, context: Context) -> None:
        """An edit: of something said in an open talk, or what an editor knows."""
        message = update.effective_message
        assert message is not None
        assert message.from_user is not None
        async with context.house.database.reading() as connection:
            open_talks = await dialogues.list_talks(connection, message.from_user.id, message.chat_id)
        for dialogue in open_talks:
            talk = self._talks.get(dialogue.kind)
            if talk is not None and await talk.correct(message, context, dialogue):
                raise ApplicationHandlerStop
        for editor in self._editors:
            if await editor(message, context):
                raise ApplicationHandlerStop

    async def cancelled(self, update: Update, context: Context) -> None:
        """/cancel ends the open talk; without one the routing table answers."""
        message = update.effective_message
        assert message is not None
        dialogue = await self._current(message, context)
        if dialogue is not None:
            await self._talks[dialogue.kind].cancel(context, dialogue)
            raise ApplicationHandlerStop

    async def goes_on(self, update: Update, context: Context) -> None:
        """Something else was answered: the talk that was interrupted asks again."""
        before = context.interrupted
        if before is None:
            return
        async with context.house.database.transaction() as connection:
            now = await dialogues.find_dialogue(connection, before.id)
            if now is not None and now.turn == before.turn:
                await self._talks[now.kind].ask_again(connection, context, now)
        context.house.wake_delivery()

    async def pressed(self, update: Update, context: Context) -> None:
        """A button of a talk."""
        query = update.callback_query
        assert query is not None
        toast = await self._pressed(query, context)
        with contextlib.suppress(TelegramError):  # too late to answer: the work is done all the same
            await query.answer(toast.text[:TOAST_LIMIT] or None, show_alert=toast.alert)

    async def _pressed(self, query: CallbackQuery, context: Context) -> Toast:
        dialogue_id, turn, action, value = ([*keyboards.unpacked(query.data), "", "", "", ""])[:4]
        async with context.house.database.reading() as connection:
            dialogue = await dialogues.find_dialogue(connection, number_in(dialogue_id))
        if dialogue is None or dialogue.kind not in self._talks:
            return Toast(await context.say("button.stale"))
        if dialogue.user_id != query.from_user.id:
            return Toast(await context.say("button.not_yours"))
        if dialogue.turn != number_in(turn):
            return Toast(await context.say("button.stale"))
        return await self._talks[dialogue.kind].press(query, context, dialogue, action, value)

    async def _current(self, message: Message, context: Context) -> Dialogue | None:
        if message.from_user is None:
            return None
        kinds = [kind for kind, talk in self._talks.items() if talk.listens]
        async with context.house.database.reading() as connection:
            return await dialogues.find_current(connection, message.from_user.id, message.chat_id, kinds)


def number_in(text: str, otherwise: int = 0) -> int:
    """A number of ours in callback data; `otherwise` for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else otherwise


def _is_command(message: Message) -> bool:
    """Whether somebody orders something; what was forwarded is only shown."""
    return (message.text or "").startswith("/") and message.forward_origin is None


def is_menu_label(text: str | None, context: Context) -> bool:
    """Whether a text is one of the buttons below the input line: those always mean what they say."""
    phrases = context.house.library.phrases
    return text in {
        phrases.say(key, locale) for key in phrases.sentences if key.startswith("menu.") for locale in LOCALES
    }


def routes(
    talks: Iterable[Talk], listeners: Sequence[Listener] = (), editors: Sequence[Listener] = ()
) -> Groups:
    """The handlers by python-telegram-bot's groups."""
    known = _Talks(talks, listeners, editors)
    private = filters.ChatType.PRIVATE
    fresh = filters.UpdateType.MESSAGE
    return {
        BEFORE: [
            CommandHandler("cancel", known.cancelled, filters=fresh),
            MessageHandler(fresh & ~filters.StatusUpdate.ALL, known.heard),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, known.edited),
            CallbackQueryHandler(known.pressed, keyboards.pattern(TALK)),
        ],
        AFTER: [MessageHandler(fresh & private, known.goes_on)],
    }
