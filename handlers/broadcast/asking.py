"""Asks the author for what is missing; before the last question, the message is shown as it will look."""

from __future__ import annotations

from handlers.broadcast.message import preview_of
from handlers.broadcast.prompts import Prompts
from handlers.broadcast.recipients import count
from handlers.context import Context
from handlers.talks import say
from knowledge.broadcasting.blanks import has_blanks
from knowledge.broadcasting.draft import Awaiting, Draft, draft_from
from storage import dialogues
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Lane, Outgoing, add_message


async def prompts_for(context: Context, dialogue: Dialogue) -> Prompts:
    """The questions in the author's language."""
    return Prompts(context.house, await context.locale(), dialogue)


async def ask(connection: Connection, context: Context, dialogue: Dialogue, *, suffix: str = "") -> None:
    """Asks what the talk waits for."""
    draft, step = draft_from(dialogue.data), Awaiting(dialogue.state)
    number = 0
    if draft.who is not None and step in (Awaiting.CHECK, Awaiting.CONTENT):
        number = await count(connection, context.house, draft.audience, context.today)
    if step is Awaiting.CHECK and not suffix:
        await _show(connection, context, dialogue, draft)
    text, rows = (await prompts_for(context, dialogue)).ask(draft, step, number)
    await say(connection, context, dialogue, text, rows, suffix=suffix)


async def _show(connection: Connection, context: Context, dialogue: Dialogue, draft: Draft) -> None:
    assert draft.content is not None, "the preview comes after the content"
    prompts = await prompts_for(context, dialogue)
    preview = await preview_of(
        connection, context.house, draft.audience, draft.content, wants_receipt=draft.wants_receipt
    )
    opening = prompts.say("preview")
    if has_blanks(draft.content.text):
        opening = prompts.say("preview_area", area=preview.area.name)
    await say(connection, context, dialogue, opening, suffix="opening")
    key = f"talk:{dialogue.id}:{dialogue.turn}:preview"
    message = Outgoing(key, dialogue.chat_id, preview.payload, method=preview.method, lane=Lane.REPLY)
    await add_message(connection, message, context.now)


async def go(context: Context, dialogue: Dialogue, draft: Draft, step: Awaiting | None = None) -> None:
    """The next step with what was chosen."""
    async with context.transaction() as connection:
        now = await dialogues.record_step(
            connection, dialogue, step or draft.next_step, draft.as_json(), context.now
        )
        if now is not None:
            await ask(connection, context, now)
