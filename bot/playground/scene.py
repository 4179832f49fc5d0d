"""What the page shows: columns of phone-like screens, each a chat seen by one person or by several in turn."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that a tap sends; `label` is what the button says instead, `by` who asks it, None for
    whoever speaks."""

    text: str
    label: str | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who writes in a screen's chat."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One phone. `chat` is the person's id for a private chat with the bot, else the group's."""

    id: str
    chat: int
    title: str
    role: str
    about: str
    speakers: tuple[Speaker, ...]
    suggestions: tuple[Suggestion, ...] = ()

    def as_json(self) -> Json:
        """For the page, with `is_group`."""
        return {**asdict(self), "is_group": self.chat < 0}


@dataclass(frozen=True, slots=True)
class Column:
    """Screens that share a place side by side with the others; one of them is shown at a time."""

    title: str
    screens: tuple[Screen, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page. `deadline` is the last day of the collection window."""

    place: str
    year: int
    deadline: date
    columns: tuple[Column, ...]

    def with_screen(self, screen: Screen) -> Scene:
        """One more phone in the first column."""
        first, *others = self.columns
        grown = replace(first, screens=(*first.screens, screen))
        return replace(self, columns=(grown, *others))

    def as_json(self) -> Json:
        """For the page."""
        columns = [
            {"title": column.title, "screens": [screen.as_json() for screen in column.screens]}
            for column in self.columns
        ]
        return {
            "place": self.place,
            "year": self.year,
            "deadline": self.deadline.isoformat(),
            "columns": columns,
        }
