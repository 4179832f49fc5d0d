"""Is this person really staff? And the secret word that genuine private messages carry.

resident: /verify
bot:      把他发给您的话，转发给我……   [设一个暗号] [取消]
resident: (forwards a message)
bot:      是。写这句话的，是华升社区登记的医保专干。……
in a group: (replies to somebody's message) /verify
bot:        名单上没有这个人。不要转钱，不要给验证码。
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Message, MessageOriginHiddenUser, MessageOriginUser, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from handlers.access import Role, role_in
from handlers.areas import area_of
from handlers.context import Context
from handlers.talks import Rows, Talk, Toast, button, say
from storage import dialogues, secret_words
from storage.database import Connection
from storage.dialogues import Dialogue

VERIFY = "verify"
AWAITING_PERSON, AWAITING_WORD = "person", "word"
_ASKED = re.compile(r"^.{0,10}(是不是|是否|真的?是).{0,6}(工作人员|专干|骗子|干部)[^\n]{0,8}$")
_WORD = re.compile(r"(?!\d+$)[^\s\d]{2,10}|(?!\d+$)\w{2,10}")


async def command(update: Update, context: Context) -> None:
    """/verify; in a group as a reply to somebody."""
    message = update.effective_message
    assert message is not None
    if message.chat.type == "private":
        await _start(message, context)
        return
    await context.reply(await _of_replied(message, context))


async def _start(message: Message, context: Context) -> None:
    user_id = message.chat_id
    async with context.transaction() as connection:
        dialogue = await dialogues.begin(
            connection, user_id, user_id, VERIFY, AWAITING_PERSON, {}, context.now
        )
        word = await secret_words.find_word(connection, user_id)
        offer = await context.say("verify.word_set" if word else "verify.word_offer")
        text = "\n\n".join([await context.say("verify.ask"), offer])
        await say(connection, context, dialogue, text, await _buttons(context, dialogue, bool(word)))


async def _buttons(context: Context, dialogue: Dialogue, has_word: bool) -> Rows:
    key = "verify.change_word" if has_word else "verify.set_word"
    rows = [[button(dialogue, await context.say(key), "word")]]
    if has_word:
        rows.append([button(dialogue, await context.say("verify.remove_word"), "remove")])
    return [*rows, [button(dialogue, await context.say("verify.cancel"), "cancel")]]


async def _of_replied(message: Message, context: Context) -> str:
    """About the author of the message that /verify replies to, for everybody to read."""
    replied = message.reply_to_message
    if replied is None:
        return await context.say("verify.group_how")
    origin = replied.forward_origin
    if origin is not None and not isinstance(origin, MessageOriginUser):
        return await context.say("verify.group_hidden")
    author = origin.sender_user if isinstance(origin, MessageOriginUser) else replied.from_user
    if author is None or replied.sender_chat is not None:
        return await context.say("verify.group_hidden")
    if author.id == context.bot.id:
        return await context.say("verify.myself", place=context.house.pack.place)
    async with context.house.database.reading() as connection:
        role = await role_in(connection, context.house, author.id)
    key = "verify.group_yes" if role.is_staff else "verify.group_no"
    return await context.say(key, place=context.house.pack.place)


class Verify(Talk):
    """Waits for a forwarded message or a contact, or for the secret word."""

    kind = VERIFY

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Who it is about; or the word."""
        if dialogue.state == AWAITING_WORD:
            return await self._hear_word(message, context, dialogue)
        verdict = await self._verdict(message, context)
        if verdict is None:
            return False
        async with context.transaction() as connection:
            await say(connection, context, dialogue, verdict, suffix=f"m{message.message_id}")
            await dialogues.end(connection, dialogue.id)
        return True

    async def _verdict(self, message: Message, context: Context) -> str | None:
        """What to say about the person that a message leads to; None for one that leads to nobody."""
        office = context.house.contact or context.house.pack.offices.residents
        origin = message.forward_origin
        if isinstance(origin, MessageOriginUser):
            if origin.sender_user.id == context.bot.id:
                return await context.say("verify.myself", place=context.house.pack.place)
            return await self._of(origin.sender_user.id, office, context)
        if isinstance(origin, MessageOriginHiddenUser) or origin is not None:
            return await context.say("verify.hidden", office=office)
        if message.contact is not None:
            if message.contact.user_id is None:
                return await context.say("verify.contact_without_account")
            return await self._of(message.contact.user_id, office, context)
        return None

    async def _of(self, user_id: int, office: str, context: Context) -> str:
        async with context.house.database.reading() as connection:
            role = await role_in(connection, context.house, user_id)
        if not role.is_staff:
            return await context.say("verify.no", office=office)
        return "\n".join([await _staff_line(role, context), await context.say("verify.only_author")])

    async def _hear_word(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        if not message.text:
            return False
        word = message.text.strip()
        if not _WORD.fullmatch(word):
            async with context.transaction() as connection:
                suffix = f"m{message.message_id}"
                await say(connection, context, dialogue, await context.say("verify.word_bad"), suffix=suffix)
            return True
        async with context.transaction() as connection:
            await secret_words.set_word(connection, dialogue.user_id, word, context.now)
            await dialogues.end(connection, dialogue.id)
            await say(connection, context, dialogue, await context.say("verify.word_done"), suffix="done")
            context.house.secret_words[dialogue.user_id] = word
        return True

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Still waiting for somebody to look up, or for the word."""
        key = "verify.word_ask" if dialogue.state == AWAITING_WORD else "verify.waits"
        cancel = [[button(dialogue, await context.say("verify.cancel"), "cancel")]]
        suffix = f"again{context.origin.update_id if context.origin else 0}"
        await say(connection, context, dialogue, await context.say(key), cancel, suffix=suffix)

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """设一个暗号, 不要暗号了, 取消."""
        match action:
            case "cancel":
                await self.cancel(context, dialogue)
            case "word":
                async with context.transaction() as connection:
                    now = await dialogues.record_step(connection, dialogue, AWAITING_WORD, {}, context.now)
                    if now is not None:
                        cancel = [[button(now, await context.say("verify.cancel"), "cancel")]]
                        await say(connection, context, now, await context.say("verify.word_ask"), cancel)
            case "remove":
                async with context.transaction() as connection:
                    await secret_words.remove_word(connection, dialogue.user_id)
                    await dialogues.end(connection, dialogue.id)
                    said = await context.say("verify.word_removed")
                    await say(connection, context, dialogue, said, suffix="removed")
                    context.house.secret_words.pop(dialogue.user_id, None)
            case _:
                return Toast(await context.say("button.stale"))
        return Toast()

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """Nothing is looked up."""
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            said = await context.say("verify.cancelled")
            await say(connection, context, dialogue, said, suffix="cancelled")


async def _staff_line(role: Role, context: Context) -> str:
    pack = context.house.pack
    if role.is_township:
        return await context.say("verify.yes_township", place=pack.place)
    areas = "、".join(area_of(pack, area_id).name for area_id in sorted(role.areas))
    return await context.say("verify.yes_clerk", areas=areas)


async def asked(update: Update, context: Context) -> None:
    """他是不是工作人员, in private."""
    message = update.effective_message
    assert message is not None
    await _start(message, context)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/verify, and the same in plain words."""
    fresh = filters.UpdateType.MESSAGE
    return [
        CommandHandler("verify", command, filters=fresh),
        MessageHandler(fresh & filters.ChatType.PRIVATE & filters.Regex(_ASKED), asked),
    ]
