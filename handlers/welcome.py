"""Greeting, menu, help, language, privacy.

anyone: /start
bot:    您好，我是西岩镇的医保小助手……      (menu keyboard)
anyone: /lang
bot:    用哪种文字？  [简体中文] [繁體中文] [English]
"""

from __future__ import annotations

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import cases, households, joining, keyboards
from handlers.access import role_of, speaker
from handlers.context import Context
from handlers.menu import menu_for
from handlers.toasts import answered, in_private, replaced
from knowledge.phrasebook import LOCALES
from storage import chats, forgetting

LANGUAGE = "lang"
FORGET = "forget"


async def start(update: Update, context: Context) -> None:
    """/start, perhaps with a deep link's payload."""
    payload = context.args[0] if context.args else ""
    if payload.startswith(joining.LINK):
        await joining.join(update, context, payload.removeprefix(joining.LINK))
        return
    if payload.partition("_")[0] == cases.entry.LINK:
        await cases.entry.linked(context, payload)
        return
    if update.effective_chat and await _about_own_home(update.effective_chat, payload, context):
        return
    if update.effective_user:
        async with context.transaction() as connection:
            await chats.remember_user(connection, update.effective_user.id, context.now)
    await greet(context)


async def _about_own_home(chat: Chat, payload: str, context: Context) -> bool:
    """A link about the own household; whoever is new here is greeted first, so that the answer stands last."""
    if chat.type != "private" or not households.is_link(payload):
        return False
    async with context.house.database.reading() as connection:
        is_known = await chats.is_known(connection, chat.id)
    if not is_known:
        await greet(context)
    await households.linked(context, chat.id, payload)
    return True


async def greet(context: Context) -> None:
    """Says who the bot is, with the menu."""
    pack = context.house.pack
    greeting = await context.say("welcome.private", place=pack.place, year=pack.year)
    role = await role_of(context, _chat_id(context))
    await context.bot.send_message(_chat_id(context), greeting, reply_markup=await menu_for(role, context))


async def help_(update: Update, context: Context) -> None:
    """/help: what this person can do here."""
    role = await speaker(update, context)
    parts = [await context.say("welcome.help")]
    if role.areas:
        names = "、".join(area.name for area in context.house.pack.areas if area.id in role.areas)
        parts.append(await context.say("welcome.help_clerk", areas=names))
    if role.is_township:
        parts.append(await context.say("welcome.help_township"))
    await context.reply("\n\n".join(parts))


async def language(update: Update, context: Context) -> None:
    """/lang: which script or language."""
    labels = ("language.simplified", "language.traditional", "language.english")
    buttons = [
        (await context.say(label), keyboards.packed(LANGUAGE, locale))
        for label, locale in zip(labels, LOCALES, strict=True)
    ]
    await context.reply(await context.say("language.ask"), keyboards.column(buttons))


async def language_chosen(update: Update, context: Context) -> None:
    """A button of /lang."""
    query = update.callback_query
    assert query is not None
    locale = keyboards.unpacked(query.data)[0]
    await answered(query, None)
    if locale not in LOCALES:
        return
    async with context.transaction() as connection:
        await chats.set_locale(connection, query.from_user.id, locale, context.now)
    context.forget_locale()
    await replaced(query, await context.say("language.set"))
    if query.message and query.message.chat.type == "private":
        await greet(context)


async def privacy(update: Update, context: Context) -> None:
    """/privacy: what is kept, why and how long."""
    days = context.house.case_files_kept.days
    parts = [await context.say("privacy.text"), await context.say("case.privacy", days=days)]
    await context.reply("\n".join(parts))


async def forget(update: Update, context: Context) -> None:
    """/forget: asks before anything is removed."""
    buttons = [
        (await context.say("forget.confirm"), keyboards.packed(FORGET, "yes")),
        (await context.say("forget.cancel"), keyboards.packed(FORGET, "no")),
    ]
    await context.reply(await context.say("forget.ask"), keyboards.inline([buttons]))


async def forget_decided(update: Update, context: Context) -> None:
    """确认 or 取消 under /forget."""
    query = update.callback_query
    assert query is not None
    if not in_private(query):
        await answered(query, await context.say("button.not_yours"))
        return
    await answered(query, None)
    if keyboards.unpacked(query.data)[0] != "yes":
        await replaced(query, await context.say("forget.kept"))
        return
    async with context.transaction() as connection:
        await forgetting.forget_user(connection, query.from_user.id)
        kept = await cases.own.forget(connection, context, query.from_user.id)
    context.house.secret_words.pop(query.from_user.id, None)
    await replaced(query, "\n".join([await context.say("forget.done"), *kept]))


async def cancel(update: Update, context: Context) -> None:
    """/cancel: back to the beginning."""
    await context.reply(await context.say("cancel.nothing"))


async def not_read(update: Update, context: Context) -> None:
    """A voice message, sticker, picture …: says in private that it reads text only."""
    await context.reply(await context.say("media.not_read"))


def _chat_id(context: Context) -> int:
    chat = context.origin.effective_chat if context.origin else None
    assert chat is not None
    return chat.id


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Commands of everybody; only fresh messages fire them, never edits."""
    fresh = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE & fresh
    media = filters.VOICE | filters.Sticker.ALL | filters.VIDEO | filters.ANIMATION | filters.AUDIO
    media = media | filters.VIDEO_NOTE | filters.LOCATION | filters.CONTACT
    return [
        CommandHandler("start", start, filters=fresh),
        CommandHandler("help", help_, filters=fresh),
        CommandHandler("lang", language, filters=fresh),
        CommandHandler("privacy", privacy, filters=fresh),
        CommandHandler("forget", forget, filters=private),
        CommandHandler("cancel", cancel, filters=fresh),
        CallbackQueryHandler(language_chosen, keyboards.pattern(LANGUAGE)),
        CallbackQueryHandler(forget_decided, keyboards.pattern(FORGET)),
        MessageHandler(private & media, not_read),
    ]
