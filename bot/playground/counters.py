"""Counts what the bot called and what was delivered where; for tests of delivery and for benches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Counters:
    """`calls` by method and answer ("ok", "400", "drop" …); `deliveries`: messages that reached a chat."""

    calls: dict[str, Counter[str]] = field(default_factory=dict)
    deliveries: Counter[int] = field(default_factory=Counter)

    def called(self, method: str, outcome: str) -> None:
        """One more call."""
        self.calls.setdefault(method, Counter())[outcome] += 1

    def as_json(self, *, with_chats: bool) -> dict[str, Any]:
        """All figures; `deliveries` by chat only where asked, there may be tens of thousands."""
        figures: dict[str, Any] = {
            "calls": {method: dict(outcomes) for method, outcomes in sorted(self.calls.items())},
            "delivered": self.deliveries.total(),
            "chats": len(self.deliveries),
            "most_in_a_chat": max(self.deliveries.values(), default=0),
        }
        if with_chats:
            figures["deliveries"] = {str(chat_id): n for chat_id, n in self.deliveries.items()}
        return figures

    def clear(self) -> None:
        """From nought."""
        self.calls.clear()
        self.deliveries.clear()
