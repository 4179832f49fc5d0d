"""/export: spreadsheets for the township, as files in the chat.

officer: /export            bot: 导出哪一样？  [进度] [报数明细] …
officer: (presses 进度)      bot: 西岩镇2022年度进度20211122.xlsx
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards
from handlers.access import speaker
from handlers.context import Context
from handlers.exports.listed import EXPORTS
from handlers.exports.source import Export, Source
from storage import audit

EXPORT = "export"


async def export(update: Update, context: Context) -> None:
    """/export [NAME]."""
    if not await _may(update, context):
        return
    wanted = " ".join(context.args or ())
    if not wanted:
        await context.reply(await context.say("export.ask"), await _menu(context))
        return
    found = await _named(wanted, context)
    if found is None:
        await context.reply(await context.say("export.unknown", name=wanted), await _menu(context))
    else:
        await _send(found, context)


async def chosen(update: Update, context: Context) -> None:
    """A button of the menu."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    found = EXPORTS.get((keyboards.unpacked(query.data) or [""])[0])
    if found is not None and await _may(update, context):
        await _send(found, context)


async def _may(update: Update, context: Context) -> bool:
    """Only the township, only in private; anybody else hears why not."""
    chat = update.effective_chat
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("export.township_only"))
    elif chat is None or chat.type != "private":
        await context.reply(await context.say("export.private_only"))
    else:
        return True
    return False


async def _named(wanted: str, context: Context) -> Export | None:
    """An export by its English name or its title."""
    for found in EXPORTS.values():
        if wanted in (found.name, await context.say(f"export.{found.name}")):
            return found
    return None


async def _menu(context: Context) -> object:
    buttons = [(await context.say(f"export.{name}"), keyboards.packed(EXPORT, name)) for name in EXPORTS]
    return keyboards.column(buttons)


async def _send(found: Export, context: Context) -> None:
    house = context.house
    user = context.origin.effective_user if context.origin else None
    if found.is_personal:
        async with context.transaction() as connection:
            await audit.record_look(connection, user.id if user else 0, f"export {found.name}", context.now)
    async with house.database.reading() as connection:
        source = Source(connection, house.pack, house.library.phrases, context.now)
        content = await found.workbook(source)
    message = context.origin.effective_message if context.origin else None
    assert message is not None
    await context.bot.send_document(message.chat.id, content, filename=found.file_name(source))


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/export and its buttons."""
    return [
        CommandHandler("export", export, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(chosen, keyboards.pattern(EXPORT)),
    ]
