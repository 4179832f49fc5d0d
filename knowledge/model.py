"""The values that all rooms speak in: frozen, without behaviour beyond what they are.

Money is `Decimal` yuan, days are `date`, moments aware `datetime`. The Chinese term stands beside each name;
docs/glossary.md ties the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Audience(StrEnum):
    """For whom a topic is."""

    RESIDENT = "resident"
    STAFF = "staff"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people ask about. `label` is the button's text."""

    id: str
    audience: Audience
    label: str
    covers: str


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a fact stands: the document as people call it, the clause as printed (二（三）)."""

    document: str
    clause: str


@dataclass(frozen=True, slots=True)
class Area:
    """A node of the area tree: county, township (乡镇), village (村, 社区, 居), group (组).

    `headcount` 系统人数, `enrolled_elsewhere` 在外参合人数, `target` 任务数; None where the notice gives no figure.
    `aliases` are the short forms in which people write the name.
    """

    id: str
    name: str
    parent: str | None
    kind: str
    headcount: int | None = None
    enrolled_elsewhere: int | None = None
    target: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's answer on a day: the exact text, where its facts stand, and what to ask next.

    `stated` is False where the notice says nothing on it and the text says so.
    """

    topic: str
    text: str
    sources: tuple[Source, ...]
    stated: bool
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message was understood to ask.

    `topic` is the best topic or None (nothing for this bot); `confidence` 0–1 is calibrated: of the readings
    at 0.9, nine in ten are right. `alternatives` are the next best topics. `is_question` is False for
    statements, thanks and orders to other people.
    """

    topic: str | None
    confidence: float
    alternatives: tuple[str, ...] = ()
    is_question: bool = True


class ReplyKind(StrEnum):
    """What the bot does about a message."""

    ANSWER = "answer"  # sure: the answer at once (two answers for two questions)
    ASK_BACK = "ask_back"  # half sure: 您是想问 with buttons
    MENU = "menu"  # unsure, in private or when addressed: the menu and the way to a person
    SILENT = "silent"  # not for the bot


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's decision on a message, ready to be sent.

    `topic` is the best topic (None: menu or silence), `alternatives` up to two others that it would offer
    as buttons; `answers` holds the answer's text for ANSWER (one for each question in the message) and the
    best guess's for ASK_BACK.
    """

    kind: ReplyKind
    topic: str | None
    confidence: float
    alternatives: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviousTurn:
    """What this person asked within the last ten minutes, for follow-ups such as 那五保呢."""

    question: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the bot could not answer, without personal data; `words` is how it is compared."""

    id: int
    text: str
    words: str
    times: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the township decided about a question: it belongs to `topic`, or `text` is the township's answer."""

    id: int
    words: str
    topic: str | None
    text: str | None
    author: str
    made_on: date


@dataclass(frozen=True, slots=True)
class TallyEntry:
    """One booked figure of a clerk's message (收缴情况): persons are people who paid.

    What the message does not state is None. `by_category` has the pack's everyday words as keys; ordinary
    people (普通) are left out.
    """

    village: str
    date: date
    persons: int | None
    households: int | None
    amount: Decimal | None
    cumulative: bool = False
    correction: bool = False
    deposit: Decimal | None = None
    by_category: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TallyReading:
    """A clerk's message, read: no entry where it is no tally."""

    entries: tuple[TallyEntry, ...] = ()
    warnings: tuple[str, ...] = ()
