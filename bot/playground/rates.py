"""Telegram's documented rates: about 30 messages a second in all, one a second in a chat, 20 a minute in a group.

Short bursts pass. What is refused does not count. Seconds come from a monotonic clock of the caller's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """The rates themselves; bursts are how much may come at once after a pause."""

    overall_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: int = 5
    group_per_minute: float = 20


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


@dataclass(slots=True)
class Rates:
    """Who may send now. `limits` None switches the rates off."""

    limits: Limits | None = field(default_factory=Limits)
    _overall: _Bucket = field(default_factory=lambda: _Bucket(math.inf, 0.0))
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def set(self, limits: Limits | None) -> None:
        """Other rates from now on."""
        self.limits = limits
        self._overall = _Bucket(math.inf, 0.0)
        self._chats.clear()

    def take(self, chat_id: int, messages: int, *, group: bool, now: float) -> int:
        """Counts messages to a chat; 0 if they may go out, else the seconds to wait (nothing is counted)."""
        limits = self.limits
        if limits is None:
            return 0
        rate, burst = (
            (limits.group_per_minute / 60, limits.group_per_minute)
            if group
            else (limits.chat_per_second, limits.chat_burst)
        )
        chat = self._chats.setdefault(chat_id, _Bucket(burst, now))
        wait = max(
            _missing(chat, messages, rate, burst, now),
            _missing(self._overall, messages, limits.overall_per_second, limits.overall_per_second, now),
        )
        if wait > 0:
            return math.ceil(wait)
        chat.level -= messages
        self._overall.level -= messages
        return 0


def _missing(bucket: _Bucket, messages: int, rate: float, burst: float, now: float) -> float:
    """Seconds until the bucket holds enough; a burst of messages never needs more than a full bucket."""
    bucket.level = min(burst, bucket.level + (now - bucket.at) * rate)
    bucket.at = now
    return max(0.0, (min(messages, burst) - bucket.level) / rate)
