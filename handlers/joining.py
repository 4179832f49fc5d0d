"""Township staff invite clerks and colleagues by a link that works once.

officer: /invite 华升
bot:     邀请华升社区的医保专干，把下面的链接发给本人…… https://t.me/…?start=j_…
clerk:   (opens the link)
bot:     您已经是华升社区的医保专干。……
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters
from telegram.helpers import create_deep_linked_url

from handlers import commands, keyboards
from handlers.access import Role, speaker
from handlers.areas import area_of, find_area
from handlers.context import Context
from handlers.menu import menu_for
from handlers.toasts import answered, in_private
from knowledge.model import Area
from storage import chats, staff

LINK = "j_"
INVITE = "invite"


async def invite(update: Update, context: Context) -> None:
    """/invite [VILLAGE]: a link for a clerk or a colleague."""
    if not (await speaker(update, context)).is_township:
        await context.reply(await context.say("staff.not_allowed"))
        return
    if update.effective_chat and update.effective_chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return
    name = " ".join(context.args or ())
    if not name:
        await _ask_whom(context)
        return
    area = find_area(context.house.pack, name)
    if area is None:
        await context.reply(await context.say("staff.invite_unknown", name=name))
        return
    await _hand_out(area.id, context)


async def invite_chosen(update: Update, context: Context) -> None:
    """A button under /invite."""
    query = update.callback_query
    assert query is not None
    area_id = (keyboards.unpacked(query.data) or ["?"])[0]
    known = {staff.TOWNSHIP, *(area.id for area in context.house.pack.reporting_areas)}
    # a link for staff is never handed out before a group
    if area_id not in known or not in_private(query) or not (await speaker(update, context)).is_township:
        await answered(query, await context.say("button.not_yours"))
        return
    await answered(query, None)
    await _hand_out(area_id, context)


async def join(update: Update, context: Context, token: str) -> None:
    """/start j_<token>: joins once; opening one's own link again says the same."""
    user, chat = update.effective_user, update.effective_chat
    assert user is not None
    if chat is None or chat.type != "private":
        await context.reply(await context.say("staff.private_only"))
        return
    async with context.transaction() as connection:
        await chats.remember_user(connection, user.id, context.now)
        area_id = await staff.use_invitation(connection, token, user.id, context.now, user.full_name)
    if area_id is None:
        await context.reply(await context.say("staff.invitation_invalid"))
        return
    role = Role(user.id, frozenset({area_id} - {staff.TOWNSHIP}), area_id == staff.TOWNSHIP)
    await commands.set_for_staff(context.bot, role, context.house.library.phrases)
    if role.is_township:
        joined = await context.say("staff.joined_township")
    else:
        area = area_of(context.house.pack, area_id)
        joined = await context.say("staff.joined_clerk", area=area.name)
    await context.reply(joined, await menu_for(role, context))


async def _ask_whom(context: Context) -> None:
    villages = context.house.pack.reporting_areas
    rows = [villages[i : i + 3] for i in range(0, len(villages), 3)]
    township = [(await context.say("staff.invite_township"), keyboards.packed(INVITE, staff.TOWNSHIP))]
    buttons = [[_village_button(area) for area in row] for row in rows]
    await context.reply(await context.say("staff.invite_whom"), keyboards.inline([township, *buttons]))


def _village_button(area: Area) -> tuple[str, str]:
    return area.name, keyboards.packed(INVITE, area.id)


async def _hand_out(area_id: str, context: Context) -> None:
    message = context.origin.effective_message if context.origin else None
    user = context.origin.effective_user if context.origin else None
    assert message is not None
    assert user is not None
    async with context.transaction() as connection:
        token = await staff.add_invitation(connection, area_id, user.id, context.now)
    if area_id == staff.TOWNSHIP:
        whom = await context.say("staff.invite_township")
    else:
        whom = area_of(context.house.pack, area_id).name
    text = await context.say(
        "staff.invite_link",
        whom=whom,
        link=create_deep_linked_url(context.bot.username, LINK + token),
        expires=context.now + staff.VALID_FOR,
    )
    await context.bot.send_message(message.chat.id, text)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/invite and its buttons; the link itself arrives through /start."""
    return [
        CommandHandler("invite", invite, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(invite_chosen, keyboards.pattern(INVITE)),
    ]
