"""The bulletin makes itself: on the days of the notice's own calendar, once, from ten o'clock on.

It goes to the township's staff in private and to the staff groups; village groups get what the township forwards.
"""

from __future__ import annotations

from datetime import datetime

from handlers.bulletin import CAPTION_LIMIT, make_issue
from handlers.context import House
from knowledge.phrasebook import SOURCE_LOCALE
from knowledge.rules.collection import reports_due
from knowledge.standing.words import Voice
from storage import chats, marks, staff
from storage.database import Connection
from storage.outbox import Attachment, Outgoing, add_message

MORNING = range(10, 12)
MADE_ON = "bulletin_made_on"


async def make_bulletin(house: House, connection: Connection, now: datetime) -> None:
    """On a report's day: picture, text and workbook to those who work for the township."""
    today = now.date()
    if now.hour not in MORNING or not reports_due(house.pack, today):
        return
    if await marks.find_mark(connection, MADE_ON) == today.isoformat():
        return
    await marks.set_mark(connection, MADE_ON, today.isoformat())
    issue = await make_issue(connection, house, Voice(house.library.phrases, SOURCE_LOCALE, now), now)
    people = {*await staff.list_staff(connection, staff.TOWNSHIP), *house.admins}
    groups = [group.chat_id for group in await chats.list_staff_groups(connection)]
    for chat_id in [*sorted(people), *groups]:
        picture = Outgoing(
            f"bulletin:{today}:{chat_id}",
            chat_id,
            {"caption": issue.text[:CAPTION_LIMIT]},
            method="send_photo",
            attachment=Attachment("photo", "bulletin.png", issue.picture),
        )
        await add_message(connection, picture, now)
    for chat_id in sorted(people):
        workbook = Outgoing(
            f"bulletin:{today}:{chat_id}:figures",
            chat_id,
            {},
            method="send_document",
            attachment=Attachment("document", issue.workbook_name, issue.workbook),
        )
        await add_message(connection, workbook, now)


DUTIES = (make_bulletin,)
