"""A resident's own cases: how far they are, adding to them, withdrawing, reopening, one tap of satisfaction.

resident: /case 0134
bot:      【0134】交到别的县了。工作人员在办，11月25日前给您回话。   [补充一句] [撤回，不办了]
"""

from __future__ import annotations

from telegram import CallbackQuery, Update

from handlers import keyboards
from handlers.cases.asking import REPLY, TOLD
from handlers.cases.changes import Actor, Deed, perform, refusal_text
from handlers.cases.notices import own_button
from handlers.cases.posting import post, text_payload
from handlers.cases.wording import Words
from handlers.context import Context
from handlers.talks import Rows, number_in, say
from handlers.toasts import answered, replaced
from knowledge.cases.states import CaseEvent
from knowledge.cases.timing import may_reopen
from storage import cases, dialogues
from storage.cases import Case
from storage.database import Connection


def own_text(words: Words, case: Case) -> str:
    """How far it is, for its resident."""
    state = words.case(f"case.own_state.{case.state}", case)
    lines = [words.case("case.own.show", case, state=state)]
    if case.outcome:
        lines.append(case.outcome)
    return "\n".join(lines)


def own_rows(words: Words, case: Case) -> Rows:
    """What its resident may do now."""
    if not case.state.is_closed:
        return [
            [
                own_button(words, case, "case.own.write", "write"),
                own_button(words, case, "case.own.withdraw", "withdraw"),
            ]
        ]
    assert case.closed_at is not None, "the database holds closed cases to it"
    if may_reopen(case.closed_at, words.house.now()):
        return [[own_button(words, case, "case.own.reopen", "reopen")]]
    return []


async def pressed(update: Update, context: Context) -> None:
    """A button that only the case's resident may press."""
    query = update.callback_query
    assert query is not None
    case_id, action = ([*keyboards.unpacked(query.data), "", ""])[:2]
    words = Words(context.house, await context.locale())
    async with context.transaction() as connection:
        case = await cases.find_case(connection, number_in(case_id))
        if case is None or case.speaker_id != query.from_user.id:
            toast, shown = words.say("button.not_yours"), None
        else:
            toast, shown = await _done(connection, query, case, action, words, context)
    await answered(query, toast or None)
    if shown is not None:
        text, rows = shown
        await replaced(query, text, rows)


Shown = tuple[str, Rows]


async def _done(
    connection: Connection, query: CallbackQuery, case: Case, action: str, words: Words, context: Context
) -> tuple[str, Shown | None]:
    """The note to show, and what the message says from now on."""
    match action:
        case "show":
            await _show(connection, case, words, context)
            return "", None
        case "write":
            await _listen(connection, case, words, context)
            return "", None
        case "withdraw" if not case.state.is_closed:
            sure = [
                own_button(words, case, "case.own.withdraw_yes", "withdraw_yes"),
                own_button(words, case, "case.own.withdraw_no", "withdraw_no"),
            ]
            return "", (words.case("case.own.withdraw_sure", case), [sure])
        case "withdraw_no":
            return "", (own_text(words, case), own_rows(words, case))
        case "withdraw_yes":
            return await _performed(connection, query, case, Deed(CaseEvent.WITHDRAW), words, context)
        case "reopen":
            return await _performed(connection, query, case, Deed(CaseEvent.REOPEN), words, context)
        case "rate1" | "rate2" | "rate3":
            rating = int(action.removeprefix("rate"))
            return await _rated(connection, query, case, rating, words, context)
    return words.say("button.stale"), None


async def _performed(
    connection: Connection, query: CallbackQuery, case: Case, deed: Deed, words: Words, context: Context
) -> tuple[str, Shown | None]:
    actor = Actor(query.from_user.id, query.from_user.full_name)
    outcome = await perform(connection, context.house, case.id, actor, deed)
    if outcome.refused or outcome.case is None:
        return refusal_text(words, outcome), None
    return "", (own_text(words, outcome.case), own_rows(words, outcome.case))


async def _rated(
    connection: Connection, query: CallbackQuery, case: Case, rating: int, words: Words, context: Context
) -> tuple[str, Shown | None]:
    actor = Actor(query.from_user.id, query.from_user.full_name)
    deed = Deed(CaseEvent.RATE, values={"rating": rating})
    outcome = await perform(connection, context.house, case.id, actor, deed)
    return (refusal_text(words, outcome) if outcome.refused else words.say("case.own.rated")), None


async def _show(connection: Connection, case: Case, words: Words, context: Context) -> None:
    occasion = f"own{context.origin.update_id if context.origin else 0}"
    payload = text_payload(own_text(words, case), own_rows(words, case))
    await post(connection, context.house, case.id, case.speaker_id, occasion, payload)


async def _listen(connection: Connection, case: Case, words: Words, context: Context) -> None:
    """补充一句: what comes next is for the staff."""
    user_id = case.speaker_id
    open_talk = await dialogues.find_talk(connection, user_id, user_id, REPLY)
    if open_talk is None or open_talk.data["case"] != case.id:
        open_talk = await dialogues.begin(
            connection, user_id, user_id, REPLY, TOLD, {"case": case.id, "text": ""}, context.now
        )
    suffix = f"open{context.origin.update_id if context.origin else 0}"
    await say(connection, context, open_talk, words.case("case.reply.open", case), suffix=suffix)


async def forget(connection: Connection, context: Context, user_id: int) -> list[str]:
    """/forget: closed cases lose what is personal in them; what is to be said about those still open."""
    still_open = await cases.forget_user(connection, user_id, context.now)
    if not still_open:
        return []
    days = context.house.case_files_kept.days
    return [await context.say("case.forget_kept", count=still_open, days=days)]
