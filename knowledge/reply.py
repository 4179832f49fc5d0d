"""What the bot does about a message: answer, ask back, offer the menu, or keep quiet. Pure.

sure                     ANSWER     one answer, or two for two questions in one message
half sure                ASK_BACK   the best guess and up to two others as buttons
unsure, nothing for it   MENU       and the way to a person
in a group, not called   SILENT     unless it is a question and the bot is sure
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answer import Contacts, answer
from knowledge.library import Library
from knowledge.model import PreviousTurn, Reading, Reply, ReplyKind
from knowledge.pack import Pack
from knowledge.understand import Understander
from knowledge.understand.follow_ups import follow_up
from knowledge.understand.twofold import Question, two_questions

SMALLTALK = "smalltalk"
_NO_GUESS = 0.2
"""Below this confidence a guess is no help: the menu is."""

_AGREED = 0.5
"""The confidence that a question put to nobody needs in a group: buttons there would be noise."""


def reply_to(
    library: Library,
    pack: Pack,
    understander: Understander,
    text: str,
    on: date,
    *,
    group: bool = False,
    addressed: bool = False,
    previous: PreviousTurn | None = None,
    locale: str = "zh_Hans",
    contact: Contacts = None,
) -> Reply:
    """The reply to `text` on a day. In a group an unaddressed message must be a question that the bot is
    sure about; `previous` is what the same person asked within ten minutes."""
    asked = _asked(understander, pack, text, previous)
    best = _best(understander, pack, text, asked)
    sure = len(asked) > 1 or best.confidence >= understander.calibration.sure_at
    kind = _kind(best, sure, uncalled=group and not addressed)
    if kind in (ReplyKind.SILENT, ReplyKind.MENU):
        topic = best.topic if kind is ReplyKind.MENU else None
        return Reply(kind, topic, best.confidence, best.alternatives if topic else ())
    answers = tuple(
        answer(library, pack, one.reading.topic, on, one.words, locale, contact)
        for one in asked
        if one.reading.topic and (kind is ReplyKind.ANSWER or one.reading.topic == best.topic)
    )
    return Reply(kind, best.topic, best.confidence, best.alternatives, answers)


def _asked(
    understander: Understander, pack: Pack, text: str, previous: PreviousTurn | None
) -> Sequence[Question]:
    """The questions of a message: a follow-up, two, or the one that it is as a whole."""
    if previous is not None:
        continued = follow_up(understander, text, previous)
        if continued is not None:
            return [Question(f"{previous.question}，{text}", continued)]
    return two_questions(understander, text) or [Question(text, understander.read(text, pack.id))]


def _best(understander: Understander, pack: Pack, text: str, asked: Sequence[Question]) -> Reading:
    """The reading that the reply stands under: of two questions the one that the whole message is more about,
    with the other beside it."""
    if len(asked) == 1:
        return asked[0].reading
    whole = understander.read(text, pack.id)
    ordered = sorted((one.reading for one in asked), key=lambda reading: reading.topic != whole.topic)
    others = tuple(reading.topic for reading in ordered[1:] if reading.topic)
    return replace(ordered[0], alternatives=others, is_question=whole.is_question)


def _kind(best: Reading, sure: bool, *, uncalled: bool) -> ReplyKind:
    if uncalled:
        speaks = best.confidence >= _AGREED and best.is_question and best.topic not in (None, SMALLTALK)
        return ReplyKind.ANSWER if speaks else ReplyKind.SILENT
    if best.topic is None or best.confidence < _NO_GUESS:
        return ReplyKind.MENU
    return ReplyKind.ANSWER if sure else ReplyKind.ASK_BACK
