"""Residents ask in their own words, in private or in a group; the answer is the pack's, with its clause.

resident: 手机上显示320，我家低保该交160的
bot:      先别交。…… 依据：西岩镇2022年度通知附件2第2条   [怎么交] [找人工]
resident: (edits the question)      the answer is edited in place
group:    (chatter)                 the bot is silent
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from telegram import InlineKeyboardMarkup, Message, ReplyParameters, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers import gaps, keyboards
from handlers.cases.entry import with_start_button
from handlers.context import Context
from handlers.households import status
from knowledge.answer import answer
from knowledge.model import PreviousTurn, Reply, ReplyKind
from knowledge.privacy import without_personal_numbers
from knowledge.reply import reply_to
from storage import chats
from storage.chats import AnsweredQuestion

FOLLOW_UP_WITHIN = timedelta(minutes=10)
GATHER_SECONDS = 2.0
TOPIC = "topic"
MENU = "menu"


async def question(update: Update, context: Context) -> None:
    """A text that is no command: answer, ask back, offer the menu, or keep quiet."""
    message = _message(update)
    addressed = is_addressed(message, context)
    text = without_mention(message.text or "", context.bot.username)
    if _fell_into_outage(message, context):
        _gather(message, text, addressed, context)
        return
    await _answer(message, text, context, addressed=addressed)


async def asked_by_command(update: Update, context: Context) -> None:
    """/ask QUESTION, the way to call the bot where it cannot read along."""
    text = " ".join(context.args or ())
    if not text:
        await context.reply(await context.say("group.ask_what"))
        return
    await _answer(_message(update), text, context, addressed=True)


async def edited_question(update: Update, context: Context) -> None:
    """An edited question edits its answer; one that was not answered before may be answered now."""
    message = _message(update)
    async with context.house.database.reading() as connection:
        before = await chats.find_answer(connection, message.chat_id, message.message_id)
    text = without_mention(message.text or "", context.bot.username)
    if before is not None and before.question == without_personal_numbers(text):
        return
    await _answer(message, text, context, addressed=is_addressed(message, context), instead_of=before)


async def topic_button(update: Update, context: Context) -> None:
    """A topic's button: its answer, as a new message under the conversation."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    topic = keyboards.unpacked(query.data)[0]
    house = context.house
    if topic not in house.library.topics or query.message is None:
        return
    if topic == status.QUERY:
        await status.answer(context)
        return
    found = answer(
        house.library, house.pack, topic, context.today, locale=await context.locale(), contacts=house.contact
    )
    await context.bot.send_message(
        query.message.chat.id, found.text, reply_markup=await _related(topic, found.related, context)
    )


async def menu_button(update: Update, context: Context) -> None:
    """都不是: the menu and the way to a person; what was asked is kept as unanswered."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    if query.message is None:
        return
    chat_id = query.message.chat.id
    async with context.transaction() as connection:
        offer = await chats.find_answered_with(connection, chat_id, query.message.message_id)
        if offer is not None:
            await gaps.record(connection, offer.question, context)
    await context.bot.send_message(
        chat_id, await context.say("welcome.unsure"), reply_markup=await _ways_out(context)
    )


async def _answer(
    message: Message,
    text: str,
    context: Context,
    *,
    addressed: bool,
    instead_of: AnsweredQuestion | None = None,
) -> None:
    house = context.house
    now = context.now
    group = message.chat.type != "private"
    recent = await _recent(message, context)
    ruled = await gaps.ruled_reply(text, context) if addressed else None
    reply = ruled or reply_to(
        house.library,
        house.pack,
        house.understander,
        text,
        context.today,
        group=group,
        addressed=addressed,
        previous=_previous(message, recent),
        locale=await context.locale(),
        contact=house.contact,
    )
    if reply.kind is ReplyKind.SILENT:
        return
    answered = reply.answers if reply.kind is ReplyKind.ANSWER else ()
    topics = tuple(found.topic for found in answered if found.topic)
    repeated = _repeated(topics, recent) if group and not addressed and not instead_of else None
    if repeated is not None:
        await context.bot.send_message(
            message.chat_id,
            await context.say("answer.again"),
            reply_parameters=ReplyParameters(repeated.answer_message_id, allow_sending_without_reply=True),
        )
        return
    if status.QUERY in topics:
        sent_id = await _about_own_home(reply, message, context, instead_of)
    else:
        words, buttons = await _worded(reply, context)
        sent_id = await _send(message, words, buttons, context, instead_of)
    async with house.database.transaction() as connection:
        await chats.record_answer(
            connection,
            AnsweredQuestion(
                message.chat_id,
                message.message_id,
                sent_id,
                message.from_user.id if message.from_user else 0,
                topics,
                without_personal_numbers(text),
                now,
            ),
        )
        if reply.kind is ReplyKind.MENU:
            await gaps.record(connection, text, context)


async def _about_own_home(
    reply: Reply, message: Message, context: Context, instead_of: AnsweredQuestion | None
) -> int:
    """我家交了没 is answered from the roster, after whatever else was asked; the last message's id."""
    others = tuple(found for found in reply.answers if found.topic != status.QUERY)
    if others:
        words, buttons = await _worded(replace(reply, answers=others), context)
        await _send(message, words, buttons, context, instead_of)
    return (await status.answer(context)).message_id


async def _worded(reply: Reply, context: Context) -> tuple[str, InlineKeyboardMarkup]:
    """The reply's text and the buttons under it."""
    if reply.kind is ReplyKind.ANSWER:
        words = "\n\n".join(found.text for found in reply.answers)
        return words, await _related(reply.answers[0].topic, reply.answers[0].related, context)
    if reply.kind is ReplyKind.ASK_BACK and reply.topic:
        offered = (reply.topic, *reply.alternatives)
        buttons = [await _topic_button(topic, context) for topic in offered]
        other = (await context.say("answer.other"), keyboards.packed(MENU))
        return await context.say("answer.offer"), keyboards.column([*buttons, other])
    return await context.say("welcome.unsure"), await _ways_out(context)


async def _send(
    message: Message,
    words: str,
    buttons: InlineKeyboardMarkup,
    context: Context,
    instead_of: AnsweredQuestion | None,
) -> int:
    """Sends the answer, or puts it in the place of the earlier one; the answer's message id."""
    if instead_of is not None:
        try:
            await context.bot.edit_message_text(
                words, message.chat_id, instead_of.answer_message_id, reply_markup=buttons
            )
        except BadRequest as refusal:
            if "not modified" not in refusal.message.lower():
                return (await context.reply(words, buttons)).message_id
        return instead_of.answer_message_id
    return (await context.reply(words, buttons)).message_id


async def _topic_button(topic: str, context: Context) -> tuple[str, str]:
    return await context.topic_label(topic), keyboards.packed(TOPIC, topic)


async def _related(topic: str, related: tuple[str, ...], context: Context) -> InlineKeyboardMarkup:
    """Where staff can help, the way to open a case; up to two related topics; always the way to a person."""
    buttons = [await _topic_button(other, context) for other in related if other != topic][:2]
    person = (await context.say("answer.person"), keyboards.packed(TOPIC, "contact_office"))
    markup = keyboards.inline([buttons, [person]] if buttons else [[person]])
    return await with_start_button(markup, topic, context)


async def _ways_out(context: Context) -> InlineKeyboardMarkup:
    topics = ("fee_amount", "pay_channels", "pay_window", "fee_subsidized", "contact_office")
    return keyboards.column([await _topic_button(topic, context) for topic in topics])


async def _recent(message: Message, context: Context) -> list[AnsweredQuestion]:
    async with context.house.database.reading() as connection:
        return await chats.list_recent_answers(connection, message.chat_id, context.now - FOLLOW_UP_WITHIN)


def _previous(message: Message, recent: list[AnsweredQuestion]) -> PreviousTurn | None:
    """What this person was answered last within ten minutes, this message itself apart."""
    user_id = message.from_user.id if message.from_user else 0
    for answered in recent:
        own = answered.user_id == user_id and answered.question_message_id != message.message_id
        if own and answered.topics:
            return PreviousTurn(answered.question, answered.topics)
    return None


def _repeated(topics: tuple[str, ...], recent: list[AnsweredQuestion]) -> AnsweredQuestion | None:
    """The answer of the last ten minutes that already said all this."""
    return next((answered for answered in recent if topics and set(topics) <= set(answered.topics)), None)


def is_addressed(message: Message, context: Context) -> bool:
    """Whether the bot is spoken to: in private, by a mention, or as a reply to it."""
    if message.chat.type == "private":
        return True
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == context.bot.id:
        return True
    return f"@{context.bot.username}".lower() in (message.text or message.caption or "").lower()


def without_mention(text: str, username: str) -> str:
    """The text without the bot's name in it."""
    at = text.lower().find(f"@{username}".lower())
    return text if at < 0 else (text[:at] + " " + text[at + len(username) + 1 :]).strip()


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None
    return message


def _fell_into_outage(message: Message, context: Context) -> bool:
    outage = context.house.outage
    return outage is not None and outage.since <= message.date <= outage.until


def _gather(message: Message, text: str, addressed: bool, context: Context) -> None:
    """Collects a chat's questions of the outage; the first one starts the apology that answers them all."""
    outage = context.house.outage
    if outage is None or not addressed:
        return
    waiting = outage.questions.setdefault(message.chat_id, [])
    waiting.append(text)
    if len(waiting) == 1:
        context.application.create_task(_apologise(message.chat_id, context), name="apology")


async def _apologise(chat_id: int, context: Context) -> None:
    """One apology for all that was asked while the bot was away, with the topics as buttons."""
    await asyncio.sleep(GATHER_SECONDS)
    house = context.house
    texts = house.outage.questions.pop(chat_id, []) if house.outage else []
    readings = [house.understander.read(text) for text in texts]
    topics = list(
        dict.fromkeys(reading.topic for reading in readings if reading.topic not in (None, "smalltalk"))
    )
    if not topics:
        await context.bot.send_message(chat_id, await context.say("answer.outage"))
        return
    buttons = [await _topic_button(topic, context) for topic in topics[:6] if topic]
    await context.bot.send_message(
        chat_id, await context.say("answer.outage_topics"), reply_markup=keyboards.column(buttons)
    )


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Free text comes last in the table: whatever a command or a talk does not claim."""
    spoken = filters.TEXT & ~filters.COMMAND
    return [
        CommandHandler("ask", asked_by_command, filters=filters.UpdateType.MESSAGE),
        CallbackQueryHandler(topic_button, keyboards.pattern(TOPIC)),
        CallbackQueryHandler(menu_button, keyboards.pattern(MENU)),
        MessageHandler(spoken & filters.UpdateType.EDITED_MESSAGE, edited_question),
        MessageHandler(spoken & filters.UpdateType.MESSAGE, question),
    ]
