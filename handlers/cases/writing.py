"""The staff writes to a resident through the bot: asks, answers, needs a paper, refuses with a reason.

clerk:  [问一句] under the card
bot:    【0134】要问群众什么？打字发给我，我转给群众。   [收到，正在办……] [照片看不清……] [取消]
clerk:  您交的时候选的是哪个县？
bot:    【0134】发给群众了：……
"""

from __future__ import annotations

from telegram import CallbackQuery, Message

from handlers.access import role_in
from handlers.cases.cards import refresh_cards
from handlers.cases.changes import Actor, Deed, Outcome, not_theirs, perform, refusal_text
from handlers.cases.hearing import clean, file_of, is_spreadsheet
from handlers.cases.standing import standing
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.hearing import hear as read_report
from handlers.talks import Rows, Talk, Toast, button, number_in, say
from knowledge.cases.case_numbers import number_of
from knowledge.cases.rights import may
from knowledge.cases.states import CaseEvent, after
from storage import cases, dialogues
from storage.cases import Case
from storage.database import Connection
from storage.dialogues import Dialogue

WRITE = "case_write"
WRITTEN = {CaseEvent.ASK, CaseEvent.TELL, CaseEvent.NEED_PAPER, CaseEvent.REFUSE}
LONGEST = 3000
_PROMPTS = {
    CaseEvent.ASK: "case.staff.ask_what",
    CaseEvent.TELL: "case.staff.tell_what",
    CaseEvent.NEED_PAPER: "case.staff.paper_which",
    CaseEvent.REFUSE: "case.staff.refuse_why",
}


async def begin_writing(
    connection: Connection, context: Context, words: Words, case: Case, actor: Actor, event: CaseEvent
) -> Outcome:
    """Asks the holder, in private, for the words; or says why this cannot be done now."""
    who = standing(case, await role_in(connection, context.house, actor.user_id))
    if after(case.state, event) is None or not may(who, event, case.state):
        return Outcome(
            case, "case.no.not_now" if who.is_holder and not case.state.is_closed else not_theirs(case)
        )
    dialogue = await dialogues.begin(
        connection,
        actor.user_id,
        actor.user_id,
        WRITE,
        event.value,
        {"case": case.id, "name": actor.name},
        context.now,
    )
    text, rows = _prompt(words, case, dialogue)
    await say(connection, context, dialogue, text, rows)
    return Outcome(case)


def canned(words: Words, case: Case, event: CaseEvent) -> list[str]:
    """The ready-made sentences for an occasion: replies, reasons, or the papers of this kind of case."""
    pack_cases = words.house.pack.cases
    if event is CaseEvent.NEED_PAPER:
        return [paper.label for paper in pack_cases.kinds[case.kind].papers]
    source = pack_cases.refusals if event is CaseEvent.REFUSE else pack_cases.replies
    return [sentence.text for sentence in source]


def _prompt(words: Words, case: Case, dialogue: Dialogue) -> tuple[str, Rows]:
    event = CaseEvent(dialogue.state)
    rows = [
        [button(dialogue, text if len(text) <= 30 else text[:29] + "…", "canned", place)]
        for place, text in enumerate(canned(words, case, event))
    ]
    text = words.say(_PROMPTS[event], number=number_of(case.id))
    return text, [*rows, [button(dialogue, words.say("case.staff.cancel"), "cancel")]]


class Writing(Talk):
    """Waits for the words to a resident."""

    kind = WRITE

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Words, a photo or a file; a report of figures is left to the ledger."""
        event = CaseEvent(dialogue.state)
        text, _ = clean(message.text or message.caption or "")
        has_file = bool(message.photo or message.document)
        if is_spreadsheet(message) or (has_file and event is CaseEvent.REFUSE) or not (text or has_file):
            return False
        if not has_file and await self._is_report(text, dialogue.user_id, context):
            data = dict(dialogue.data) | {"aside": [text, message.message_id]}
            async with context.house.database.transaction() as connection:
                await dialogues.record_data(connection, dialogue, data, context.now)
            return False
        files = (file_of(message),) if has_file else ()
        source = (message.chat_id, message.message_id)
        await self._passed(context, dialogue, Deed(event, text[:LONGEST] or None, files, source))
        return True

    async def _is_report(self, text: str, user_id: int, context: Context) -> bool:
        async with context.house.database.reading() as connection:
            role = await role_in(connection, context.house, user_id)
        return read_report(context.house.pack, text, context.today, role).is_report

    async def _passed(self, context: Context, dialogue: Dialogue, deed: Deed) -> Toast:
        """Does it, and says so to the writer."""
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            if not await dialogues.end(connection, dialogue.id):
                return Toast(words.say("button.stale"))
            actor = Actor(dialogue.user_id, dialogue.data["name"])
            outcome = await perform(connection, context.house, dialogue.data["case"], actor, deed)
            if outcome.refused:
                said = refusal_text(words, outcome)
            else:
                key = "case.staff.passed" if deed.text else "case.staff.file_passed"
                number = number_of(dialogue.data["case"])
                said = words.say(key, number=number, text=deed.text)
            await say(connection, context, dialogue, said, suffix="passed")
        return Toast()

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """Still waiting for the words; what looked like a report may have been them."""
        words = Words(context.house, await context.locale())
        case = await cases.find_case(connection, dialogue.data["case"])
        if case is None:
            return
        text, rows = _prompt(words, case, dialogue)
        message = context.origin.effective_message if context.origin else None
        message_id = message.message_id if message else 0
        if dialogue.data.get("aside", [None, None])[1] == message_id:
            rows = [[button(dialogue, words.say("case.staff.aside_was_meant"), "aside")], *rows]
        await say(connection, context, dialogue, text, rows, suffix=f"again{message_id}")

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """A ready-made sentence, or 取消."""
        event = CaseEvent(dialogue.state)
        if action == "cancel":
            await self.cancel(context, dialogue)
            return Toast()
        if action == "aside" and "aside" in dialogue.data:
            text, message_id = dialogue.data["aside"]
            return await self._passed(
                context, dialogue, Deed(event, text, source=(dialogue.chat_id, message_id))
            )
        async with context.house.database.reading() as connection:
            case = await cases.find_case(connection, dialogue.data["case"])
        texts = canned(Words(context.house), case, event) if case else []
        place = number_in(value, len(texts))
        if action != "canned" or place >= len(texts):
            return Toast(await context.say("button.stale"))
        return await self._passed(context, dialogue, Deed(event, texts[place]))

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """Nothing is sent."""
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            case = await cases.find_case(connection, dialogue.data["case"])
            number = number_of(dialogue.data["case"])
            said = words.say("case.staff.cancelled", number=number)
            await say(connection, context, dialogue, said, suffix="cancelled")
            if case is not None:
                occasion = f"u{context.origin.update_id if context.origin else 0}"
                await refresh_cards(connection, context.house, case, occasion)
