"""One call of the bot, on its way through the methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.schema import ATTACHED, Upload
from bot.playground.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """`params` are checked and in their own types; `uploads` are the files of a multipart body."""

    world: World
    method: str
    params: Json
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter that may be missing."""
        return self.params.get(name, default)

    def file(self, value: Upload | str) -> Upload | str:
        """What a file parameter means: an upload, or a file_id or address."""
        if isinstance(value, str) and value.startswith(ATTACHED):
            return self.uploads.get(value.removeprefix(ATTACHED), "")
        return value


Method = Callable[[Call], Any]
