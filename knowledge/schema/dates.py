"""dates.yaml: windows, and the ways in: who may pay when, at what price, and covered from which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from knowledge.schema.base import Clause, Data, Fact, Id, NamedFact


class Window(NamedFact):
    """Days on which a group pays; on the last day until `until_hour` (24 hours, local) where one is printed.

    `groups` is empty for everybody. `where` says in our words where this group pays.
    """

    from_: date = Field(alias="from")
    until: date
    until_hour: int | None = Field(None, ge=1, le=23)
    groups: tuple[Id, ...] = ()
    where: str | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Window:
        if self.until < self.from_:
            raise ValueError(f"the window ends {self.until} before it begins {self.from_}")
        return self


class InWindow(Data):
    """Payable inside a window."""

    kind: Literal["window"]
    window: Id


class Between(Data):
    """Payable between two days, both included."""

    kind: Literal["between"]
    from_: date = Field(alias="from")
    until: date


class AnyDay(Data):
    """Payable on any day that the pack covers."""

    kind: Literal["any_day"]


class AfterWindow(Data):
    """Payable once a window has closed, to the end of the insurance year."""

    kind: Literal["after_window"]
    window: Id


class SinceBirth(Data):
    """Payable up to `days` or `months` after birth; `past` turns it round: only later than that.

    `born_from` where the notice means those who are born in its own year (参加出生当年居民医保).
    """

    kind: Literal["since_birth"]
    days: int | None = Field(None, gt=0)
    months: int | None = Field(None, gt=0)
    past: bool = False
    born_from: date | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> SinceBirth:
        if (self.days is None) == (self.months is None):
            raise ValueError("needs either days or months")
        return self


class SinceEvent(Data):
    """Payable up to `days` or `months` after the event that the situation is about (断保)."""

    kind: Literal["since_event"]
    days: int | None = Field(None, gt=0)
    months: int | None = Field(None, gt=0)

    @model_validator(mode="after")
    def _one_measure(self) -> SinceEvent:
        if (self.days is None) == (self.months is None):
            raise ValueError("needs either days or months")
        return self


class BornBetween(Data):
    """For babies born between two days: payable up to `payable_until`."""

    kind: Literal["born_between"]
    from_: date = Field(alias="from")
    until: date
    payable_until: date


When = Annotated[
    InWindow | Between | AnyDay | AfterWindow | SinceBirth | SinceEvent | BornBetween,
    Field(discriminator="kind"),
]


class CoverFromDay(Data):
    """Covered from a fixed day."""

    kind: Literal["day"]
    day: date


class CoverByHistory(Data):
    """Covered from one day if enrolled the year before, from another if new."""

    kind: Literal["history"]
    renewed: date
    new: date
    new_clause: Clause


class CoverFromEvent(Data):
    """Covered from birth, from the event of the situation, or from the day of payment."""

    kind: Literal["birth", "event", "payment"]


class CoverNextMonth(Data):
    """Covered from the first of the month after payment."""

    kind: Literal["next_month"]


class CoverDaysAfter(Data):
    """Covered `days` days after payment."""

    kind: Literal["days_after_payment"]
    days: int = Field(gt=0)


class CoverUnstated(Data):
    """The notice names no first day."""

    kind: Literal["unstated"]


Cover = Annotated[
    CoverFromDay | CoverByHistory | CoverFromEvent | CoverNextMonth | CoverDaysAfter | CoverUnstated,
    Field(discriminator="kind"),
]


class Entry(NamedFact):
    """A way in. `who` are situations; empty for everybody. The first that fits counts.

    `charge`: "individual" the fee (less subsidies), "financing" fee plus the state's share, in full.
    `remark` is said with it: papers, where to go.
    """

    who: tuple[Id, ...] = ()
    when: When
    charge: Literal["individual", "financing"] = "individual"
    cover: Cover
    cover_clause: Clause | None = None
    remark: str | None = None


class ClaimDeadline(Fact):
    """Until when a year's bills are settled."""

    day: date


class Dates(Data):
    """`main_window` is the one that people mean by 征缴期."""

    main_window: Id
    windows: tuple[Window, ...] = Field(min_length=1)
    entries: tuple[Entry, ...] = Field(min_length=1)
    covers_from: date
    covers_until: date
    claim_deadline: ClaimDeadline | None = None
