"""The ways into a case: /case, the button under an answer, the menu, a link, a photo that belongs to no talk.

resident: /case
bot:      要办哪件事？点一下。   [交到别的县了] [第一次参保] …
resident: (sends a photo)
bot:      照片收到了。这是要办什么事？   [办一件新的事] [发错了，取消]
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.helpers import create_deep_linked_url

from handlers import keyboards
from handlers.access import Role, role_in, speaker
from handlers.cases import opening, own
from handlers.cases.notices import own_button
from handlers.cases.opening import draft_of
from handlers.cases.posting import text_payload
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.talks import Rows, say
from handlers.talks import button as talk_button
from knowledge.cases.case_numbers import case_id_of
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Draft
from storage import cases, dialogues
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Lane, Outgoing, add_message

START, FOR_WHOM = "case", "case_for"
LINK = "case"
_SELF, _OTHER = "self", "other"
_OWN_SHOWN = 5


async def command(update: Update, context: Context) -> None:
    """/case, /case NUMBER."""
    message = update.effective_message
    assert message is not None
    words = Words(context.house, await context.locale())
    if message.chat.type != "private":
        await context.reply(words.say("case.private_only"), link_button(words, context, ""))
        return
    number = "".join(context.args or ())
    if number:
        await _show_by_number(number, words, context)
        return
    await start(context)


async def from_menu(update: Update, context: Context) -> None:
    """交错了、出问题."""
    await start(context)


async def linked(context: Context, payload: str) -> None:
    """/start case or /start case_<topic>: from a group."""
    await start(context, payload.removeprefix(LINK).removeprefix("_"))


async def start_pressed(update: Update, context: Context) -> None:
    """请工作人员办, under an answer in private."""
    query = update.callback_query
    assert query is not None
    await query.answer()
    await start(context, (keyboards.unpacked(query.data) or [""])[0])


async def start(context: Context, topic: str = "") -> None:
    """Shows one's own cases; an unfinished talk is offered first; staff say for whom; then the talk begins.

    `topic` is the answer under which it was started.
    """
    kinds = load_catalogue().kinds_under(topic)
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    words = Words(context.house, await context.locale())
    async with context.transaction() as connection:
        role = await role_in(connection, context.house, user.id)
        old = await dialogues.find_talk(connection, user.id, user.id, opening.KIND)
        if not kinds:
            await _list_own(connection, context, words, user.id)
        if old is not None and _is_worth_keeping(draft_of(old)):
            await _offer_to_go_on(connection, context, words, old, topic)
        elif role.is_staff:
            await _ask_for_whom(connection, context, words, topic)
        else:
            draft = await first_draft(connection, context, role, kinds, for_other=False)
            await opening.begin(connection, context, user.id, draft, kinds if draft.kind is None else ())


def _is_worth_keeping(draft: Draft) -> bool:
    return draft.kind is not None and bool(draft.answers or draft.files or draft.remarks)


async def first_draft(
    connection: Connection,
    context: Context,
    role: Role,
    kinds: Sequence[str],
    *,
    for_other: bool,
) -> Draft:
    """What is known before the first question: the kind under an answer, the village of the household or the clerk."""
    areas = context.house.pack.reporting_areas
    village = await cases.village_of(connection, role.user_id) if not for_other else None
    if for_other and len(role.areas) == 1:
        (village,) = role.areas
    if len(areas) == 1:
        village = areas[0].id
    if village not in {area.id for area in areas}:
        village = None
    only = kinds[0] if len(kinds) == 1 else None
    return Draft(
        kind=only,
        area_id=village,
        fixed_village=village is not None,
        fixed_kind=only is not None,
        for_other=for_other,
    )


async def _list_own(connection: Connection, context: Context, words: Words, user_id: int) -> None:
    """The resident's last cases as buttons, where there are any."""
    listed = (await cases.list_cases_of(connection, user_id))[:_OWN_SHOWN]
    if not listed:
        return
    rows = []
    for case in listed:
        state = words.say(f"case.state.{case.state}")
        label = words.case("case.own.line", case, state=state)
        rows.append([(label, own_button(words, case, "case.own.write", "show")[1])])
    await _say_now(connection, context, words.say("case.own.list"), rows, "own")


async def _say_now(connection: Connection, context: Context, text: str, rows: Rows, suffix: str) -> None:
    assert context.origin is not None
    assert context.origin.effective_user is not None
    user_id = context.origin.effective_user.id
    key = f"entry:{context.origin.update_id}:{suffix}"
    message = Outgoing(key, user_id, text_payload(text, rows), lane=Lane.REPLY)
    await add_message(connection, message, context.now)


async def _offer_to_go_on(
    connection: Connection, context: Context, words: Words, old: Dialogue, topic: str
) -> None:
    """Wakes the old talk up: its buttons are good again, and so are new ones."""
    draft = draft_of(old)
    woken = await dialogues.record_step(connection, old, old.state, old.data, context.now)
    if woken is None or draft.kind is None:
        return
    rows = [
        [talk_button(woken, words.say("case.go_on"), "resume")],
        [talk_button(woken, words.say("case.another"), "another", topic)],
        [talk_button(woken, words.say("case.drop"), "cancel")],
    ]
    await say(connection, context, woken, words.say("case.unfinished", kind=words.kind(draft.kind)), rows)


async def _ask_for_whom(connection: Connection, context: Context, words: Words, topic: str) -> None:
    rows = [
        [
            (words.say("case.for_other"), keyboards.packed(FOR_WHOM, _OTHER, topic)),
            (words.say("case.for_self"), keyboards.packed(FOR_WHOM, _SELF, topic)),
        ]
    ]
    await _say_now(connection, context, words.say("case.for_whom"), rows, "whom")


async def for_whom_pressed(update: Update, context: Context) -> None:
    """A clerk said whether it is for a villager or the own family."""
    query = update.callback_query
    assert query is not None
    whom, topic = ([*keyboards.unpacked(query.data), "", ""])[:2]
    kinds = load_catalogue().kinds_under(topic)
    role = await speaker(update, context)
    if whom not in (_SELF, _OTHER) or (whom == _OTHER and not role.is_staff):
        await query.answer(await context.say("button.not_yours"))
        return
    async with context.transaction() as connection:
        draft = await first_draft(connection, context, role, kinds, for_other=whom == _OTHER)
        await opening.begin(
            connection, context, query.from_user.id, draft, kinds if draft.kind is None else ()
        )
    await query.answer()
    await without_buttons(query)


async def without_buttons(query: CallbackQuery) -> None:
    """A question that is answered loses its buttons."""
    with contextlib.suppress(TelegramError):  # gone or changed already
        await query.edit_message_reply_markup(None)


async def _show_by_number(number: str, words: Words, context: Context) -> None:
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    case_id = case_id_of(number)
    if case_id is None:
        await context.reply(words.say("case.own.bad_number", text=number[:20]))
        return
    async with context.house.database.reading() as connection:
        case = await cases.find_case(connection, case_id)
    if case is None or case.speaker_id != user.id:
        await context.reply(words.say("case.own.not_yours"))
        return
    await context.reply(own.own_text(words, case), keyboards.inline(own.own_rows(words, case)) or None)


async def with_start_button(
    markup: InlineKeyboardMarkup, topic: str, context: Context
) -> InlineKeyboardMarkup:
    """An answer's buttons with 请工作人员办 first, for the topics that cases are about.

    In a group it leads to the private chat.
    """
    if not load_catalogue().kinds_under(topic):
        return markup
    label = await context.say("case.start_button")
    chat = context.origin.effective_chat if context.origin else None
    if chat is not None and chat.type != "private":
        link = create_deep_linked_url(context.bot.username, f"{LINK}_{topic}")
        button = InlineKeyboardButton(label, url=link)
    else:
        button = InlineKeyboardButton(label, callback_data=keyboards.packed(START, topic))
    return InlineKeyboardMarkup([[button], *markup.inline_keyboard])


def link_button(words: Words, context: Context, topic: str) -> InlineKeyboardMarkup:
    """A single button that leads to the private chat."""
    payload = f"{LINK}_{topic}" if topic else LINK
    return keyboards.link(
        words.say("case.private_button"), create_deep_linked_url(context.bot.username, payload)
    )
