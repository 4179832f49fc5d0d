"""Clerks report in plain words; the ledger is kept.

clerk:   今天收了12户38人 12160元
bot:     记下了：华升社区今天38人、12户、12,160元。一共512人，24.59%，还差1,570人。   [撤销]
clerk:   更正 昨天应为33人 10560元
bot:     改好了：华升社区昨天33人、10,560元（原来30人、9,600元）。……
clerk:   明天收了380人
bot:     先没记，您看对不对：……   [确认] [改] [取消]
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from telegram import Message, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from handlers import ask
from handlers.access import Role, role_of
from handlers.context import Context
from handlers.hearing import Hearing, hear
from handlers.taking import Report, hear_edited, take, take_edited
from knowledge.standing.doubts import is_impossible
from knowledge.standing.words import Voice, entry_words, together
from storage import chats, readings
from storage.readings import Reading

CATCH_UP = timedelta(days=2)  # Telegram keeps updates for one
MANY = 12  # so many villages make no menu in a group
_MAY_REPORT = re.compile(r"[\d０-９一二三四五六七八九十百两零壹贰叁肆伍陆柒捌玖拾]|没有|没收|未收|挂零|\b无")
_COMMAND = re.compile(r"^/(tally|deposit)(?:@\w+)?\s*", re.IGNORECASE)


class MayReport(filters.MessageFilter):
    """A text with a number in it, or a word for none: everything else is no tally for sure."""

    def filter(self, message: Message) -> bool:
        """Whether the text is worth reading as a tally."""
        return bool(message.text and _MAY_REPORT.search(message.text))


async def heard(update: Update, context: Context) -> None:
    """A text that may be a tally; what is none goes on to the questions."""
    report = await _report_of(update, context)
    if not await _listens_to(report, context) or not await _reported(report, context):
        await ask.question(update, context)


async def commanded(update: Update, context: Context) -> None:
    """/tally TEXT and /deposit AMOUNT [VILLAGE]."""
    name = (_message(update).text or "")[1:].partition(" ")[0].partition("@")[0].lower()
    report = await _report_of(update, context)
    if not report.role.is_staff:
        await context.reply(await context.say("ledger.not_clerk"))
    elif not report.text:
        await context.reply(await context.say(f"ledger.how_to_{name}"))
    elif not await _reported(report, context):
        await context.reply(await context.say(f"ledger.no_{name}"))


async def edited(update: Update, context: Context) -> None:
    """An edited text: changed figures take the place of the old ones; unchanged ones change nothing."""
    message = _message(update)
    async with context.house.database.reading() as connection:
        newest = await readings.find_newest(connection, message.chat_id, message.message_id)
    if newest is not None:
        await _changed(await _report_of(update, context, newest), newest, context)
    elif not (message.text or "").startswith("/"):
        report = await _report_of(update, context)
        worth_reading = _MAY_REPORT.search(report.text) and await _listens_to(report, context)
        if not worth_reading or not await _reported(report, context):
            await ask.edited_question(update, context)


async def _listens_to(report: Report, context: Context) -> bool:
    """In private to everybody (strangers are refused in words), in groups only where staff talk."""
    if not report.in_group:
        return report.role.is_staff or not context.house.understander.read(report.text).is_question
    async with context.house.database.reading() as connection:
        group = await chats.find_group(connection, report.chat_id)
    return group is not None and group.is_staff


async def _reported(report: Report, context: Context) -> bool:
    """Takes a message as a report; False where it is none."""
    hearing = hear(context.house.pack, report.text, report.sent_on, report.role, forwarded=report.forwarded)
    if not hearing.is_report or (report.in_group and len(hearing.choices) > MANY):
        return False
    if not await _refused(hearing, report, context):
        voice = await voice_of(context)
        async with context.transaction() as connection:
            await take(connection, context.house.pack, report, hearing, voice)
    return True


async def _changed(report: Report, newest: Reading, context: Context) -> None:
    """A known message was edited."""
    hearing = hear_edited(context.house.pack, report, newest)
    if hearing is None or (hearing.is_report and await _refused(hearing, report, context)):
        return
    voice = await voice_of(context)
    async with context.transaction() as connection:
        await take_edited(connection, context.house.pack, report, newest, hearing, voice)


async def _refused(hearing: Hearing, report: Report, context: Context) -> bool:
    """Says why figures are not taken at all."""
    voice = await voice_of(context)
    impossible = [entry for entry in hearing.entries if is_impossible(entry)]
    if hearing.foreign and not report.role.is_staff:
        await context.reply(voice.say("ledger.not_clerk"))
    elif hearing.foreign:
        villages = together(voice.place(name) for name in hearing.foreign)
        await context.reply(voice.say("ledger.foreign", villages=villages))
    elif impossible:
        what = together(entry_words(entry, voice) for entry in impossible)
        await context.reply(voice.say("ledger.impossible", what=what))
    else:
        return False
    return True


async def voice_of(context: Context) -> Voice:
    """The phrasebook in the speaker's language."""
    return Voice(context.house.library.phrases, await context.locale(), context.now)


async def _report_of(update: Update, context: Context, known: Reading | None = None) -> Report:
    message = _message(update)
    text = ask.without_mention(message.text or "", context.bot.username)
    command = _COMMAND.match(text)
    if command:
        text = text[command.end() :].strip()
        text = f"存款{text}" if text and command[1].lower() == "deposit" else text
    user = message.from_user
    role = await role_of(context, user.id) if user else Role(0)
    return Report(
        message.chat_id,
        message.message_id,
        text,
        role,
        known.sent_on if known else _sent_on(message, context),
        forwarded=message.forward_origin is not None,
        in_group=message.chat.type != "private",
    )


def _sent_on(message: Message, context: Context) -> date:
    """The day that 今天 means: when it was sent; by our clock where the server's is another (a demo)."""
    sent_at = message.date.astimezone(context.now.tzinfo)
    is_near = timedelta(0) <= context.now - sent_at < CATCH_UP
    return sent_at.date() if is_near else context.today


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None
    return message


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """Before the questions: a text with a number is tried as a tally first and handed on if it is none."""
    fresh = filters.UpdateType.MESSAGE
    return [
        CommandHandler(["tally", "deposit"], commanded, filters=fresh),
        MessageHandler(filters.TEXT & filters.UpdateType.EDITED_MESSAGE, edited),
        MessageHandler(filters.TEXT & ~filters.COMMAND & fresh & MayReport(), heard),
    ]
