"""The staff has said something: for a while, what the resident writes is the reply to it."""

from __future__ import annotations

from datetime import datetime

from knowledge.cases.states import CaseEvent, CaseState
from storage import dialogues
from storage.cases import NOBODY, Case
from storage.database import Connection

REPLY = "case_reply"
ASKED, TOLD = "asked", "told"


async def keep_reply_talk(
    connection: Connection, case: Case, event: CaseEvent, text: str, now: datetime
) -> None:
    """Opens the resident's side of the thread when something was said, ends it when the case has gone on."""
    user_id = case.speaker_id
    if user_id == NOBODY or user_id == case.holder_id:
        return
    if event in (CaseEvent.ASK, CaseEvent.NEED_PAPER):
        await _begin(connection, user_id, ASKED, case, text, now)
        return
    open_talk = await dialogues.find_talk(connection, user_id, user_id, REPLY)
    if event is CaseEvent.TELL:
        if open_talk is None or open_talk.state == TOLD:
            await _begin(connection, user_id, TOLD, case, text, now)
    elif open_talk is not None and open_talk.data["case"] == case.id:
        # an answer makes a loose talk of it itself
        gone_on = event is not CaseEvent.ANSWER and case.state is not CaseState.ASKED
        if open_talk.state == ASKED and gone_on:
            await dialogues.end(connection, open_talk.id)


async def _begin(
    connection: Connection, user_id: int, state: str, case: Case, text: str, now: datetime
) -> None:
    data = {"case": case.id, "text": text}
    await dialogues.begin(connection, user_id, user_id, REPLY, state, data, now)
