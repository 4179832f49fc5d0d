"""What happens to a case: state, history, the resident's notice, the staff's cards, all in one transaction.

Everybody who changes a case does it through `perform`; refusals are values, so that a press can say why not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.cases.asking import keep_reply_talk
from handlers.cases.cards import announce, refresh_cards, send_card
from handlers.cases.notices import tell_holder, tell_resident
from handlers.cases.standing import standing_in
from handlers.cases.wording import Words
from handlers.context import House
from knowledge.cases.draft import File
from knowledge.cases.rights import may
from knowledge.cases.states import CaseEvent, CaseState, after
from knowledge.cases.timing import REOPEN_WITHIN, due_after_answer, due_on, may_reopen
from storage import cases
from storage.cases import Case
from storage.database import Connection
from storage.errors import NotFound


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and by which name colleagues see that person."""

    user_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done: with which words and files, said in which message (chat id, message id)."""

    event: CaseEvent
    text: str | None = None
    files: Sequence[File] = ()
    source: tuple[int, int] | None = None
    corrects: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case afterwards; `refused` is the phrase that says why nothing was done."""

    case: Case | None
    refused: str | None = None


async def perform(connection: Connection, house: House, case_id: int, actor: Actor, deed: Deed) -> Outcome:
    """Makes it happen, or says why it may not or cannot."""
    try:
        case = await cases.get_case_to_change(connection, case_id)
    except NotFound:
        return Outcome(None, "case.own.not_yours")
    who = await standing_in(connection, house, case, actor.user_id)
    became = after(case.state, deed.event, held=case.holder_id is not None)
    if not may(who, deed.event, case.state):
        return Outcome(case, not_theirs(case) if who.is_staff else "button.not_yours")
    if became is None:
        return Outcome(case, _why_not(case, deed.event, actor))
    if deed.event is CaseEvent.REOPEN and not _may_reopen(case, house):
        return Outcome(case, "case.own.reopen_late")
    if deed.event is CaseEvent.RATE and case.rating is not None:
        return Outcome(case, "case.own.rated_before")
    now = house.now()
    event_id = await cases.record_event(
        connection, case.id, deed.event, actor.user_id, now, deed.text, deed.source
    )
    await cases.add_files(connection, case.id, deed.files, now)
    values = {"state": became.value, **_columns(case, became, deed, actor, house), **deed.values}
    changed = await cases.record_change(connection, case.id, **values)
    await _tell(connection, house, case, changed, actor, deed, f"e{event_id}")
    return Outcome(changed)


def not_theirs(case: Case) -> str:
    """The phrase that says why a colleague may not do this to a case."""
    if case.state.is_closed:
        return "case.no.closed"
    return "case.no.take_first" if case.holder_id is None else "case.no.not_holder"


def _why_not(case: Case, event: CaseEvent, actor: Actor) -> str:
    if case.state.is_closed:
        return "case.no.closed"
    if case.state is CaseState.NEW:
        return "case.no.take_first"
    if event is CaseEvent.TAKE:
        return "case.no.already_yours" if case.holder_id == actor.user_id else "case.no.taken_by"
    return "case.no.not_now"


def _may_reopen(case: Case, house: House) -> bool:
    assert case.closed_at is not None, "only closed cases can be reopened"
    return not case.is_forgotten and may_reopen(case.closed_at, house.now())


def _columns(case: Case, became: CaseState, deed: Deed, actor: Actor, house: House) -> dict[str, Any]:
    """What else an event writes: holder, days, outcome."""
    now, today = house.now(), house.now().date()
    values: dict[str, Any] = {}
    if deed.event in (CaseEvent.TAKE, CaseEvent.TAKE_OVER):
        values |= {"holder_id": actor.user_id, "holder_name": actor.name[:80]}
    if became is CaseState.ASKED and case.state is not CaseState.ASKED:
        values["asked_on"] = today
    if case.state is CaseState.ASKED and became is not CaseState.ASKED:
        assert case.asked_on is not None
        values |= {"asked_on": None, "due_on": due_after_answer(case.due_on, case.asked_on, today)}
    if became.is_closed and not case.state.is_closed:
        values |= {"closed_at": now}
    if deed.event is CaseEvent.REFUSE:
        values["outcome"] = (deed.text or "")[:500]
    if deed.event is CaseEvent.REOPEN:
        target = house.pack.cases.kinds[case.kind].target_days
        values |= {
            "closed_at": None,
            "outcome": None,
            "rating": None,
            "reopened": case.reopened + 1,
            "due_on": due_on(today, target),
        }
    return values


async def _tell(
    connection: Connection, house: House, before: Case, case: Case, actor: Actor, deed: Deed, occasion: str
) -> None:
    """Who has to hear of it."""
    await tell_resident(
        connection, house, case, deed.event, deed.text, deed.files, occasion, corrects=deed.corrects
    )
    await tell_holder(
        connection, house, before, case, deed.event, deed.text, deed.files, occasion, corrects=deed.corrects
    )
    await keep_reply_talk(connection, case, deed.event, deed.text or "", house.now())
    if deed.event is CaseEvent.REOPEN and case.state is CaseState.NEW:
        await announce(connection, house, case, occasion)
        return
    new_holder = deed.event in (CaseEvent.TAKE, CaseEvent.TAKE_OVER)
    has_card = {chat_id for chat_id, _ in await cases.list_cards(connection, case.id)}
    if (new_holder and actor.user_id not in has_card) or deed.event is CaseEvent.REOPEN:
        assert case.holder_id is not None
        await send_card(connection, house, case, case.holder_id, occasion)
    await refresh_cards(connection, house, case, occasion)


def refusal_text(words: Words, outcome: Outcome) -> str:
    """Why nothing was done, for a note above the chat."""
    assert outcome.refused is not None
    case = outcome.case
    if case is None:
        return words.say(outcome.refused)
    return words.say(
        outcome.refused,
        holder=case.holder_name or words.say("case.staff.nobody"),
        state=words.say(f"case.state.{case.state}"),
        days=REOPEN_WITHIN.days,
    )
