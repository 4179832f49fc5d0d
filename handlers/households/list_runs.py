"""One import of a list that was confirmed, beside everything else, with a message that shows how far it is."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from telegram.error import TelegramError

from handlers.context import Context
from handlers.households.import_words import reason_words, result_words
from handlers.households.list_files import Found, Listed, fetched, looked_at
from knowledge.reminding.due import free_categories
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import Reason
from storage import outbox, reminders
from storage.errors import BadFile
from storage.importing.payments import import_payments
from storage.importing.result import ImportOptions, ImportResult
from storage.importing.roster import import_roster
from storage.outbox import Attachment, Lane, Outgoing

PROGRESS_EVERY_SECONDS = 2.0
log = structlog.get_logger("canbao.importing")


@dataclass(slots=True)
class Run:
    """`message_id` is the message whose button was pressed: it shows the progress."""

    context: Context
    listed: Listed
    user_id: int
    message_id: int
    number: int  # of the talk: tells this run's messages from others'
    doing: str = "home.import_progress"
    _done: int = 0
    _of: int = 0
    _shown: str = field(default="")

    async def tried(self) -> ImportResult | None:
        """What a complete roster would do, without doing it; None where it cannot be read."""
        self.doing = "home.import_counting"
        result = await self._imported(ImportOptions(complete=True, dry_run=True))
        await self._shows("home.import_counted")
        return result

    async def run(self, *, complete: bool) -> None:
        """Imports and reports."""
        result = await self._imported(ImportOptions(complete=complete))
        if result is not None:
            await self._report(result)

    async def _imported(self, options: ImportOptions) -> ImportResult | None:
        try:
            async with _beside(self._show_progress()):
                content = await fetched(self.context, self.listed)
                found = await asyncio.to_thread(
                    looked_at, self.context, self.listed, content, self.context.today
                )
                return await self._write(found, options)
        except BadFile as error:
            await self._say(await reason_words(self.context, error.reason))
        except TelegramError:
            await self._say(await self.context.say("home.import_not_fetched"))
        except (
            Exception
        ) as error:  # the last resort of work that nobody waits for: whoever pressed must hear of it
            log.error("import failed", kind=type(error).__name__, exc_info=error)
            await self._say(await self.context.say("home.import_failed"))
        return None

    async def _write(self, found: Found, options: ImportOptions) -> ImportResult:
        house, now = self.context.house, self.context.now
        words = ListWords.of(house.pack, now.date())
        if found.kind == "roster":
            return await import_roster(
                house.database,
                house.keys,
                found.preview,
                words,
                now,
                by=self.user_id,
                options=options,
                progress=self._note,
            )
        return await import_payments(
            house.database,
            house.keys,
            found.preview,
            words,
            house.pack.year,
            now,
            by=self.user_id,
            options=options,
            progress=self._note,
        )

    def _note(self, done: int, of: int) -> None:
        self._done, self._of = done, max(done, of)

    async def _show_progress(self) -> None:
        while True:
            text = await self.context.say(self.doing, done=self._done, of=self._of or "…")
            if text != self._shown:
                self._shown = text
                with contextlib.suppress(TelegramError):  # the next one comes
                    await self.context.bot.edit_message_text(text, self.user_id, self.message_id)
            await asyncio.sleep(PROGRESS_EVERY_SECONDS)

    async def _report(self, result: ImportResult) -> None:
        """What came of it, with the rejected rows; paid households are reminded no more."""
        context, house = self.context, self.context.house
        assert self.listed.kind is not None, "what is imported was looked at"
        text = await result_words(context, self.listed.kind, result)
        locale = await context.locale()

        def say(reason: Reason) -> str:
            return house.library.phrases.say(reason.key, locale, **reason.blanks)

        attachment = None
        if result.rejected or result.noted:
            content = await asyncio.to_thread(result.report, say)
            attachment = Attachment("document", await context.say("home.import_report_file"), content)
        async with house.database.transaction() as connection:
            await reminders.cancel_settled(connection, house.pack.year, free_categories(house.pack))
            key = f"list_import:{self.number}:done"
            message = (
                Outgoing(key, self.user_id, {"caption": text}, "send_document", Lane.REPLY, attachment)
                if attachment
                else Outgoing(key, self.user_id, {"text": text}, lane=Lane.REPLY)
            )
            await outbox.add_message(connection, message, context.now)
        house.wake_delivery()
        await self._shows("home.import_over")

    async def _shows(self, key: str) -> None:
        """What stands in the place of the progress."""
        with contextlib.suppress(TelegramError):  # the work is done all the same
            text = await self.context.say(key)
            await self.context.bot.edit_message_text(text, self.user_id, self.message_id)

    async def _say(self, text: str) -> None:
        with contextlib.suppress(TelegramError):
            await self.context.bot.send_message(self.user_id, text)


@contextlib.asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs something for as long as the block lasts."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
