"""Photos and files in private that belong to no talk: what are they for?

resident: (sends a photo)
bot:      照片收到了。这是要办什么事？   [补充到办件0134（…）] [办一件新的事] [发错了，取消]
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CallbackQuery, Message, Update

from handlers.access import role_in
from handlers.cases import opening
from handlers.cases.changes import Actor, Deed, perform
from handlers.cases.entry import first_draft, without_buttons
from handlers.cases.hearing import file_of, is_spreadsheet
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.talks import Rows, Talk, Toast, button, number_in, say
from knowledge.cases.case_numbers import number_of
from knowledge.cases.draft import File, with_files
from knowledge.cases.states import CaseEvent
from storage import cases, dialogues
from storage.cases import Case
from storage.database import Connection
from storage.dialogues import Dialogue

OFFER = "case_offer"
_OFFERED = 2


async def loose_file(update: Update, context: Context) -> None:
    """A photo or file in private without a talk; an album asks once, what comes before the answer is added."""
    message = update.effective_message
    assert message is not None
    if message.from_user is None or is_spreadsheet(message):
        return
    words = Words(context.house, await context.locale())
    user_id, album = message.from_user.id, message.media_group_id
    async with context.transaction() as connection:
        before = await dialogues.find_talk(connection, user_id, user_id, OFFER)
        files = [*(before.data["files"] if before else []), _as_data(file_of(message))]
        data = {"files": files, "album": album}
        if before is None:
            dialogue = await dialogues.begin(
                connection, user_id, user_id, OFFER, "offered", data, context.now
            )
        else:
            await dialogues.record_data(connection, before, data, context.now)
            dialogue = before
        if before is None or album is None or before.data["album"] != album:
            own = (await cases.list_cases_of(connection, user_id, only_open=True))[:_OFFERED]
            rows = _rows(words, dialogue, own)
            suffix = f"m{message.message_id}"
            await say(connection, context, dialogue, words.say("case.offer_photo"), rows, suffix=suffix)


def _rows(words: Words, dialogue: Dialogue, own: Sequence[Case]) -> Rows:
    return [
        *[[button(dialogue, words.case("case.offer_to", case), "add", case.id)] for case in own],
        [button(dialogue, words.say("case.offer_new"), "new")],
        [button(dialogue, words.say("case.offer_nothing"), "cancel")],
    ]


def _as_data(file: File) -> dict[str, object]:
    return {
        "kind": file.kind,
        "file_id": file.file_id,
        "unique_id": file.unique_id,
        "message_id": file.message_id,
    }


class Offer(Talk):
    """Photos wait for what they are about. Words are not for it."""

    kind = OFFER
    listens = False

    async def hear(self, message: Message, context: Context, dialogue: Dialogue) -> bool:
        """Photos come through `loose_file`; everything else is for others."""
        return False

    async def ask_again(self, connection: Connection, context: Context, dialogue: Dialogue) -> None:
        """One offer is enough."""

    async def press(
        self, query: CallbackQuery, context: Context, dialogue: Dialogue, action: str, value: str
    ) -> Toast:
        """Where the photos belong."""
        files = tuple(File(**file) for file in dialogue.data["files"])
        if action == "cancel":
            await self.cancel(context, dialogue)
        elif action == "add":
            await self._add(query, context, dialogue, number_in(value), files)
        elif action == "new":
            async with context.transaction() as connection:
                await dialogues.end(connection, dialogue.id)
                role = await role_in(connection, context.house, dialogue.user_id)
                draft = await first_draft(connection, context, role, (), for_other=False)
                await opening.begin(connection, context, dialogue.user_id, with_files(draft, files))
        else:
            return Toast(await context.say("button.stale"))
        await without_buttons(query)
        return Toast()

    async def _add(
        self,
        query: CallbackQuery,
        context: Context,
        dialogue: Dialogue,
        case_id: int,
        files: tuple[File, ...],
    ) -> None:
        words = Words(context.house, await context.locale())
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            actor = Actor(dialogue.user_id, query.from_user.full_name)
            case = await cases.find_case(connection, case_id)
            asked = case is not None and case.asked_on is not None
            deed = Deed(CaseEvent.ANSWER if asked else CaseEvent.WRITE, files=files)
            outcome = await perform(connection, context.house, case_id, actor, deed)
            key = "case.own.not_yours" if outcome.refused else "case.offer_added"
            said = words.say(key, number=number_of(case_id))
            await say(connection, context, dialogue, said, suffix="added")

    async def cancel(self, context: Context, dialogue: Dialogue) -> None:
        """The photos are not kept."""
        async with context.transaction() as connection:
            await dialogues.end(connection, dialogue.id)
            said = await context.say("case.offer_dropped")
            await say(connection, context, dialogue, said, suffix="dropped")
