"""How careful a broadcast has to be, how long it takes, and how far it is as a bar."""

from __future__ import annotations

from datetime import datetime, timedelta

from knowledge.broadcasting.model import Who
from knowledge.reminding.plan import Caution

# Telegram deletes a bot's message for others up to this age
DELETABLE_FOR = timedelta(hours=48)
# a little under the documented 30, so that the network's jitter never makes 31 arrive within a second
PER_SECOND = 29.8
_BAR = 10


def needs_second_person(kind: Who, recipients: int, caution: Caution) -> bool:
    """Whether a colleague has to confirm too."""
    return recipients > (caution.groups if kind is Who.GROUPS else caution.people)


def first_slice(recipients: int, caution: Caution) -> int | None:
    """How many go out before the author looks; None where there is nothing to wait for."""
    return caution.first_look if 0 < caution.first_look < recipients else None


def minutes_for(recipients: int) -> int:
    """Whole minutes that so many messages take, at least one."""
    return max(1, -(-recipients // int(PER_SECOND * 60)))


def bar(done: int, whole: int) -> str:
    """▓▓▓░░░░░░░ 30%"""
    share = min(1.0, done / whole) if whole else 1.0
    full = int(share * _BAR)
    return "▓" * full + "░" * (_BAR - full) + f" {int(share * 100)}%"


def deletable_since(now: datetime) -> datetime:
    """Messages sent before this moment stay where they are."""
    return now - DELETABLE_FOR
