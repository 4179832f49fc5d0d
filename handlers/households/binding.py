"""A one-time code binds at once: by its link, or typed after /bind.

resident: (opens the link under the QR code)   /start h_AB3D7KMN
bot:      绑好了：张*三家（华升社区3组）。……   [查我家交了没] [到时候提醒我] [解绑张*三家]
"""

from __future__ import annotations

import contextlib

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.context import Context
from handlers.households.asking import has_tried_enough
from handlers.households.own import own_bindings
from handlers.households.pressing import Shown, reply_row, update_id
from handlers.households.telling import bound_message, tell_others
from handlers.households.ways import ask_button
from storage import bindings, chats, households, outbox
from storage.bindings import written_code
from storage.database import Connection

LINK = "h_"
OWN_LINK = "bind"
# more phones than a family has: then somebody has handed the household around
MOST_USERS = 10


async def command(update: Update, context: Context) -> None:
    """/bind [CODE]."""
    message = update.effective_message
    assert message is not None
    code = written_code("".join(context.args or ()))
    if message.chat.type != "private":
        await _in_group(message, code, context)
    elif code:
        await by_code(context, message.chat_id, code)
    else:
        await own(context, message.chat_id)


async def own(context: Context, user_id: int) -> None:
    """What the person is bound to, or how to be."""
    shown = await own_bindings(context, user_id)
    await context.reply(shown.text, keyboards.inline(shown.rows))


async def by_code(context: Context, user_id: int, code: str) -> None:
    """Binds, or says that the code is worth nothing: why, nobody is told."""
    async with context.transaction() as connection:
        await chats.remember_user(connection, user_id, context.now)
        shown = await _tried(connection, context, user_id, code)
        await outbox.add_message(connection, reply_row(context, user_id, shown), context.now)


async def _tried(connection: Connection, context: Context, user_id: int, code: str) -> Shown:
    house = context.house
    meant = await bindings.find_codes_household(connection, house.keys, code)
    if meant is not None and await bindings.may_see(connection, user_id, meant):
        household = await households.get_household(connection, meant)
        return await bound_message(connection, house, household, user_id)
    if await has_tried_enough(connection, user_id, context):
        return Shown(await context.say("home.too_many"))
    if meant is not None and await _is_full(connection, meant):
        await bindings.record_try(connection, user_id, [meant], context.now)
        return await _refused(context)
    household_id = await bindings.use_code(connection, house.keys, code, user_id, context.now)
    if household_id is None:
        await bindings.record_try(connection, user_id, [meant] if meant else [], context.now)
        return await _refused(context)
    household = await households.get_household(connection, household_id)
    await tell_others(connection, house, household, user_id, update_id(context))
    return await bound_message(connection, house, household, user_id)


async def _is_full(connection: Connection, household_id: int) -> bool:
    return len(await bindings.list_bindings(connection, household_ids=[household_id])) >= MOST_USERS


async def _refused(context: Context) -> Shown:
    return Shown(await context.say("home.bad_code"), [[await ask_button(context)]])


async def _in_group(message: Message, code: str, context: Context) -> None:
    """A code that a whole group has read is worth nothing any more."""
    link = create_deep_linked_url(context.bot.username, OWN_LINK)
    button = keyboards.link(await context.say("group.private_button"), link)
    if not code:
        await context.reply(await context.say("group.private_only"), button)
        return
    async with context.transaction() as connection:
        await bindings.revoke_code(connection, context.house.keys, code, context.now)
    with contextlib.suppress(TelegramError):  # no administrator: it stays, and is worth nothing
        await context.bot.delete_message(message.chat_id, message.message_id)
    await context.reply(await context.say("home.code_in_group"), button)
