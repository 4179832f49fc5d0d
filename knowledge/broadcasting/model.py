"""A broadcast as a value: its audience, its content, its state and what may be done in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Who(StrEnum):
    """Kinds of audience."""

    GROUPS = "groups"  # village groups
    RESIDENTS = "residents"  # everybody with a bound household
    UNPAID = "unpaid"  # those of them whose household still owes
    CLERKS = "clerks"
    SILENT_CLERKS = "silent_clerks"  # clerks of villages that have not reported in this period
    SAME = "same"  # exactly those who had the broadcast that this one corrects
    AUTHOR = "author"  # a rehearsal: it can reach nobody but its author

    @property
    def is_public(self) -> bool:
        """Residents: they may have unsubscribed, and their language counts."""
        return self in (Who.RESIDENTS, Who.UNPAID)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who, in which villages (their ids; empty: all), or whose broadcast's recipients.

    `corrects_kind`: what kind of audience had the broadcast that is corrected.
    """

    who: Who
    areas: frozenset[str] = frozenset()
    corrects_id: int | None = None
    corrects_kind: Who | None = None

    @property
    def kind(self) -> Who:
        """Whom it reaches: a correction goes to groups where the mistake went to groups."""
        return self.corrects_kind or self.who


class ContentKind(StrEnum):
    """What is sent."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Content:
    """A text, or a file that Telegram has, with `text` under it. Blanks of a template are `{name}`."""

    kind: ContentKind
    text: str
    file_id: str | None = None


class State(StrEnum):
    """Where a broadcast is."""

    ASKED = "asked"  # waits for a colleague's confirmation
    SENDING = "sending"  # confirmed: goes out from its time on
    LOOKING = "looking"  # the first few are out; the author looks at them
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"

    @property
    def is_over(self) -> bool:
        """Nothing more goes out."""
        return self in (State.DONE, State.CANCELLED, State.REFUSED)


# which state may follow which by somebody's press
_NEXT: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.SENDING, State.REFUSED, State.CANCELLED}),
    State.SENDING: frozenset({State.PAUSED, State.CANCELLED}),
    State.LOOKING: frozenset({State.SENDING, State.CANCELLED}),
    State.PAUSED: frozenset({State.SENDING, State.CANCELLED}),
}


def may_become(state: State, wanted: State) -> bool:
    """Whether a press may change the state so."""
    return wanted in _NEXT.get(state, frozenset())


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast that was confirmed by its author; see storage/tables/broadcasts.py."""

    id: int
    pack_id: str
    author_id: int
    audience: Audience
    content: Content
    wants_receipt: bool
    state: State
    expected: int
    made_at: datetime
    starts_at: datetime
    approved_by: int | None
    looked_at: datetime | None
    cursor: int | None
    queued: int
    is_all_queued: bool
    withdraws: bool
    finished_at: datetime | None
    board_message_id: int | None
    board_text: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a broadcast is: messages by what became of them, receipts, and deletions of a withdrawal."""

    sent: int = 0
    blocked: int = 0
    failed: int = 0
    cancelled: int = 0
    open: int = 0
    receipts: int = 0
    withdrawn: int = 0
    not_withdrawn: int = 0
    to_withdraw: int = 0

    @property
    def settled(self) -> int:
        """Messages that need nothing more."""
        return self.sent + self.blocked + self.failed + self.cancelled
