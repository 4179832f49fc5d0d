"""The parts that words play in a clerk's message, and the value types of reading it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What a piece of the message does; those from words.yaml are explained there."""

    CUMULATIVE = "cumulative"
    TOTAL = "total"
    DEPOSIT = "deposit"
    UNDEPOSITED = "undeposited"
    TARGET = "target"
    SHORTFALL = "shortfall"
    FORECAST = "forecast"
    WISH = "wish"
    COMPARE = "compare"
    REPORTED = "reported"
    WRONG = "wrong"
    DELTA = "delta"
    CORRECT = "correct"
    MAYBE_CORRECT = "maybe_correct"
    NEGATION = "negation"
    REPAIR = "repair"
    UNCHANGED = "unchanged"
    CANCEL = "cancel"
    LATER = "later"
    EXCLUDE = "exclude"
    PER = "per"
    INCLUDED = "included"
    ADDED = "added"
    COLLECT = "collect"
    DONE = "done"
    CAME = "came"
    REPORT = "report"
    INSURANCE = "insurance"
    FEE = "fee"
    ACTIVITY = "activity"
    REFUND = "refund"
    QUESTION = "question"
    ACK = "ack"
    HYPOTHETICAL = "hypothetical"
    PERSONAL = "personal"
    EXAMPLE = "example"
    OWN = "own"
    TOWNSHIP = "township"
    PERIOD = "period"
    EACH = "each"
    CHANNEL = "channel"
    PART = "part"
    ORDINARY = "ordinary"
    REST = "rest"
    LABEL_PERSONS = "label_persons"
    LABEL_HOUSEHOLDS = "label_households"
    LABEL_YUAN = "label_yuan"
    NONE = "none"
    NOT_ZERO = "not_zero"
    NOISE = "noise"
    FILLER = "filler"
    # found by pattern, not listed as words
    CATEGORY = "category"
    VILLAGE = "village"
    DAY = "day"
    FIGURE = "figure"
    ZERO = "zero"
    IDENTIFIER = "identifier"
    COMMA = "comma"
    STOP = "stop"
    QUESTION_MARK = "question_mark"
    LINE = "line"
    COLON = "colon"
    OPENING = "opening"
    CLOSING = "closing"
    UNKNOWN = "unknown"
    # what repairs.py makes of figures, days and names that were taken back
    OLD = "old"
    SLIP = "slip"


class Unit(StrEnum):
    """What a figure counts."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    YUAN = "yuan"
    BARE = "bare"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the normalised message: its role, its text, and the value that it carries, if any.

    VILLAGE has `names` (several: ambiguous, none: unknown), DAY `day`, FIGURE `value`, `unit` and `rough`,
    CATEGORY `key`.
    """

    role: Role
    text: str
    start: int
    end: int
    names: tuple[str, ...] = ()
    day: date | None = None
    value: Decimal = Decimal(0)
    unit: Unit = Unit.OTHER
    rough: bool = False
    key: str | None = None

    @property
    def is_count(self) -> bool:
        """A figure that can belong to a tally."""
        return self.role is Role.FIGURE and self.unit is not Unit.OTHER and not self.rough


@dataclass(frozen=True, slots=True)
class PaidCategory:
    """A category as tallies name it: its everyday key, other words for it, and what one pays (None: left open)."""

    key: str
    words: tuple[str, ...]
    pays: Decimal | None
