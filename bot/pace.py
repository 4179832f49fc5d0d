"""Telegram's rates, kept by waiting instead of by being refused.

Documented: about 30 messages a second overall, one a second in a private chat (short bursts pass), 20 a
minute in a group. A refusal (RetryAfter) holds back only the chat that was refused and is tried again; no
other chat waits for it. Answers and the outbox draw from the same buckets; as the outbox has only a few
requests in flight, an answer never waits for more than those few places.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from knowledge.broadcasting.caution import PER_SECOND

ATTEMPTS = 4
_REMEMBERED_CHATS = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages may go out; a burst is what may come at once after a pause."""

    per_second: float = PER_SECOND
    private_per_second: float = 1.0
    private_burst: int = 3
    # with this burst, no minute ever sees more than twenty
    group_per_minute: float = 15.0
    group_burst: int = 5


# for a server that knows no rates
BOUNDLESS = Allowance(10_000, 10_000, 10_000, 600_000, 10_000)


@dataclass(slots=True)
class Bucket:
    """A token bucket on a monotonic clock: `rate` a second, at most `burst` at once.

    Spending goes into debt, so that waiters queue fairly: `spend` says how long to wait for one's turn.
    """

    rate: float
    burst: float
    tokens: float
    at: float

    @classmethod
    def full(cls, rate: float, burst: float, now: float) -> Bucket:
        """A bucket that nobody has taken from."""
        return cls(rate, burst, burst, now)

    def spend(self, now: float) -> float:
        """Takes one token; the seconds until it is really there."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        self.tokens -= 1
        return max(0.0, -self.tokens / self.rate)

    def hold(self, now: float, seconds: float) -> None:
        """Nothing more for some seconds: the server said so."""
        self.spend(now)
        self.tokens = min(self.tokens, -seconds * self.rate)


class Pace:
    """The buckets of one bot: a message waits for its chat's turn, then for a place in the overall stream."""

    def __init__(
        self, allowance: Allowance | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowance = allowance or Allowance()
        self._clock = clock
        # a burst of one keeps every window of a second at the documented rate
        self._overall = Bucket.full(self._allowance.per_second, 1, clock())
        self._chats: OrderedDict[int, Bucket] = OrderedDict()

    def _chat(self, chat_id: int) -> Bucket:
        bucket = self._chats.pop(chat_id, None)
        if bucket is None:
            now, allowed = self._clock(), self._allowance
            bucket = (
                Bucket.full(allowed.group_per_minute / 60, allowed.group_burst, now)
                if chat_id < 0
                else Bucket.full(allowed.private_per_second, allowed.private_burst, now)
            )
        self._chats[chat_id] = bucket
        while len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return bucket

    async def wait_for_chat(self, chat_id: int) -> None:
        """Returns when it is this chat's turn."""
        if delay := self._chat(chat_id).spend(self._clock()):
            await asyncio.sleep(delay)

    async def wait_for_place(self) -> None:
        """Returns when there is a place among everything that goes out."""
        if delay := self._overall.spend(self._clock()):
            await asyncio.sleep(delay)

    def hold(self, chat_id: int | None, seconds: float) -> None:
        """After a refusal: this chat rests; without a chat, everything does."""
        bucket = self._overall if chat_id is None else self._chat(chat_id)
        bucket.hold(self._clock(), seconds)


def chat_of(data: JSONDict) -> int | None:
    """The chat that a request's parameters name."""
    chat_id = data.get("chat_id")
    try:
        return int(chat_id) if chat_id is not None else None
    except (TypeError, ValueError):
        return None


class PacedRequests(BaseRateLimiter[dict[str, Any]]):
    """python-telegram-bot's hook: waits before whatever posts into a chat, tries again after a refusal.

    A request with `rate_limit_args=AS_IT_IS` passes at once: its caller has waited, and deals with refusals.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSONDict | list[JSONDict]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: dict[str, Any] | None,
    ) -> bool | JSONDict | list[JSONDict]:
        """Sends a request at its time."""
        if rate_limit_args == AS_IT_IS:
            return await callback(*args, **kwargs)
        chat_id = chat_of(data)
        for attempt in range(ATTEMPTS):
            if endpoint.startswith(("send", "forward", "copy", "edit")):
                if chat_id is not None:
                    await self._pace.wait_for_chat(chat_id)
                await self._pace.wait_for_place()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                self._pace.hold(chat_id, seconds_of(refusal))
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")


AS_IT_IS = {"as_it_is": True}


def seconds_of(refusal: RetryAfter) -> float:
    """How long the server wants to be left alone."""
    after = refusal.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()
