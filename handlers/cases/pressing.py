"""Buttons under a case's card.

clerk:  [我来办]      the first to press has it; every card says so, the papers come in private
clerk:  [问一句]      bot: 要问群众什么？ …  (see writing.py)
"""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update

from handlers import keyboards
from handlers.cases.cards import FILES, SHOW, card_for, send_card
from handlers.cases.changes import Actor, Deed, Outcome, perform, refusal_text
from handlers.cases.notices import send_papers
from handlers.cases.standing import standing_in
from handlers.cases.wording import Words
from handlers.cases.writing import WRITTEN, begin_writing
from handlers.context import Context
from handlers.talks import number_in
from handlers.toasts import answered, replaced
from knowledge.cases.rights import may_see_papers
from knowledge.cases.states import CaseEvent
from storage import cases
from storage.database import Connection

_AT_ONCE = {
    CaseEvent.TAKE,
    CaseEvent.TAKE_OVER,
    CaseEvent.HAND_OVER,
    CaseEvent.RETURN,
    CaseEvent.SOLVE,
}


async def pressed(update: Update, context: Context) -> None:
    """A button of a card, in private or in a staff group."""
    query = update.callback_query
    assert query is not None
    case_id, action = ([*keyboards.unpacked(query.data), "", ""])[:2]
    words = Words(context.house, await context.locale())
    toast, stale = await _done(query, number_in(case_id), action, words, context)
    await answered(query, toast)
    if stale:
        await _show_as_it_is(query, number_in(case_id), context)


async def _done(
    query: CallbackQuery, case_id: int, action: str, words: Words, context: Context
) -> tuple[str, bool]:
    """Does what the button says; the note to show, and whether the card in this chat needs to be looked after."""
    user = query.from_user
    async with context.transaction() as connection:
        case = await cases.find_case(connection, case_id)
        if case is None:
            return words.say("button.stale"), False
        who = await standing_in(connection, context.house, case, user.id)
        if not who.is_staff:
            return words.say("button.not_yours" if who.is_resident else "case.no.not_staff"), False
        if action == SHOW:
            await send_card(connection, context.house, case, user.id, _occasion(context))
            return words.say("case.done.show"), False
        if action == FILES:
            return await _show_papers(connection, case, user.id, words, context), False
        if action not in {event.value for event in _AT_ONCE | WRITTEN}:
            return words.say("button.stale"), False
        event = CaseEvent(action)
        actor = Actor(user.id, user.full_name)
        if event in WRITTEN:
            outcome = await begin_writing(connection, context, words, case, actor, event)
            return (refusal_text(words, outcome), True) if outcome.refused else ("", False)
        outcome = await perform(connection, context.house, case.id, actor, Deed(event))
        return _toast(words, event, outcome), outcome.refused is not None


def _toast(words: Words, event: CaseEvent, outcome: Outcome) -> str:
    return refusal_text(words, outcome) if outcome.refused else words.say(f"case.done.{event}")


async def _show_papers(
    connection: Connection, case: cases.Case, user_id: int, words: Words, context: Context
) -> str:
    if not may_see_papers(await standing_in(connection, context.house, case, user_id)):
        return words.say("case.no.take_first")
    count = await send_papers(connection, context.house, case, user_id, _occasion(context))
    if not count:
        return words.say("case.no.files_gone" if case.is_forgotten else "case.no.no_files")
    await cases.record_event(connection, case.id, CaseEvent.LOOK, user_id, context.now)
    return words.say("case.done.files")


def _occasion(context: Context) -> str:
    return f"u{context.origin.update_id if context.origin else 0}"


async def _show_as_it_is(query: CallbackQuery, case_id: int, context: Context) -> None:
    """The card was out of date: it says now how the case stands."""
    message = query.message
    if not isinstance(message, Message):
        return
    async with context.house.database.reading() as connection:
        case = await cases.find_case(connection, case_id)
        if case is None:
            return
        text, rows = await card_for(connection, context.house, case, message.chat.id)
    await replaced(query, text, rows)
