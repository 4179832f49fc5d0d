"""What a message reports, gathered: a frame for each village, day and kind of total, with its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from knowledge.tally.roles import Unit


class PartKind(StrEnum):
    """How a part stands to the others of its frame."""

    PLAIN = "plain"
    CATEGORY = "category"  # also 普通, 其余
    CHANNEL = "channel"  # a way of paying, a time of day, a group of the village
    TOTAL = "total"


@dataclass(slots=True)
class Part:
    """One group of figures of a frame. `included`: among those already counted; `added`: besides them."""

    kind: PartKind
    key: str | None = None
    included: bool = False
    added: bool = False
    collected: bool = False
    persons: int | None = None
    households: int | None = None
    amount: Decimal | None = None
    deposited: bool = False  # 12160元已存

    def get(self, unit: Unit) -> Decimal | int | None:
        """The figure of that kind."""
        match unit:
            case Unit.PERSONS:
                return self.persons
            case Unit.HOUSEHOLDS:
                return self.households
            case _:
                return self.amount

    def put(self, unit: Unit, value: Decimal) -> None:
        """Writes a figure of that kind."""
        if unit is Unit.PERSONS:
            self.persons = int(value)
        elif unit is Unit.HOUSEHOLDS:
            self.households = int(value)
        else:
            self.amount = value


@dataclass(slots=True)
class Frame:
    """Everything said of one village on one day, as the day's figure or as the running total."""

    village: str
    day: date
    cumulative: bool
    parts: list[Part] = field(default_factory=list)
    deposits: list[Decimal] = field(default_factory=list)
    deposit_total: Decimal | None = None
    zero: bool = False
    correction: bool = False

    def part(self, wanted: Part) -> Part:
        """Appends a part and gives it back."""
        self.parts.append(wanted)
        return wanted

    @property
    def persons_so_far(self) -> int:
        """The people of all its parts, whatever they are to each other."""
        return sum(part.persons or 0 for part in self.parts)

    @property
    def persons(self) -> int:
        """The people it reports, as far as is known."""
        totals = [part.persons or 0 for part in self.parts if part.kind is PartKind.TOTAL]
        return max(totals, default=sum(part.persons or 0 for part in self.parts if not part.included))


@dataclass(slots=True)
class Gathered:
    """The frames of a message in the order of their first figure, and what could not be booked."""

    frames: list[Frame] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, warning: str) -> None:
        """Adds a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)

    def frame(self, village: str, day: date, cumulative: bool) -> Frame:
        """The frame of that village, day and kind; a new one if there is none."""
        for frame in self.frames:
            if (frame.village, frame.day, frame.cumulative) == (village, day, cumulative):
                return frame
        self.frames.append(Frame(village, day, cumulative))
        return self.frames[-1]

    def day_frame_beside(self, total: Frame) -> Frame:
        """The day's frame beside a running total, the total itself where there is none."""
        days = (f for f in self.frames if f.village == total.village and not f.cumulative)
        return next(days, total)
