"""The typed context of every callback: what a conversation may use, and the few verbs that all share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Message, ReplyParameters, Update
from telegram.ext import Application, CallbackContext, ExtBot

from knowledge.cases.timing import FILES_KEPT
from knowledge.library import Library
from knowledge.model import Ruling
from knowledge.pack import Pack
from knowledge.phrasebook import LOCALES, SOURCE_LOCALE
from knowledge.reminding.plan import Caution, Plan
from knowledge.understand import Understander
from storage import chats, updates
from storage.database import Connection, Database
from storage.dialogues import Dialogue
from storage.keys import Keys


class AlreadyHandled(Exception):
    """The update's work was done before a restart; the transaction is rolled back and nothing is said."""


@dataclass(slots=True)
class Outage:
    """The time in which the bot was down, and the questions of then by chat, until one apology answers them."""

    since: datetime
    until: datetime
    questions: dict[int, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class House:
    """What handlers may use, built once by bot/app.py."""

    library: Library
    pack: Pack
    understander: Understander
    database: Database
    keys: Keys
    now: Callable[[], datetime]
    admins: frozenset[int]
    contact: str | None
    wake_delivery: Callable[[], None]
    outage: Outage | None = None
    case_files_kept: timedelta = FILES_KEPT
    secret_words: dict[int, str] = field(default_factory=dict)  # as the bot signs with them, by user id
    plan: Plan = field(default_factory=Plan)
    caution: Caution = field(default_factory=Caution)
    rulings: list[Ruling] = field(default_factory=list)  # the township's, on questions without an answer
    username: str | None = None  # the bot's own, once it is connected
    reported_failures: set[tuple[str, date]] = field(default_factory=set)

    @property
    def zone(self) -> ZoneInfo:
        """The deployment's time zone."""
        zone = self.now().tzinfo
        assert isinstance(zone, ZoneInfo)
        return zone


class Context(CallbackContext[ExtBot[Any], dict[Any, Any], dict[Any, Any], House]):
    """A callback's context: `context.house`, `context.say`, `context.transaction`."""

    origin: Update | None = None
    interrupted: Dialogue | None = None  # the open talk that left this message to others
    _locale: str | None = None

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Context:
        """Keeps the update, so that a transaction can mark it as handled."""
        context = super().from_update(update, application)
        context.origin = update if isinstance(update, Update) else None
        return context

    @property
    def house(self) -> House:
        """The services of this bot."""
        return self.bot_data

    @property
    def now(self) -> datetime:
        """The present moment, aware."""
        return self.house.now()

    @property
    def today(self) -> date:
        """Today in the deployment's time zone."""
        return self.now.date()

    async def locale(self) -> str:
        """The language of the person who speaks: chosen, else as their client says."""
        if self._locale is None:
            self._locale = await self._find_locale()
        return self._locale

    async def _find_locale(self) -> str:
        user = self.origin.effective_user if self.origin else None
        if user is None:
            return SOURCE_LOCALE
        async with self.house.database.reading() as connection:
            chosen = await chats.find_locale(connection, user.id)
        return chosen if chosen in LOCALES else client_locale(user.language_code)

    def forget_locale(self) -> None:
        """The speaker just chose another language."""
        self._locale = None

    async def topic_label(self, topic: str) -> str:
        """A topic's button text in the speaker's language."""
        return self.house.library.topic_label(topic, await self.locale())

    async def say(self, key: str, **blanks: Any) -> str:
        """A sentence of the phrasebook in the speaker's language."""
        return self.house.library.phrases.say(key, await self.locale(), **blanks)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """The one transaction of a callback that changes state; marks the update as handled with it."""
        async with self.house.database.transaction() as connection:
            if self.origin is not None and not await updates.mark_handled(
                connection, self.origin.update_id, self.now
            ):
                raise AlreadyHandled
            yield connection
        self.house.wake_delivery()

    async def reply(self, text: str, buttons: Any = None) -> Message:
        """Answers where the update came from; in a group as a reply to the message."""
        message = self.origin.effective_message if self.origin else None
        if message is None:
            raise ValueError("an update without a message cannot be replied to")
        quoted = None
        if message.chat.type != "private":
            quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        return await self.bot.send_message(
            message.chat_id, text, reply_markup=buttons, reply_parameters=quoted
        )


def client_locale(language_code: str | None) -> str:
    """Our locale for a Telegram client's language: traditional for zh-hant, zh-tw, zh-hk; English for en."""
    code = (language_code or "zh").lower()
    if code.startswith("zh"):
        return "zh_Hant" if any(part in code for part in ("hant", "tw", "hk", "mo")) else SOURCE_LOCALE
    return SOURCE_LOCALE
