"""Township staff send a list (.xlsx, .csv): it is looked at, confirmed, imported in the background, reported.

officer: (sends 花名册.xlsx)
bot:     这是花名册，大约2,082行……“姓名”列是姓名……   [确认导入] [确认，名单里没有的算离开] [取消]
officer: [确认导入]
bot:     正在导入：1,000／2,082行 …    then    读了2,082行：新增…  and the rejected rows as a workbook

The file stays with Telegram: it is fetched anew when it is confirmed, so nothing lies about in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from handlers.access import role_in, speaker
from handlers.context import Context
from handlers.households.import_words import preview_words, reason_words
from handlers.households.list_files import MOST_BYTES, Listed, fetched, looked_at
from handlers.households.list_runs import Run
from handlers.talks import Rows, Talk, Toast, button, say
from handlers.toasts import replaced
from storage import dialogues
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.errors import BadFile
from storage.importing.preview import Kind

KIND = "list_import"
LOOKED, LEAVING = "looked", "leaving"


async def received(update: Update, context: Context) -> None:
    """A spreadsheet in private."""
    message = update.effective_message
    assert message is not None
    document = message.document
    assert document is not None
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("home.import_township_only"))
    elif (document.file_size or 0) > MOST_BYTES:
        await context.reply(await context.say("home.import_too_large"))
    else:
        await _look(Listed(document.file_id, document.file_name or "", None), message.chat_id, context)


async def _look(listed: Listed, user_id: int, context: Context) -> None:
    """Says what the file holds, and asks."""
    try:
        content = await fetched(context, listed)
        found = await asyncio.to_thread(looked_at, context, listed, content, context.today)
    except BadFile as error:
        await context.reply(await reason_words(context, error.reason))
        return
    except TelegramError:
        await context.reply(await context.say("home.import_not_fetched"))
        return
    data = {"file_id": listed.file_id, "name": listed.name, "kind": found.kind}
    async with context.transaction() as connection:
        dialogue = await dialogues.begin(connection, user_id, user_id, KIND, LOOKED, data, context.now)
        text = await preview_words(context, found)
        await say(connection, context, dialogue, text, await _rows(context, dialogue, found.other_kind))


async def _rows(context: Context, dialogue: Dialogue, other_kind: str | None) -> Rows:
    rows = [[button(dialogue, await context.say("home.import_yes"), "yes")]]
    if dialogue.data["kind"] == "roster":
        rows.append([button(dialogue, await context.say("home.import_complete"), "complete")])
    if other_kind is not None:
        rows.append([button(dialogue, await context.say(f"home.import_as_{other_kind}"), "as", other_kind)])
    return [*rows, [button(dialogue, await context.say("home.cancel"), "cancel")]]


class Importing(Talk):
    """Waits for 确认 or 取消 under a list."""

    kind = KIND
    listens = False

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Words are not for it."""
        return False

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """One question is enough."""

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """Imports, or looks again, or forgets the file."""
        async with context.house.database.reading() as connection:
            role = await role_in(connection, context.house, query.from_user.id)
        if not role.is_township:
            return Toast(await context.say("button.not_yours"))
        kind: Kind = "payments" if dialogue.data["kind"] == "payments" else "roster"
        listed = Listed(dialogue.data["file_id"], dialogue.data["name"], kind)
        match action:
            case "cancel":
                await self._dropped(query, context, dialogue)
            case "yes" | "complete" | "left":
                await self._start(query, context, dialogue, listed, action)
            case "as":
                other: Kind = "payments" if value == "payments" else "roster"
                await _look(Listed(listed.file_id, listed.name, other), dialogue.user_id, context)
            case _:
                return Toast(await context.say("button.stale"))
        return Toast()

    async def _dropped(self, query: CallbackQuery, context: Context, dialogue: Dialogue) -> None:
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
        await replaced(query, await context.say("home.import_dropped"))

    async def _start(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, listed: Listed, action: str
    ) -> None:
        """The work goes on beside everything else; `complete` is tried first, to say who would have left."""
        async with context.transaction() as connection:
            if not await dialogues.end(connection, dialogue.id):
                return
            asked = None
            if action == "complete":
                asked = await dialogues.begin(
                    connection, dialogue.user_id, dialogue.chat_id, KIND, LEAVING, dialogue.data, context.now
                )
        assert query.message is not None, "buttons of ours hang on messages"
        run = Run(context, listed, dialogue.user_id, query.message.message_id, dialogue.id)
        work = self._try(run, asked) if asked else run.run(complete=action == "left")
        context.application.create_task(work, name="list import")

    async def _try(self, run: Run, asked: Dialogue) -> None:
        """How many would be marked as having left?"""
        context = run.context
        result = await run.tried()
        if result is None:
            return
        rows: Sequence[Sequence[tuple[str, str]]] = [
            [button(asked, await context.say("home.import_left"), "left")],
            [button(asked, await context.say("home.cancel"), "cancel")],
        ]
        text = await context.say("lists.confirm_left", count=result.counts["left"])
        async with context.house.database.transaction() as connection:
            await say(connection, context, asked, text, rows)
        context.house.wake_delivery()
