"""A broadcast in the making: what its author has chosen so far. Every step gives a new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from knowledge.broadcasting.model import Audience, Content, ContentKind, Who


class Awaiting(StrEnum):
    """What the talk waits for."""

    WHO = "who"
    AREAS = "areas"
    CONTENT = "content"
    TIME = "time"
    CHECK = "check"  # the preview is shown


@dataclass(frozen=True, slots=True)
class Draft:
    """`starts_at` None: at once. `areas` None: not chosen yet; empty: all villages."""

    who: Who | None = None
    areas: frozenset[str] | None = None
    content: Content | None = None
    wants_receipt: bool = False
    starts_at: datetime | None = None
    corrects_id: int | None = None
    corrects_kind: Who | None = None

    @property
    def next_step(self) -> Awaiting:
        """What is missing, in the order in which it is asked."""
        if self.who is None:
            return Awaiting.WHO
        if self.areas is None:
            return Awaiting.AREAS
        return Awaiting.CONTENT if self.content is None else Awaiting.CHECK

    @property
    def audience(self) -> Audience:
        """To whom it goes; only for a draft that has an audience."""
        assert self.who is not None
        return Audience(self.who, self.areas or frozenset(), self.corrects_id, self.corrects_kind)

    def toggled(self, area_id: str) -> Draft:
        """With a village chosen, or not chosen any more."""
        return replace(self, areas=(self.areas or frozenset()) ^ {area_id})

    def as_json(self) -> dict[str, Any]:
        """To be kept through a restart."""
        content = self.content
        return {
            "who": self.who,
            "areas": None if self.areas is None else sorted(self.areas),
            "content": [content.kind, content.text, content.file_id] if content else None,
            "wants_receipt": self.wants_receipt,
            "starts_at": self.starts_at.isoformat() if self.starts_at else None,
            "corrects_id": self.corrects_id,
            "corrects_kind": self.corrects_kind,
        }


def draft_from(values: Mapping[str, Any]) -> Draft:
    """The draft that was kept."""
    content, areas, starts_at = values["content"], values["areas"], values["starts_at"]
    return Draft(
        Who(values["who"]) if values["who"] else None,
        None if areas is None else frozenset(areas),
        Content(ContentKind(content[0]), content[1], content[2]) if content else None,
        values["wants_receipt"],
        datetime.fromisoformat(starts_at) if starts_at else None,
        values["corrects_id"],
        Who(values["corrects_kind"]) if values["corrects_kind"] else None,
    )
