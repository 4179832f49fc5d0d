"""The thread between a resident and the staff, from both sides, without anybody seeing the other's account.

bot:       【0134】工作人员问您：您交的时候选的是哪个县？
resident:  邵阳县
bot:       【0134】告诉工作人员了。
clerk:     (hears) 【0134】华升社区　群众回话：邵阳县
clerk:     (replies to that message) 好，我去问
resident:  (hears) 【0134】工作人员回话：好，我去问
"""

from __future__ import annotations

import re
from typing import Any

from telegram import CallbackQuery, Message

from handlers.cases.asking import ASKED, REPLY, TOLD
from handlers.cases.changes import Actor, Deed, perform, refusal_text
from handlers.cases.hearing import clean, clear_topic, file_of, is_spreadsheet
from handlers.cases.posting import post
from handlers.cases.standing import standing_in
from handlers.cases.wording import Words
from handlers.cases.writing import WRITE
from handlers.context import Context
from handlers.talks import Talk, Toast, button, say
from knowledge.cases.case_numbers import case_id_of, number_of
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.states import CaseEvent, CaseState
from storage import cases, dialogues
from storage.cases import Case
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Lane

LONGEST = 3000
_HEAD = re.compile(r"【(\d{4,9})】")


class Reply(Talk):
    """What the resident writes after the staff has said something."""

    kind = REPLY

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Words or a photo for the staff; a clear question on something else is answered by the bot."""
        text, _ = clean(message.text or message.caption or "")
        has_file = bool(message.photo or message.document)
        if is_spreadsheet(message) or not (text or has_file):
            return False
        if not has_file and await self._is_for_the_bot(text, context, dialogue):
            data = dict(dialogue.data) | {"aside": [text[:LONGEST], message.message_id]}
            async with context.house.database.transaction() as connection:
                await dialogues.record_data(connection, dialogue, data, context.now)
            return False
        await _write(message, text, context, dialogue.data["case"], dialogue)
        return True

    async def _is_for_the_bot(self, text: str, context: Context, dialogue: Dialogue) -> bool:
        async with context.house.database.reading() as connection:
            case = await cases.find_case(connection, dialogue.data["case"])
        if case is None:
            return True
        topic = clear_topic(text, context.house)
        if dialogue.state == TOLD:
            return topic is not None
        return topic is not None and topic not in load_catalogue().kinds[case.kind].topics

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Still asked; what the bot took for a question may have been the answer."""
        message = context.origin.effective_message if context.origin else None
        message_id = message.message_id if message else 0
        if dialogue.state != ASKED:
            return
        words = Words(context.house, await context.locale())
        number = number_of(dialogue.data["case"])
        text = words.say("case.told.remind_asked", number=number, text=dialogue.data["text"])
        aside = dialogue.data.get("aside", [None, None])[1] == message_id
        rows = [[button(dialogue, words.say("case.reply.aside_was_answer"), "aside")]] if aside else []
        await say(connection, context, dialogue, text, rows, suffix=f"again{message_id}")

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """刚才那句发给工作人员."""
        if action != "aside" or "aside" not in dialogue.data:
            return Toast(await context.say("button.stale"))
        text, message_id = dialogue.data["aside"]
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            deed = Deed(CaseEvent.WRITE, text, source=(dialogue.chat_id, message_id))
            await _perform_for_resident(
                connection, context, words, dialogue.data["case"], dialogue, deed, "aside"
            )
        return Toast()

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """The resident does not want to reply now; the case waits on."""
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            said = words.say("case.reply.cancelled", number=number_of(dialogue.data["case"]))
            await say(connection, context, dialogue, said, suffix="cancelled")


async def _write(
    message: Message, text: str, context: Context, case_id: int, dialogue: Dialogue | None
) -> None:
    words = Words(context.house, await context.locale())
    files = (file_of(message),) if message.photo or message.document else ()
    source = (message.chat_id, message.message_id)
    suffix = f"album{message.media_group_id}" if message.media_group_id else f"m{message.message_id}"
    async with context.transaction() as connection:
        deed = Deed(CaseEvent.WRITE, text[:LONGEST] or None, files, source)
        await _perform_for_resident(connection, context, words, case_id, dialogue, deed, suffix)


async def _perform_for_resident(
    connection: Connection,
    context: Context,
    words: Words,
    case_id: int,
    dialogue: Dialogue | None,
    deed: Deed,
    suffix: str,
) -> None:
    """An answer where the case waits for one, else something that was not asked for."""
    user = context.origin.effective_user if context.origin else None
    assert user is not None
    case = await cases.find_case(connection, case_id)
    is_asked = case is not None and case.state is CaseState.ASKED
    event = CaseEvent.ANSWER if is_asked else CaseEvent.WRITE
    deed = Deed(event, deed.text, deed.files, deed.source)
    outcome = await perform(connection, context.house, case_id, Actor(user.id, user.full_name), deed)
    if dialogue is not None and dialogue.state == ASKED:
        data = {"case": case_id, "text": dialogue.data["text"]}
        await dialogues.record_step(connection, dialogue, TOLD, data, context.now)
    said = (
        refusal_text(words, outcome)
        if outcome.refused
        else words.say("case.reply.sent", number=number_of(case_id))
    )
    await _acknowledge(connection, context, case_id, user.id, suffix, {"text": said})
    if is_asked and not outcome.refused:
        await _ask_next(connection, context, words, user.id)


async def _ask_next(connection: Connection, context: Context, words: Words, user_id: int) -> None:
    """Another case of the same resident may wait for an answer too."""
    waiting = [
        case
        for case in await cases.list_cases_of(connection, user_id, only_open=True)
        if case.state is CaseState.ASKED
    ]
    if not waiting:
        return
    case = waiting[0]
    asked = [
        entry.text
        for entry in await cases.list_events(connection, case.id)
        if entry.event in (CaseEvent.ASK, CaseEvent.NEED_PAPER)
    ]
    data = {"case": case.id, "text": asked[-1] if asked else ""}
    dialogue = await dialogues.begin(connection, user_id, user_id, REPLY, ASKED, data, context.now)
    text = words.say("case.told.remind_asked", number=number_of(case.id), text=data["text"])
    await say(connection, context, dialogue, text)


async def replied(message: Message, context: Context) -> bool:
    """A reply to one of the bot's messages about a case goes to the other side; False for any other message."""
    case_id = _case_replied_to(message, context)
    if case_id is None or message.from_user is None or is_spreadsheet(message):
        return False
    if (message.text or "").startswith("/"):
        return False
    async with context.house.database.reading() as connection:
        case = await cases.find_case(connection, case_id)
        current = await dialogues.find_current(
            connection, message.from_user.id, message.chat_id, (REPLY, WRITE)
        )
        who = await standing_in(connection, context.house, case, message.from_user.id) if case else None
    if case is None or who is None or (current is not None and current.data["case"] == case_id):
        return False
    text, _ = clean(message.text or message.caption or "")
    if not (text or message.photo or message.document):
        return False
    if who.is_resident and message.chat.type == "private":
        await _write(message, text, context, case_id, None)
        return True
    if who.is_staff:
        await _tell(message, text, context, case)
        return True
    return False


def _case_replied_to(message: Message, context: Context) -> int | None:
    replied_to = message.reply_to_message
    if replied_to is None or replied_to.from_user is None or replied_to.from_user.id != context.bot.id:
        return None
    found = _HEAD.match(replied_to.text or replied_to.caption or "")
    return case_id_of(found[1]) if found else None


async def _tell(message: Message, text: str, context: Context, case: Case) -> None:
    """The staff's reply to a card or to the resident's words."""
    user = message.from_user
    assert user is not None
    words = Words(context.house, await context.locale())
    files = (file_of(message),) if message.photo or message.document else ()
    suffix = f"album{message.media_group_id}" if message.media_group_id else f"m{message.message_id}"
    async with context.transaction() as connection:
        deed = Deed(CaseEvent.TELL, text[:LONGEST] or None, files, (message.chat_id, message.message_id))
        outcome = await perform(connection, context.house, case.id, Actor(user.id, user.full_name), deed)
        number = number_of(case.id)
        said = (
            refusal_text(words, outcome)
            if outcome.refused
            else words.say("case.staff.file_passed", number=number)
        )
        payload = {"text": said, "reply_parameters": {"message_id": message.message_id}}
        await _acknowledge(connection, context, case.id, message.chat_id, suffix, payload)


async def corrected(message: Message, context: Context) -> bool:
    """An edit of something said in a case: the other side hears the new words."""
    user = message.from_user
    if user is None:
        return False
    async with context.house.database.reading() as connection:
        found = await cases.find_case_of_message(connection, message.chat_id, message.message_id)
        case = await cases.find_case(connection, found[0]) if found else None
        who = await standing_in(connection, context.house, case, user.id) if case else None
    text, _ = clean(message.text or message.caption or "")
    if case is None or found is None or who is None or not (who.is_resident or who.is_staff):
        return False
    if not text or text == found[1] or case.state.is_closed:
        return True
    event = CaseEvent.WRITE if who.is_resident else CaseEvent.TELL
    source = (message.chat_id, message.message_id)
    async with context.transaction() as connection:
        deed = Deed(event, text[:LONGEST], source=source, corrects=True)
        outcome = await perform(connection, context.house, case.id, Actor(user.id, user.full_name), deed)
        words = Words(context.house, await context.locale())
        said = (
            refusal_text(words, outcome) if outcome.refused else words.say("case.edited", text=text[:LONGEST])
        )
        update_id = context.origin.update_id if context.origin else 0
        await _acknowledge(
            connection, context, case.id, message.chat_id, f"edited{update_id}", {"text": said}
        )
    return True


async def _acknowledge(
    connection: Connection,
    context: Context,
    case_id: int,
    chat_id: int,
    suffix: str,
    payload: dict[str, Any],
) -> None:
    """Says to the writer that it has gone on; once an occasion."""
    await post(connection, context.house, case_id, chat_id, f"ack{suffix}", payload, lane=Lane.REPLY)
