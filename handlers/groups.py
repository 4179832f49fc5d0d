"""The bot in groups: it is brought in, finds out what it may read, says how to be called, leaves if unwanted.

officer: (adds the bot to 华升社区群)
bot:     大家好，我是西岩镇医保小助手。问我请发 /ask@… 加上问题……
"""

from __future__ import annotations

import re

from telegram import ChatMember, ChatMemberUpdated, InlineKeyboardMarkup, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from handlers import keyboards
from handlers.access import role_of
from handlers.context import Context
from storage import chats

STAFF_GROUP = "staffgroup"
_OF_STAFF = re.compile("工作|专干|征缴|收缴|干部|代收|网格")
PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def own_membership(update: Update, context: Context) -> None:
    """The bot was added to a group, made an administrator, or removed."""
    change = update.my_chat_member
    assert change is not None
    if change.chat.type not in ("group", "supergroup"):
        return
    was_there = change.old_chat_member.status in PRESENT
    is_there = change.new_chat_member.status in PRESENT
    if not is_there:
        async with context.transaction() as connection:
            await chats.mark_left(connection, change.chat.id, context.now)
    elif not was_there:
        await _joined(change, context)


async def _joined(change: ChatMemberUpdated, context: Context) -> None:
    role = await role_of(context, change.from_user.id)
    if not role.is_staff:
        await context.bot.send_message(change.chat.id, await context.say("group.farewell"))
        await context.bot.leave_chat(change.chat.id)
        return
    title = change.chat.title or ""
    area_id, is_staff = _area_of_title(title, context), bool(_OF_STAFF.search(title))
    async with context.transaction() as connection:
        await chats.record_group(
            connection, change.chat.id, change.chat.type, role.user_id, context.now, is_staff=is_staff
        )
        await chats.set_group_area(connection, change.chat.id, area_id)
    reads_all = change.new_chat_member.status != ChatMember.MEMBER or bool(
        (await context.bot.get_me()).can_read_all_group_messages
    )
    key = "group.hello_reads_all" if reads_all else "group.hello_mention"
    place = context.house.pack.place
    hello = await context.say(key, place=place, username=context.bot.username)
    buttons = None if area_id or is_staff else await _staff_button(context)
    await context.bot.send_message(change.chat.id, hello, reply_markup=buttons)


async def _staff_button(context: Context) -> InlineKeyboardMarkup:
    return keyboards.column([(await context.say("group.is_staff"), STAFF_GROUP)])


async def made_staff_group(update: Update, context: Context) -> None:
    """这是工作群: from now on the reports of clerks are read there."""
    query = update.callback_query
    assert query is not None
    if query.message is None or not (await role_of(context, query.from_user.id)).is_staff:
        await query.answer(await context.say("group.staff_only"))
        return
    await query.answer()
    async with context.transaction() as connection:
        await chats.set_staff_group(connection, query.message.chat.id)
    await query.edit_message_text(await context.say("group.now_staff"))


def _area_of_title(title: str, context: Context) -> str | None:
    """The village whose name stands in the group's title, if it is only one."""
    named = [area for area in context.house.pack.reporting_areas if area.name in title]
    if not named:
        named = [
            area
            for area in context.house.pack.reporting_areas
            if any(alias in title for alias in area.aliases)
        ]
    return named[0].id if len(named) == 1 else None


async def became_supergroup(update: Update, context: Context) -> None:
    """The old group's service message names the new id; everything kept moves over."""
    message = update.effective_message
    assert message is not None
    if message.migrate_to_chat_id:
        pair = message.chat_id, message.migrate_to_chat_id
    else:
        pair = message.migrate_from_chat_id or 0, message.chat_id
    async with context.transaction() as connection:
        await chats.migrate_group(connection, *pair, context.now)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Service messages and changes of membership."""
    return [
        CallbackQueryHandler(made_staff_group, keyboards.pattern(STAFF_GROUP)),
        ChatMemberHandler(own_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, became_supergroup),
    ]
