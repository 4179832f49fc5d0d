"""The bot's queue of updates: kept until confirmed, given again until then."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

Json = dict[str, Any]

# sent only to bots that ask for them by name
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_REMEMBERED = 2_000


class Updates:
    """Update ids rise by one; `allowed` is what the bot asked for last (None: everything usual)."""

    def __init__(self, first_id: int = 100_000) -> None:
        self._next_id = first_id
        self._pending: OrderedDict[int, Json] = OrderedDict()
        self._again: deque[Json] = deque()
        self._confirmed: deque[Json] = deque(maxlen=_REMEMBERED)
        self._allowed: frozenset[str] | None = None
        self._wakers: set[Callable[[], None]] = set()
        self.created = 0

    def __len__(self) -> int:
        return len(self._pending) + len(self._again)

    @property
    def allowed(self) -> list[str] | None:
        """For getWebhookInfo: the list that was set."""
        return None if self._allowed is None else sorted(self._allowed)

    def allow(self, kinds: Iterable[str]) -> None:
        """From now on only these kinds; none at all means the usual ones."""
        self._allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        """Is this kind of update for the bot?"""
        return kind not in ON_REQUEST if self._allowed is None else kind in self._allowed

    def add(self, kind: str, content: Json) -> Json | None:
        """Queues an update if the bot wants its kind, and wakes whoever waits."""
        if not self.wants(kind):
            return None
        update: Json = {"update_id": self._next_id, kind: content}
        self._next_id += 1
        self.created += 1
        self._pending[update["update_id"]] = update
        self._wake()
        return update

    def confirm(self, offset: int) -> None:
        """Forgets what comes before `offset`; a negative one keeps only the last so many."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._confirmed.append(self._pending.popitem(last=False)[1])
            return
        before = len(self._pending)
        while self._pending and next(iter(self._pending)) < offset:
            self._confirmed.append(self._pending.popitem(last=False)[1])
        if before and not self._pending:
            self._wake()

    def first(self, limit: int) -> list[Json]:
        """The oldest unconfirmed ones."""
        return list(islice(self._pending.values(), limit))

    def take_again(self, limit: int) -> list[Json]:
        """What is to be given once more, whatever was confirmed; each only once."""
        return [self._again.popleft() for _ in range(min(limit, len(self._again)))]

    def remove(self, update: Json) -> None:
        """Confirms one update: a webhook has taken it."""
        if self._pending.pop(update["update_id"], None):
            self._confirmed.append(update)
        self._wake()

    def clear(self) -> None:
        """drop_pending_updates."""
        self._pending.clear()
        self._again.clear()

    def redeliver(self, update_id: int) -> bool:
        """Gives an update that the bot had already once more, as after a crash; False if it is forgotten."""
        known = next((u for u in self.recent() if u["update_id"] == update_id), None)
        if known is None:
            return False
        self._again.append(known)
        self._wake()
        return True

    def recent(self) -> list[Json]:
        """What can be redelivered and what waits, oldest first."""
        return [*self._confirmed, *self._pending.values()]

    def on_change(self, waker: Callable[[], None]) -> Callable[[], None]:
        """Calls `waker` when something is new or the last one is confirmed; the result ends that."""
        self._wakers.add(waker)
        return lambda: self._wakers.discard(waker)

    def _wake(self) -> None:
        for waker in tuple(self._wakers):
            waker()
