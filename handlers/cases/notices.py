"""What the resident hears of a case, and what its holder hears from the resident. Neither sees the other's account."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import keyboards
from handlers.cases.posting import post, post_file, text_payload
from handlers.cases.wording import Words, pieces, words_for
from handlers.context import House
from handlers.talks import Rows
from knowledge.cases.case_numbers import number_of
from knowledge.cases.draft import File
from knowledge.cases.states import CaseEvent
from knowledge.cases.timing import REOPEN_WITHIN
from storage import cases
from storage.cases import NOBODY, Case
from storage.database import Connection

OWN = "co"
RATINGS = (1, 2, 3)
_TOLD = {
    CaseEvent.TAKE: "case.told.taken",
    CaseEvent.ASK: "case.told.ask",
    CaseEvent.NEED_PAPER: "case.told.need_paper",
    CaseEvent.TELL: "case.told.tell",
    CaseEvent.HAND_OVER: "case.told.hand_over",
    CaseEvent.RETURN: "case.told.return",
    CaseEvent.SOLVE: "case.told.solved",
    CaseEvent.LISTED: "case.told.solved",
    CaseEvent.REFUSE: "case.told.refused",
    CaseEvent.WITHDRAW: "case.told.withdrawn",
    CaseEvent.REOPEN: "case.told.reopened",
}
_FROM_RESIDENT = {
    CaseEvent.ANSWER: "case.staff.answered",
    CaseEvent.WRITE: "case.staff.wrote",
    CaseEvent.WITHDRAW: "case.staff.withdrew",
    CaseEvent.REOPEN: "case.staff.reopened",
}


async def tell_resident(
    connection: Connection,
    house: House,
    case: Case,
    event: CaseEvent,
    text: str | None,
    files: Sequence[File],
    occasion: str,
    *,
    corrects: bool = False,
) -> None:
    """The resident is told at every change; where a clerk opened the case, the clerk, to pass it on."""
    if event not in _TOLD or case.speaker_id == NOBODY:
        return
    words = await words_for(connection, house, case.speaker_id)
    if text is not None or not files:
        for place, piece in enumerate(pieces(text or "")):
            said = _told(words, case, "case.told.corrected" if corrects else _TOLD[event], event, piece)
            rows = _buttons(words, case, event)
            suffix = f"{occasion}told{place}"
            await post(connection, house, case.id, case.speaker_id, suffix, text_payload(said, rows))
    for place, file in enumerate(files):
        caption = words.case("case.told.file", case)
        suffix = f"{occasion}file{place}"
        await post_file(connection, house, case.id, case.speaker_id, suffix, file, caption, protected=False)


def _told(words: Words, case: Case, key: str, event: CaseEvent, text: str) -> str:
    said = words.case(key, case, text=text, paper=text, counter=words.counter(), office=words.office())
    lines = [said]
    if event in (CaseEvent.SOLVE, CaseEvent.LISTED):
        rule = words.rule(case.kind)
        lines += [words.of_pack(rule.solved)] if rule.solved else []
    if event in (CaseEvent.SOLVE, CaseEvent.LISTED, CaseEvent.REFUSE):
        lines.append(words.say("case.told.rate", days=REOPEN_WITHIN.days))
    if case.resident_id is None:
        lines.append(words.say("case.told.pass_on"))
    return "\n".join(lines)


def _buttons(words: Words, case: Case, event: CaseEvent) -> Rows:
    if event not in (CaseEvent.SOLVE, CaseEvent.LISTED, CaseEvent.REFUSE):
        return ()
    ratings = [own_button(words, case, f"case.own.rate.{rating}", f"rate{rating}") for rating in RATINGS]
    return [ratings, [own_button(words, case, "case.own.reopen", "reopen")]]


def own_button(words: Words, case: Case, label: str, action: str) -> tuple[str, str]:
    """A button that the case's resident presses."""
    return words.say(label), keyboards.packed(OWN, case.id, action)


async def tell_holder(
    connection: Connection,
    house: House,
    before: Case,
    case: Case,
    event: CaseEvent,
    text: str | None,
    files: Sequence[File],
    occasion: str,
    *,
    corrects: bool = False,
) -> None:
    """What the resident said or did goes to who works on the case; a holder who lost it hears of that too."""
    if event is CaseEvent.TAKE_OVER and before.holder_id is not None:
        words = await words_for(connection, house, before.holder_id)
        said = words.case("case.staff.new_for_you", case, holder=case.holder_name or "")
        await post(connection, house, case.id, before.holder_id, f"{occasion}lost", text_payload(said))
    if event in (CaseEvent.TAKE, CaseEvent.TAKE_OVER) and case.holder_id is not None:
        await send_papers(connection, house, case, case.holder_id, occasion)
    if event not in _FROM_RESIDENT or case.holder_id is None:
        return
    words = await words_for(connection, house, case.holder_id)
    key = "case.staff.corrected" if corrects else _FROM_RESIDENT[event]
    if text is not None or not files:
        for place, piece in enumerate(pieces(text or "")):
            said = words.case(key, case, text=piece, area=words.area(case.area_id))
            suffix = f"{occasion}heard{place}"
            await post(connection, house, case.id, case.holder_id, suffix, text_payload(said))
    for place, file in enumerate(files):
        caption = words.case("case.staff.sent_file", case)
        suffix = f"{occasion}got{place}"
        await post_file(connection, house, case.id, case.holder_id, suffix, file, caption, protected=True)


async def send_papers(connection: Connection, house: House, case: Case, chat_id: int, occasion: str) -> int:
    """The case's photos and files in a staff member's private chat; how many there are."""
    words = await words_for(connection, house, chat_id)
    files = await cases.list_files(connection, case.id)
    for place, file in enumerate(files):
        paper = words.paper_named(case.kind, file.paper) or words.say("case.staff.file_unnamed")
        caption = words.say("case.staff.file_caption", number=number_of(case.id), paper=paper)
        suffix = f"{occasion}paper{place}"
        await post_file(connection, house, case.id, chat_id, suffix, file, caption, protected=True)
    return len(files)
