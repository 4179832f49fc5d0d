"""Reminders in the chat: what residents do about theirs, and what the township sees of all.

resident: (gets a reminder)   [怎么交] [已经交了] [不再提醒]
resident: [已经交了]
bot:      系统里还没看到这几位的缴费：张*三。……   [请工作人员核对]
resident: /stop
bot:      好的，以后不再主动提醒您……   [还是提醒我]
officer:  /remind
bot:      12月24日的提醒：私聊：312户，340条……
"""

from __future__ import annotations

import contextlib
from datetime import date

from telegram import InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import keyboards, special_groups
from handlers.access import speaker
from handlers.cases.entry import START
from handlers.context import Context
from handlers.due_reminders import PAID, RESUME, STOP, Office
from handlers.reminder_views import preview_text, stats_text
from knowledge.reminding.due import owing_in
from knowledge.reminding.wording import Words
from knowledge.roster.names import masked_name
from knowledge.spoken_dates import find_days
from knowledge.text import normalise
from storage import bindings, chats, reminders, subscriptions

_NOT_SHOWING = "payment_not_showing"
_STATS, _SPECIAL = ("stats", "效果"), ("special", "特殊人群")


async def _words(context: Context) -> Words:
    house = context.house
    return Words(house.library.phrases, house.pack, await context.locale(), house.contact)


async def remind(update: Update, context: Context) -> None:
    """/remind: the township's view of a day, of the effect, of the special groups; a resident's own switch."""
    role, words = await speaker(update, context), await _words(context)
    if update.effective_chat and update.effective_chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return
    if not role.is_township:
        await _show_own(context, words, role.user_id)
        return
    wanted = " ".join(context.args or ())
    house = context.house
    async with house.database.reading() as connection:
        if wanted in _STATS:
            text = await stats_text(connection, words, context.today)
        elif wanted in _SPECIAL:
            text = await special_groups.list_text(connection, words)
        else:
            office = Office(house.library.phrases, house.pack, house.plan, house.contact, house.username)
            text = await preview_text(connection, office, words, _day_in(wanted, context), context.today)
    await context.reply(text)


def _day_in(text: str, context: Context) -> date:
    """The day that is asked about, today without one."""
    days = find_days(normalise(text), context.today, "near")
    return days[0].day if days else context.today


async def _show_own(context: Context, words: Words, user_id: int) -> None:
    """Whether reminders are on, with the button that changes it."""
    async with context.house.database.reading() as connection:
        bound = await bindings.list_bindings(connection, user_id=user_id)
        is_on = await subscriptions.is_reminded(connection, user_id)
    plan = context.house.plan
    if not bound:
        await context.reply(words.say("nothing_bound"))
    elif is_on:
        days = "、".join(map(str, plan.days))
        text = words.say("is_on", days=days, hour=plan.quiet.ends, gap=plan.gap_days)
        await context.reply(text, keyboards.column([(words.say("button_stop"), keyboards.packed(STOP))]))
    else:
        await context.reply(words.say("is_off"), _resume(words))


def _resume(words: Words) -> InlineKeyboardMarkup:
    return keyboards.column([(words.say("button_resume"), keyboards.packed(RESUME))])


async def stop(update: Update, context: Context) -> None:
    """/stop: no more reminders and broadcasts, those in the queue included."""
    user = update.effective_user
    assert user is not None
    words = await _words(context)
    async with context.transaction() as connection:
        is_new = await subscriptions.unsubscribe(connection, user.id, context.now)
    await context.reply(words.say("stopped" if is_new else "stopped_already"), _resume(words))


async def stop_pressed(update: Update, context: Context) -> None:
    """不再提醒, under a reminder or a broadcast: one tap."""
    query = update.callback_query
    assert query is not None
    words = await _words(context)
    async with context.transaction() as connection:
        await subscriptions.unsubscribe(connection, query.from_user.id, context.now)
    with contextlib.suppress(TelegramError):
        await query.answer()
    await context.bot.send_message(query.from_user.id, words.say("stopped"), reply_markup=_resume(words))


async def resume_pressed(update: Update, context: Context) -> None:
    """还是提醒我; also the way in from a household's own page."""
    query = update.callback_query
    assert query is not None
    words = await _words(context)
    async with context.transaction() as connection:
        await chats.remember_user(connection, query.from_user.id, context.now)
        await subscriptions.resubscribe(connection, query.from_user.id, context.now)
    with contextlib.suppress(TelegramError):
        await query.answer()
    await context.bot.send_message(query.from_user.id, words.say("resumed"))


async def paid_pressed(update: Update, context: Context) -> None:
    """已经交了: the system agrees, or it does not and a case can be opened."""
    query = update.callback_query
    assert query is not None
    household, user_id = (*keyboards.unpacked(query.data), "0")[0], query.from_user.id
    words = await _words(context)
    text, buttons = await _checked(context, words, user_id, int(household) if household.isdecimal() else 0)
    with contextlib.suppress(TelegramError):
        await query.answer()
    await context.bot.send_message(user_id, text, reply_markup=buttons)


async def _checked(
    context: Context, words: Words, user_id: int, household_id: int
) -> tuple[str, InlineKeyboardMarkup | None]:
    """What the system knows about the household of somebody who says it has paid."""
    pack = context.house.pack
    async with context.house.database.reading() as connection:
        if not await bindings.may_see(connection, user_id, household_id):
            return words.say("not_yours"), None
        found = await reminders.list_households(connection, [household_id], pack.year)
    missing = [masked_name(one.member.name) for one in owing_in(pack, found[0], context.today)]
    if not missing:
        return words.say("paid_already"), None
    button = (words.say("button_case"), keyboards.packed(START, _NOT_SHOWING))
    return words.say("paid_disagrees", names="、".join(missing)), keyboards.column([button])


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/remind, /stop and the buttons under reminders."""
    fresh = filters.UpdateType.MESSAGE
    return [
        CommandHandler("remind", remind, filters=fresh),
        CommandHandler("stop", stop, filters=filters.ChatType.PRIVATE & fresh),
        CallbackQueryHandler(stop_pressed, keyboards.pattern(STOP)),
        CallbackQueryHandler(resume_pressed, keyboards.pattern(RESUME)),
        CallbackQueryHandler(paid_pressed, keyboards.pattern(PAID)),
    ]
