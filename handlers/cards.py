"""What the bot says to a report: the short line, the card that asks, and the buttons under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineKeyboardMarkup

from handlers import keyboards
from handlers.booking import Booked
from knowledge.model import TallyEntry
from knowledge.pack import Pack
from knowledge.rules.person import Remark
from knowledge.standing.model import Kind, LedgerRow, Origin
from knowledge.standing.progress import Progress
from knowledge.standing.words import (
    Voice,
    banked_words,
    entry_words,
    figure_words,
    row_words,
    standing_words,
    together,
)
from storage.outbox import Lane, Outgoing

CARD, UNDO = "tally", "undo"
CONFIRM, CHANGE, CANCEL, FOR = "yes", "fix", "no", "for"
_A_ROW_EACH = 4  # so many villages get a button of their own width


@dataclass(frozen=True, slots=True)
class Said:
    """A message's text and buttons."""

    text: str
    buttons: InlineKeyboardMarkup | None = None

    def payload(self, **more: Any) -> dict[str, Any]:
        """The parameters of the Bot API's methods."""
        payload: dict[str, Any] = {"text": self.text, **more}
        if self.buttons:
            payload["reply_markup"] = self.buttons.to_dict()
        return payload


def booked_line(
    pack: Pack, booked: Booked, standings: dict[str, Progress], voice: Voice, *, undoable: Origin | None
) -> Said:
    """记下了：华升社区今天38人、12,160元。一共512人，24.59%，还差1,570人。"""
    stated = booked.stated
    names = {area.id: area.name for area in pack.reporting_areas}
    if not stated:
        text = voice.say("ledger.not_a_report_any_more")
    elif len(stated) == 1:
        text = _single(stated[0], booked, names, standings, voice)
    else:
        text = _several(stated, names, standings, voice)
    return Said(text, _undo_button(undoable, voice) if undoable and stated else None)


def _single(
    row: LedgerRow, booked: Booked, names: dict[str, str], standings: dict[str, Progress], voice: Voice
) -> str:
    what = row_words(row, names[row.area_id], voice)
    progress = standings[row.area_id]
    if row.kind is Kind.DEPOSIT:
        return voice.say("ledger.booked", what=what) + banked_words(progress.totals, voice)
    opening = voice.say("ledger.booked", what=what)
    before = [old for old in booked.superseded if old.kind is not Kind.VOID]
    if before:
        figures = together(figure_words(old.figures, voice) for old in before)
        opening = voice.say("ledger.corrected_from", what=what, before=figures)
    lines = [opening + standing_words(progress, voice), *_left_open(row, before, names, voice)]
    return "\n".join(lines)


def _left_open(row: LedgerRow, before: Sequence[LedgerRow], names: dict[str, str], voice: Voice) -> list[str]:
    """What the report does not state although it would be expected to."""
    blanks = {
        "village": voice.place(names[row.area_id]),
        "day": voice.day(row.day),
        "persons": row.figures.persons,
    }
    if row.figures.persons is None and row.figures.amount is not None:
        return [voice.say("ledger.persons_open", **blanks)]
    amount_lost = row.figures.amount is None and any(old.figures.amount is not None for old in before)
    return [voice.say("ledger.amount_open", **blanks)] if amount_lost else []


def _several(
    stated: Sequence[LedgerRow], names: dict[str, str], standings: dict[str, Progress], voice: Voice
) -> str:
    lines = [voice.say("ledger.booked_several", count=len(stated))]
    last = {row.area_id: number for number, row in enumerate(stated)}
    for number, row in enumerate(stated):
        line = voice.say("ledger.card_line", what=row_words(row, names[row.area_id], voice))
        if last[row.area_id] == number:
            line += "，" + standing_words(standings[row.area_id], voice)
        lines.append(line)
    return "\n".join(lines)


def _undo_button(origin: Origin, voice: Voice) -> InlineKeyboardMarkup:
    data = keyboards.packed(UNDO, origin.chat_id, origin.message_id, origin.revision)
    return keyboards.column([(voice.say("ledger.undo"), data)])


def doubt_card(
    reading_id: int, entries: Sequence[TallyEntry], doubts: Sequence[Remark], voice: Voice
) -> Said:
    """What was understood, why it is asked, and 确认, 改, 取消."""
    lines = [voice.say("ledger.card")]
    lines += [voice.say("ledger.card_line", what=entry_words(entry, voice)) for entry in entries]
    lines += [voice.remark(doubt) for doubt in doubts]
    buttons = [
        (voice.say("ledger.confirm"), keyboards.packed(CARD, CONFIRM, reading_id)),
        (voice.say("ledger.change"), keyboards.packed(CARD, CHANGE, reading_id)),
        (voice.say("ledger.cancel"), keyboards.packed(CARD, CANCEL, reading_id)),
    ]
    return Said("\n".join(lines), keyboards.inline([buttons]))


def village_card(
    reading_id: int,
    entries: Sequence[TallyEntry],
    choices: Sequence[str],
    pack: Pack,
    voice: Voice,
    *,
    forwarded: bool,
) -> Said:
    """哪个村的？ with a button for each village that it may be."""
    lines = [voice.say("ledger.for_whom" if forwarded else "ledger.which_village")]
    lines += [voice.say("ledger.card_line", what=entry_words(entry, voice)) for entry in entries]
    cancel = [(voice.say("ledger.cancel"), keyboards.packed(CARD, CANCEL, reading_id))]
    order = [area.name for area in pack.reporting_areas]
    spelled_out = len(choices) <= _A_ROW_EACH
    buttons = [
        (
            voice.say("ledger.confirm_for", village=voice.place(name)) if spelled_out else voice.place(name),
            keyboards.packed(CARD, FOR, reading_id, order.index(name)),
        )
        for name in choices
    ]
    width = 1 if spelled_out else 3
    rows = [buttons[start : start + width] for start in range(0, len(buttons), width)]
    return Said("\n".join(lines), keyboards.inline([*rows, cancel]))


def new_message(key: str, chat_id: int, said: Said, quoted: int | None = None) -> Outgoing:
    """A reply as a row of the outbox; in a group it quotes the message."""
    more: dict[str, Any] = {}
    if quoted is not None:
        more["reply_parameters"] = {"message_id": quoted, "allow_sending_without_reply": True}
    return Outgoing(key, chat_id, said.payload(**more), lane=Lane.REPLY)


def changed_message(key: str, chat_id: int, message_id: int, said: Said) -> Outgoing:
    """Another text in the place of a message of ours."""
    return Outgoing(
        key, chat_id, said.payload(message_id=message_id), method="edit_message_text", lane=Lane.REPLY
    )
