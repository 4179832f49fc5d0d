"""What reminders know of a household: only facts, so that the database can give them and the rules take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Member:
    """A person who has to be insured here. `event_on`: the day on which an employer's insurance ended (断保)."""

    person_id: int
    name: str
    category: str
    born_on: date
    event_on: date | None = None
    has_paid: bool = False


@dataclass(frozen=True, slots=True)
class Household:
    """A household with those of its members who count here; `reminded_on` the day of its last reminder."""

    id: int
    area_id: str
    head: str
    members: tuple[Member, ...]
    group_name: str | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """What a village group may hear: people who paid of those who should; None where the notice has no target."""

    name: str
    paid: int
    target: int | None
