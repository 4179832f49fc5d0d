"""Cases in time: unfinished talks, silent residents, overdue cases, words that did not arrive, papers that go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.access import role_in
from handlers.cases import opening
from handlers.cases.asking import REPLY, TOLD
from handlers.cases.posting import post, text_payload
from handlers.cases.standing import colleagues
from handlers.cases.wording import Words, words_for
from handlers.context import House
from handlers.keyboards import inline
from handlers.talks import button
from knowledge.cases.case_numbers import number_of
from knowledge.cases.states import CLOSED, CaseEvent, CaseState
from knowledge.cases.timing import (
    FORGET_OFFER_AFTER,
    FORGET_TALK_AFTER,
    REMIND_ASKED_AFTER,
    REMIND_TALK_AFTER,
    SET_TALK_ASIDE_AFTER,
    TELL_TOWNSHIP_AFTER_DAYS,
    is_overdue,
    is_overdue_hour,
    is_waking_hour,
)
from storage import cases, chats, dialogues, marks, outbox
from storage.cases import NOBODY, Case
from storage.database import Connection
from storage.dialogues import Dialogue
from storage.outbox import Outgoing, add_message

_SHORT_LIVED = ("case_offer", "verify", "case_batch")
_ASKING = (CaseEvent.ASK, CaseEvent.NEED_PAPER)
_LISTED = 20
_OVERDUE_LISTED = "overdue_cases_listed_on"


async def remind_of_unfinished_talks(house: House, connection: Connection, now: datetime) -> None:
    """A gentle word after a day of silence; after another day the talk is set aside as a draft; in the end it goes."""
    for dialogue in await dialogues.list_silent(connection, opening.KIND, now - REMIND_TALK_AFTER):
        if dialogue.updated_at <= now - FORGET_TALK_AFTER:
            await dialogues.end(connection, dialogue.id)
        elif dialogue.is_aside:
            continue
        elif dialogue.reminded_at is None:
            await _remind(house, connection, dialogue, now)
        elif dialogue.reminded_at <= now - SET_TALK_ASIDE_AFTER:
            await dialogues.mark_aside(connection, dialogue.id)


async def _remind(house: House, connection: Connection, dialogue: Dialogue, now: datetime) -> None:
    draft = opening.draft_of(dialogue)
    if draft.kind is None:  # nothing was told: nothing to go on with
        await dialogues.end(connection, dialogue.id)
        return
    if not is_waking_hour(now):
        return
    words = await words_for(connection, house, dialogue.user_id)
    rows = [
        [button(dialogue, words.say("case.go_on"), "resume")],
        [button(dialogue, words.say("case.drop"), "cancel")],
    ]
    payload = {
        "text": words.say("case.remind_talk", kind=words.kind(draft.kind)),
        "reply_markup": inline(rows).to_dict(),
    }
    key = f"talk:{dialogue.id}:{dialogue.turn}:remind"
    await add_message(connection, Outgoing(key, dialogue.chat_id, payload), now)
    await dialogues.mark_reminded(connection, dialogue.id, now)


async def end_short_talks(house: House, connection: Connection, now: datetime) -> None:
    """What only waited for a moment does not wait for ever: offers, look-ups, lists, loose replies."""
    for kind in _SHORT_LIVED:
        for dialogue in await dialogues.list_silent(connection, kind, now - FORGET_OFFER_AFTER):
            await dialogues.end(connection, dialogue.id)
    for dialogue in await dialogues.list_silent(connection, REPLY, now - FORGET_OFFER_AFTER):
        if dialogue.state == TOLD:
            await dialogues.end(connection, dialogue.id)


async def remind_the_asked(house: House, connection: Connection, now: datetime) -> None:
    """A resident who was asked and says nothing is reminded once."""
    if not is_waking_hour(now):
        return
    for case in await cases.list_asked(connection, house.pack.id, (now - REMIND_ASKED_AFTER).date()):
        if case.speaker_id == NOBODY or case.asked_on is None:
            continue
        words = await words_for(connection, house, case.speaker_id)
        asked = [
            entry.text for entry in await cases.list_events(connection, case.id) if entry.event in _ASKING
        ]
        text = words.case("case.told.remind_asked", case, text=asked[-1] if asked else "")
        suffix = f"asked{case.asked_on.isoformat()}"
        await post(connection, house, case.id, case.speaker_id, suffix, text_payload(text))


async def list_overdue(house: House, connection: Connection, now: datetime) -> None:
    """Once a day: to each holder what is late, to the colleagues what nobody has taken, then to the township."""
    today = now.date().isoformat()
    if not is_overdue_hour(now) or await marks.find_mark(connection, _OVERDUE_LISTED) == today:
        return
    await marks.set_mark(connection, _OVERDUE_LISTED, today)
    late = [
        case
        for case in await cases.list_cases(
            connection, house.pack.id, states=[state for state in CaseState if state not in CLOSED]
        )
        if is_overdue(case.state, case.due_on, now.date())
    ]
    for user_id, theirs in (await _by_reader(house, connection, late, now)).items():
        for key, listed in theirs.items():
            await _send_list(house, connection, user_id, key, listed, now)


async def _by_reader(
    house: House, connection: Connection, late: Iterable[Case], now: datetime
) -> dict[int, dict[str, list[Case]]]:
    """Who hears of which cases, under which sentence."""
    lists: dict[int, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case in late:
        people = await colleagues(connection, house, case)
        if case.holder_id is not None:
            lists[case.holder_id]["case.staff.overdue"].append(case)
        else:
            clerks = [user_id for user_id in people if not await _is_township(connection, house, user_id)]
            for user_id in clerks or people:
                lists[user_id]["case.staff.overdue_untaken"].append(case)
        if (now.date() - case.due_on).days >= TELL_TOWNSHIP_AFTER_DAYS:
            for user_id in people:
                if await _is_township(connection, house, user_id) and user_id != case.holder_id:
                    lists[user_id]["case.staff.overdue_township"].append(case)
    return lists


async def _is_township(connection: Connection, house: House, user_id: int) -> bool:
    return (await role_in(connection, house, user_id)).is_township


async def _send_list(
    house: House, connection: Connection, user_id: int, key: str, listed: list[Case], now: datetime
) -> None:
    words = await words_for(connection, house, user_id)
    lines = [_overdue_line(words, case, now) for case in listed[:_LISTED]]
    text = words.say(key, count=len(listed), days=TELL_TOWNSHIP_AFTER_DAYS, lines="\n".join(lines))
    unique = f"overdue:{key.rpartition('.')[2]}:{user_id}:{now.date().isoformat()}"
    await add_message(connection, Outgoing(unique, user_id, {"text": text}), now)


def _overdue_line(words: Words, case: Case, now: datetime) -> str:
    return words.say(
        "case.staff.overdue_line",
        number=number_of(case.id),
        kind=words.kind(case.kind),
        area=words.area(case.area_id),
        days=(now.date() - case.due_on).days,
        holder=case.holder_name or words.say("case.staff.nobody"),
    )


async def report_what_did_not_arrive(house: House, connection: Connection, now: datetime) -> None:
    """What the staff said and the resident cannot be reached for: the holder hears of it, to call instead."""
    for post_id, case in await cases.list_unreached(connection, house.pack.id, now - timedelta(days=2)):
        if case.holder_id is None or case.holder_id == case.speaker_id:
            continue
        words = await words_for(connection, house, case.holder_id)
        text = words.case("case.told.not_sent", case)
        await post(connection, house, case.id, case.holder_id, f"unreached{post_id}", text_payload(text))


async def forget_closed_cases(house: House, connection: Connection, now: datetime) -> None:
    """Papers, names and words of a closed case go after the days that the deployment sets."""
    due = await cases.list_to_forget(connection, now - house.case_files_kept)
    if due:
        await cases.forget_contents(connection, due, now)


async def forget_old_replies(house: House, connection: Connection, now: datetime) -> None:
    """What a talk repeated of what was told goes like the questions people ask."""
    await outbox.forget_old_replies(connection, now - chats.ANSWERS_KEPT)


DUTIES = (
    remind_of_unfinished_talks,
    end_short_talks,
    remind_the_asked,
    list_overdue,
    report_what_did_not_arrive,
    forget_closed_cases,
    forget_old_replies,
)
