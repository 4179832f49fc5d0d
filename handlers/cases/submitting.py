"""From what was told to a case: the row, its papers, the first cards, and what happens next by when."""

from __future__ import annotations

from handlers.cases.cards import announce
from handlers.cases.posting import post, text_payload
from handlers.cases.wording import Words
from handlers.context import Context
from knowledge.cases.case_numbers import number_of, spoken
from knowledge.cases.catalogue import load_catalogue
from knowledge.cases.draft import Draft
from knowledge.cases.states import CaseEvent
from knowledge.cases.timing import due_on
from storage import cases
from storage.cases import Case, NewCase
from storage.database import Connection


async def submit(connection: Connection, context: Context, words: Words, draft: Draft, user_id: int) -> Case:
    """Makes the case and tells everybody; all in the caller's transaction."""
    assert draft.kind is not None
    house, now = context.house, context.now
    answers = {name: draft.said(name) for name in load_catalogue().kinds[draft.kind].questions}
    case = await cases.add_case(
        connection,
        NewCase(
            house.pack.id,
            draft.kind,
            draft.area_id or None,
            None if draft.for_other else user_id,
            user_id,
            draft.names,
            {name: text for name, text in answers.items() if text},
            due_on(context.today, words.rule(draft.kind).target_days),
        ),
        now,
    )
    await cases.add_files(connection, case.id, draft.files, now)
    await cases.record_event(connection, case.id, CaseEvent.OPEN, user_id, now)
    await _keep_messages(connection, case, draft, user_id, context)
    await post(
        connection, house, case.id, user_id, "submitted", text_payload(submitted_text(words, case, draft))
    )
    await announce(connection, house, case, "opened")
    return case


async def _keep_messages(
    connection: Connection, case: Case, draft: Draft, user_id: int, context: Context
) -> None:
    """What was said beside the questions enters the case's history; answers do so that their edits are noticed."""
    for said in draft.answers.values():
        if said.message_id is not None:
            await cases.record_event(
                connection,
                case.id,
                CaseEvent.OPEN,
                user_id,
                context.now,
                said.text,
                (user_id, said.message_id),
            )
    for said in draft.remarks:
        await cases.record_event(
            connection,
            case.id,
            CaseEvent.WRITE,
            user_id,
            context.now,
            said.text,
            (user_id, said.message_id) if said.message_id is not None else None,
        )


def submitted_text(words: Words, case: Case, draft: Draft) -> str:
    """The closing message of the talk: number, steps, what to bring, by when."""
    number = number_of(case.id)
    parts = [
        words.case(
            "case.submitted",
            case,
            spoken=spoken(number),
            steps=words.steps(case.kind),
            acts=words.acts(case.kind),
        )
    ]
    bring = [
        words.paper(paper) for paper in words.rule(case.kind).papers if _is_brought(paper.by, paper.id, draft)
    ]
    if bring:
        parts.append(words.say("case.submitted_bring", counter=words.counter(), papers="、".join(bring)))
    parts.append(words.say("case.submitted_for_other" if draft.for_other else "case.submitted_end"))
    return "\n".join(parts)


def _is_brought(by: str, paper: str, draft: Draft) -> bool:
    return by == "counter" or f"paper:{paper}" in draft.to_counter
