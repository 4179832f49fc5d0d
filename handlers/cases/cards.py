"""A case as its staff sees it: one message a chat, kept up to date; buttons by what its reader may do."""

from __future__ import annotations

from handlers import keyboards
from handlers.access import role_in
from handlers.cases.posting import post, text_payload
from handlers.cases.standing import colleagues, staff_groups, standing
from handlers.cases.wording import Words, words_for
from handlers.context import House
from handlers.talks import Rows
from knowledge.cases.case_numbers import number_of
from knowledge.cases.rights import Standing, may, may_see_papers
from knowledge.cases.states import CaseEvent, CaseState, after
from knowledge.cases.timing import is_overdue
from storage import cases, outbox
from storage.cases import Case, Happening
from storage.database import Connection

CARD = "cs"
FILES, SHOW = "files", "show"
_ROWS: tuple[tuple[CaseEvent, ...], ...] = (
    (CaseEvent.TAKE, CaseEvent.TAKE_OVER),
    (CaseEvent.ASK, CaseEvent.NEED_PAPER),
    (CaseEvent.TELL,),
    (CaseEvent.HAND_OVER, CaseEvent.RETURN),
    (CaseEvent.SOLVE, CaseEvent.REFUSE),
)


def card_button(words: Words, case: Case, action: str) -> tuple[str, str]:
    """A button of a case's card."""
    return words.say(f"case.do.{action}"), keyboards.packed(CARD, case.id, action)


def buttons_for(words: Words, case: Case, reader: Standing, file_count: int) -> Rows:
    """What the reader may do to the case now."""
    rows = [
        [card_button(words, case, event) for event in row if _offers(case, reader, event)] for row in _ROWS
    ]
    if case.state.is_closed:
        rows = []
    if file_count and may_see_papers(reader):
        rows.append([card_button(words, case, FILES)])
    return [row for row in rows if row]


def _offers(case: Case, reader: Standing, event: CaseEvent) -> bool:
    if after(case.state, event) is None or not may(reader, event, case.state):
        return False
    # who took it over may do everything; until then the township only offers to take over
    return reader.is_holder or event in (CaseEvent.TAKE, CaseEvent.TAKE_OVER)


def headline(words: Words, case: Case) -> str:
    """【0134】交到别的县了　华升社区"""
    return words.case("case.card.head", case, area=words.area(case.area_id))


def standing_line(words: Words, case: Case, listed: bool = False) -> str:
    """How far it is, and in whose hands."""
    if listed and case.state is CaseState.SOLVED:
        return words.say("case.card.listed")
    return words.say(f"case.card.{case.state}", holder=case.holder_name or words.say("case.staff.nobody"))


def group_text(words: Words, case: Case, file_count: int, listed: bool = False) -> str:
    """The card in a staff group: nothing personal."""
    lines = [headline(words, case), standing_line(words, case, listed)]
    if not case.state.is_closed:
        lines.append(_when(words, case))
        if file_count:
            lines.append(words.say("case.card.files_group", count=file_count))
    return "\n".join(lines)


def private_text(words: Words, case: Case, file_count: int, history: list[Happening]) -> str:
    """The card in private; a closed one says no more than how it ended."""
    listed = any(entry.event is CaseEvent.LISTED for entry in history)
    lines = [headline(words, case), standing_line(words, case, listed)]
    if case.state.is_closed:
        if case.outcome:
            lines.append(case.outcome)
        if case.rating:
            lines.append(words.say(f"case.card.rating.{case.rating}"))
        return "\n".join(lines)
    lines += [_when(words, case), *_answers(words, case)]
    if case.resident_id is None:
        lines.append(words.say("case.card.by_clerk"))
    if case.reopened:
        lines.append(words.say("case.card.reopened"))
    if file_count:
        lines.append(words.say("case.card.files", count=file_count))
    said = [entry.text for entry in history if entry.event is CaseEvent.WRITE and entry.text]
    lines += [words.say("case.card.remark", text=text) for text in said]
    return "\n".join(lines)[:4000]


def _when(words: Words, case: Case) -> str:
    late = is_overdue(case.state, case.due_on, words.house.now().date())
    key = "case.card.overdue" if late else "case.card.when"
    return words.say(key, opened=words.moment(case.opened_at), due=words.day(case.due_on))


def _answers(words: Words, case: Case) -> list[str]:
    return [
        words.say("case.label.colon", label=words.say(f"case.label.{question}"), text=answer)
        for question, answer in case.answers.items()
    ]


async def card_for(connection: Connection, house: House, case: Case, chat_id: int) -> tuple[str, Rows]:
    """Text and buttons of a case's card in a chat: a staff member's private one, or a staff group (negative id)."""
    count = len(await cases.list_files(connection, case.id))
    history = await cases.list_events(connection, case.id)
    if chat_id < 0:
        words = Words(house)
        listed = any(entry.event is CaseEvent.LISTED for entry in history)
        actions = [CaseEvent.TAKE, SHOW] if case.state is CaseState.NEW else [SHOW]
        rows = [] if case.state.is_closed else [[card_button(words, case, action) for action in actions]]
        return group_text(words, case, count, listed), rows
    words = await words_for(connection, house, chat_id)
    reader = standing(case, await role_in(connection, house, chat_id))
    return private_text(words, case, count, history), buttons_for(words, case, reader, count)


async def send_card(connection: Connection, house: House, case: Case, chat_id: int, occasion: str) -> None:
    """Sends the card into a chat; from now on this one is kept up to date there. Once an occasion."""
    text, rows = await card_for(connection, house, case, chat_id)
    await post(connection, house, case.id, chat_id, f"card{occasion}", text_payload(text, rows), is_card=True)


async def announce(connection: Connection, house: House, case: Case, occasion: str) -> None:
    """Sends the card to everybody whom the case concerns, and into the staff groups."""
    for chat_id in [
        *await colleagues(connection, house, case),
        *await staff_groups(connection, case),
    ]:
        await send_card(connection, house, case, chat_id, occasion)


async def refresh_cards(connection: Connection, house: House, case: Case, occasion: str) -> None:
    """Brings every card of a case up to date: those that arrived by an edit, those that still wait in place."""
    for chat_id, key in await cases.list_cards(connection, case.id):
        text, rows = await card_for(connection, house, case, chat_id)
        payload = text_payload(text, rows)
        if await outbox.replace_waiting(connection, key, payload):
            continue
        message_id = await outbox.find_sent_message_id(connection, key)
        if message_id is not None:
            edit = {**payload, "message_id": message_id}
            suffix = f"edit{occasion}"
            await post(connection, house, case.id, chat_id, suffix, edit, method="edit_message_text")


def line_of(words: Words, case: Case) -> str:
    """A case in a list: 0134 交到别的县了　华升社区　3天."""
    today = words.house.now().date()
    late = is_overdue(case.state, case.due_on, today)
    key = "case.list.line_overdue" if late else "case.list.line"
    age = (today - case.opened_at.astimezone(words.house.now().tzinfo).date()).days
    return words.say(
        key,
        number=number_of(case.id),
        kind=words.kind(case.kind),
        area=words.area(case.area_id),
        days=age,
    )
