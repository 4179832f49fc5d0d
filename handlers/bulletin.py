"""/bulletin: the picture for forwarding, ten lines of text, the figures as a workbook.

officer: /bulletin
bot:     (picture) 【西岩镇2022年度医保缴费进度】……
bot:     西岩镇2022年度进度20211122.xlsx
In a group: picture and text only; villages, never persons.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import BaseHandler, CommandHandler, filters

from handlers.access import speaker
from handlers.context import Context, House
from handlers.exports.listed import EXPORTS
from handlers.exports.source import Source
from handlers.standing import standing
from knowledge.drawing.bulletin import bulletin_png
from knowledge.standing.bulletin import Bulletin, bulletin_text, sheet_of
from knowledge.standing.trend import trend
from knowledge.standing.words import Voice
from storage import village_days
from storage.database import Connection

CAPTION_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class Issue:
    """A bulletin, made: picture, text, workbook with its name."""

    picture: bytes
    text: str
    workbook: bytes
    workbook_name: str


async def make_issue(connection: Connection, house: House, voice: Voice, now: datetime) -> Issue:
    """The bulletin as of a moment; drawing happens beside the loop, so that nobody waits for it."""
    pack, today = house.pack, now.date()
    found = await standing(connection, pack, today)
    area_ids = [area.id for area in pack.reporting_areas]
    last = min(today, pack.main_window.until)
    days = await village_days.list_days(connection, pack.id, area_ids, pack.main_window.from_, last)
    points = trend(days, pack.main_window.from_, last)
    bulletin = Bulletin(found.villages, found.township, points, today)
    named = replace(bulletin, villages=[replace(v, name=voice.place(v.name)) for v in bulletin.villages])
    picture = await asyncio.to_thread(bulletin_png, sheet_of(named, pack, voice))
    export = EXPORTS["progress"]
    source = Source(connection, pack, house.library.phrases, now)
    workbook = await export.workbook(source)
    return Issue(picture, bulletin_text(bulletin, pack, voice), workbook, export.file_name(source))


async def command(update: Update, context: Context) -> None:
    """/bulletin, for staff; the workbook only in private."""
    chat = update.effective_chat
    assert chat is not None
    if not (await speaker(update, context)).is_staff:
        await context.reply(await context.say("staff.not_allowed"))
        return
    await context.bot.send_chat_action(chat.id, ChatAction.UPLOAD_PHOTO)
    house = context.house
    voice = Voice(house.library.phrases, await context.locale(), context.now)
    async with house.database.reading() as connection:
        issue = await make_issue(connection, house, voice, context.now)
    await context.bot.send_photo(chat.id, issue.picture, caption=issue.text[:CAPTION_LIMIT])
    if chat.type == "private":
        await context.bot.send_document(chat.id, issue.workbook, filename=issue.workbook_name)


def routes() -> list[BaseHandler]:  # type: ignore[type-arg]
    """/bulletin."""
    return [CommandHandler("bulletin", command, filters=filters.UpdateType.MESSAGE)]
