"""What has happened, for whoever watches: the page's event stream, waiting tests, the page's badges."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Listener = Callable[[Json], None]
_REMEMBERED = 5_000


class Events:
    """Numbered events; listeners are called at once, late ones can ask for what they missed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._recent: deque[Json] = deque(maxlen=_REMEMBERED)
        self.last = 0

    def publish(self, kind: str, chat_id: int | None = None, **details: Any) -> None:
        """Adds an event `{"id", "type", "chat_id"?, …}`."""
        self.last += 1
        event: Json = {"id": self.last, "type": kind, **details}
        if chat_id is not None:
            event["chat_id"] = chat_id
        self._recent.append(event)
        for listener in tuple(self._listeners):
            listener(event)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` for every event from now on; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def since(self, event_id: int) -> Iterator[Json]:
        """The remembered events after that one, oldest first."""
        return (event for event in tuple(self._recent) if event["id"] > event_id)
