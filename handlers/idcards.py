"""Somebody posts an ID number, or says that a picture is an ID card, in a group: warned, deleted where that may be.

resident (in a group): 我的身份证 4305…
bot (in the group):    刚才有一条消息带了证件，我删掉了。……   [私下办]
bot (in private):      您刚才在群里发了证件……
"""

from __future__ import annotations

import contextlib
import re

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.context import Context
from handlers.talks import Groups
from knowledge.privacy import has_id_number
from knowledge.text import normalise
from storage.outbox import Outgoing, add_message

# before anything else looks at the message
FIRST = -2
_PICTURE_OF_PAPERS = re.compile(r"身份证|户口[本簿]|户籍|证件|出生医学证明|社保卡")


def shows_papers(message: Message) -> bool:
    """Whether a message carries an ID number, or a picture that its caption calls an ID paper."""
    if has_id_number(message.text or message.caption or ""):
        return True
    has_picture = bool(message.photo or message.document)
    return has_picture and bool(_PICTURE_OF_PAPERS.search(normalise(message.caption or "")))


async def posted(update: Update, context: Context) -> None:
    """A message in a group; others still deal with what it says."""
    message = update.effective_message
    if message is None or message.from_user is None or not shows_papers(message):
        return
    deleted = False
    with contextlib.suppress(TelegramError):  # no administrator, or too old
        deleted = await context.bot.delete_message(message.chat_id, message.message_id)
    said = await context.say("idcard.group_deleted" if deleted else "idcard.group_warned")
    link = create_deep_linked_url(context.bot.username, "case")
    button = keyboards.link(await context.say("idcard.private_button"), link).to_dict()
    what = await context.say("idcard.private_deleted" if deleted else "idcard.private_kept")
    privately = await context.say("idcard.private", what=what)
    occasion = f"idcard:{message.chat_id}:{message.message_id}"
    in_group = {"text": said, "reply_markup": button}
    if not deleted:
        in_group["reply_parameters"] = {"message_id": message.message_id}
    # others may still mark the update as handled: the keys keep a second delivery from saying it twice
    async with context.house.database.transaction() as connection:
        await add_message(connection, Outgoing(f"{occasion}:group", message.chat_id, in_group), context.now)
        private = Outgoing(f"{occasion}:private", message.from_user.id, {"text": privately})
        await add_message(connection, private, context.now)
    context.house.wake_delivery()


def routes() -> Groups:
    """Looks at every message of a group, also at edited ones, and leaves it to the others."""
    spoken = filters.TEXT | filters.PHOTO | filters.Document.ALL | filters.CAPTION
    return {FIRST: [MessageHandler(filters.ChatType.GROUPS & spoken, posted)]}
