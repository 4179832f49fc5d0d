"""Faults on order: the next so many calls, or a share of all calls, go wrong in a chosen way."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.playground.errors import ApiError, PeopleError, too_many_requests

FaultKind = Literal["429", "500", "502", "error", "timeout", "drop"]


@dataclass(slots=True)
class Fault:
    """One order. `times` None: as long as it stands; `share` of the matching calls that it hits.

    `done` True: the call is carried out first and only its answer is lost (drop, timeout, 500, 502), which
    is what exactly-once delivery has to stand.
    """

    kind: FaultKind
    method: str = "*"
    times: int | None = 1
    share: float = 1.0
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 60.0
    code: int = 400
    description: str = "Bad Request: fault on order"
    done: bool = False
    hits: int = 0

    def matches(self, method: str, chat_id: Any) -> bool:
        """Is this call one that the order is about?"""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method != "*" and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or str(chat_id) == str(self.chat_id)

    def error(self) -> ApiError | None:
        """The answer that the caller gets; None where it gets none."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind == "500":
            return ApiError(500, "Internal Server Error")
        if self.kind == "502":
            return ApiError(502, "Bad Gateway")
        return ApiError(self.code, self.description) if self.kind == "error" else None


@dataclass(slots=True)
class Faults:
    """The orders that stand; the same seed and the same calls give the same faults."""

    seed: int = 1
    orders: list[Fault] = field(default_factory=list)
    _random: random.Random = field(default_factory=lambda: random.Random(1))

    def order(self, fault: Fault, seed: int | None = None) -> None:
        """Adds an order; raises PeopleError for a kind that does not exist."""
        if fault.kind not in get_args(FaultKind):
            raise PeopleError(
                f"unknown kind of fault {fault.kind!r}; one of {', '.join(get_args(FaultKind))}"
            )
        if seed is not None:
            self.seed = seed
            self._random.seed(seed)
        self.orders.append(fault)

    def clear(self) -> None:
        """Everything goes well again."""
        self.orders.clear()
        self._random.seed(self.seed)

    def strike(self, method: str, chat_id: Any) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self.orders:
            if fault.matches(method, chat_id) and (fault.share >= 1 or self._random.random() < fault.share):
                fault.hits += 1
                return fault
        return None
