"""Clerks hand out one-time codes: to a household as text and QR picture, to a village as sheets to cut up.

clerk: [发绑定码]       bot: (a QR picture) 张大三家（华升社区3组）的绑定码：AB3D-7KMN……
clerk: [打印全村的码]   bot: 给华升社区没绑的587户各做一个新码…… [确认，做PDF] [确认，做图片] [取消]

Codes are kept as hashes, so they never go through the outbox: what was not delivered is made anew.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import segno
from telegram import CallbackQuery
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.access import Role
from handlers.context import Context
from handlers.households.binding import LINK
from handlers.households.pressing import Shown
from handlers.households.seeing import head_and_place, place_of, words_of
from knowledge.drawing.code_sheet import (
    ON_A_PAGE,
    SheetWords,
    Slip,
    sheet_pdf,
    sheet_pngs,
)
from knowledge.household.wording import HomeWords
from knowledge.model import Area
from storage import audit, bindings, finding, households
from storage.bindings import CODES_VALID_FOR
from storage.database import Connection
from storage.households import Household

SHEET = "hsheet"
PDF, PNG = "pdf", "png"
# more pictures than that nobody wants in a chat
MOST_PICTURES = 10
# a second press would make the codes of the first worthless
PRESSED_TWICE = timedelta(minutes=1)


def shown_code(code: str) -> str:
    """AB3D-7KMN: in two halves it is read and typed without losing one's place."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


async def hand_out(query: CallbackQuery, role: Role, household: Household, context: Context) -> None:
    """A new code for one household, as a picture with its text."""
    async with context.transaction() as connection:
        codes = await bindings.add_codes(
            connection, context.house.keys, [household.id], role.user_id, context.now
        )
        await _note(connection, role, "code", household.area_id, household.id, context.now)
    code = codes[household.id]
    words = await words_of(context, masked=False)
    link = create_deep_linked_url(context.bot.username, LINK + code)
    text = await context.say(
        "home.code",
        home=head_and_place(context.house, household, words),
        code=shown_code(code),
        link=link,
        expires=(context.now + CODES_VALID_FOR).date(),
    )
    await context.bot.send_photo(query.from_user.id, _picture(link), caption=text)


def _picture(link: str) -> bytes:
    file = io.BytesIO()
    segno.make(link, error="m", micro=False).save(file, kind="png", scale=12, border=4)
    return file.getvalue()


async def _note(
    connection: Connection, role: Role, action: str, area_id: str, household_id: int | None, at: datetime
) -> None:
    await audit.record_look(connection, role.user_id, action, at, household_id=household_id, area_id=area_id)


async def sheet_menu(context: Context, area: Area) -> Shown:
    """The whole village or one of its groups."""
    async with context.house.database.reading() as connection:
        groups = await finding.list_groups(connection, area.id)
        unbound = await _unbound(connection, area.id, None)
    place = context.house.pack.reporting_areas.index(area)
    words = await words_of(context, masked=False)
    buttons = [
        (words.say("group", group=group), keyboards.packed(SHEET, "group", place, number))
        for number, group in enumerate(groups)
    ]
    rows = [buttons[start : start + 4] for start in range(0, len(buttons), 4)]
    whole = [(await context.say("home.sheet_whole"), keyboards.packed(SHEET, "group", place, "all"))]
    text = await context.say("home.sheet_which", village=area.name, count=len(unbound))
    return Shown(text, [whole, *rows])


async def sheet_question(context: Context, area: Area, choice: str) -> Shown | None:
    """How many codes it will be, and as what; None for a choice that there is not."""
    async with context.house.database.reading() as connection:
        group = await _group(connection, area.id, choice)
        if group is None and choice != "all":
            return None
        count = len(await _unbound(connection, area.id, group))
    where = (await words_of(context)).place(area.name, group)
    if not count:
        return Shown(await context.say("home.sheet_nobody", place=where))
    place = context.house.pack.reporting_areas.index(area)
    confirm = [(await context.say("home.sheet_pdf"), keyboards.packed(SHEET, PDF, place, choice))]
    if count <= MOST_PICTURES * ON_A_PAGE:
        confirm.append((await context.say("home.sheet_png"), keyboards.packed(SHEET, PNG, place, choice)))
    cancel = [(await context.say("home.cancel"), keyboards.packed(SHEET, "no", place, choice))]
    return Shown(await context.say("home.sheet_sure", place=where, count=count), [confirm, cancel])


async def _group(connection: Connection, area_id: str, choice: str) -> str | None:
    groups = await finding.list_groups(connection, area_id)
    return groups[int(choice)] if choice.isdigit() and int(choice) < len(groups) else None


async def _unbound(connection: Connection, area_id: str, group: str | None) -> list[Household]:
    """Households that nobody is bound to yet, by group."""
    known = await households.list_households(connection, area_id)
    bound = set(await bindings.list_bound_households(connection, [area_id], limit=len(known) + 1))
    return [one for one in known if one.id not in bound and group in (None, one.group)]


async def send_sheet(
    query: CallbackQuery, role: Role, area: Area, choice: str, kind: str, context: Context
) -> None:
    """Makes the codes and draws the sheet beside everything else; then it is sent."""
    async with context.transaction() as connection:
        group = await _group(connection, area.id, choice)
        wanted = await _unbound(connection, area.id, group)
        since = context.now - PRESSED_TWICE
        if (group is None and choice != "all") or await bindings.has_made_codes(
            connection, role.user_id, area.id, since
        ):
            return
        ids = [household.id for household in wanted]
        codes = await bindings.add_codes(connection, context.house.keys, ids, role.user_id, context.now)
        await _note(connection, role, "codes", area.id, None, context.now)
    words = await words_of(context, masked=False)
    slips = _slips(wanted, codes, words, context)
    where = words.place(area.name, group)
    sentences = await _sheet_words(where, context)
    drawing = _draw_and_send(query.from_user.id, slips, sentences, where, kind, context)
    context.application.create_task(drawing, name="code sheet")


def _slips(
    wanted: Sequence[Household], codes: Mapping[int, str], words: HomeWords, context: Context
) -> list[Slip]:
    return [
        Slip(
            words.say("sheet_head", head=household.head),
            words.say("sheet_place", place=place_of(context.house, household, words)),
            shown_code(codes[household.id]),
            create_deep_linked_url(context.bot.username, LINK + codes[household.id]),
        )
        for household in wanted
    ]


async def _sheet_words(where: str, context: Context) -> SheetWords:
    phrases, locale = context.house.library.phrases, await context.locale()
    place = context.house.pack.place

    def heading(page: int, pages: int) -> str:
        return phrases.say("home.sheet_heading", locale, place=place, where=where, page=page, pages=pages)

    expires = (context.now + CODES_VALID_FOR).date()
    return SheetWords(
        heading,
        await context.say("home.sheet_how", username=context.bot.username),
        await context.say("home.sheet_note", expires=expires),
    )


async def _draw_and_send(
    chat_id: int, slips: Sequence[Slip], words: SheetWords, where: str, kind: str, context: Context
) -> None:
    try:
        if kind == PDF:
            files = [await asyncio.to_thread(sheet_pdf, slips, words)]
        else:
            files = await asyncio.to_thread(sheet_pngs, slips, words)
        name = await context.say("home.sheet_file", place=where)
        for number, content in enumerate(files, 1):
            suffix = f"-{number}" if len(files) > 1 else ""
            await context.bot.send_document(chat_id, content, filename=f"{name}{suffix}.{kind}")
    except (TelegramError, OSError, MemoryError):
        await context.bot.send_message(chat_id, await context.say("home.sheet_failed"))


def area_at(context: Context, place: str) -> Area | None:
    """The village of a button."""
    areas = context.house.pack.reporting_areas
    return areas[int(place)] if place.isdigit() and int(place) < len(areas) else None
