"""cases.yaml: what becomes of each kind of case here: steps, papers, who acts, within how many days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from knowledge.schema.base import Clause, Data, Id, Name, NamedFact


class Paper(NamedFact):
    """A paper that the notice asks for: sent as a photo in private, or brought to the counter."""

    by: Literal["photo", "counter"]


class CaseRule(Data):
    """How a kind of case goes. Without `clauses` the notice says nothing on it, and general steps are said.

    `acts` is who works on it in the notice's words (the pack's office where it says nothing), `target_days` what
    the township sets itself, `warning` is said at the start, `solved` when it is done.
    """

    clauses: tuple[Clause, ...] = ()
    acts: Name | None = None
    target_days: int = Field(ge=1, le=90)
    warning: Name | None = None
    steps: tuple[Name, ...] = ()
    papers: tuple[Paper, ...] = ()
    solved: Name | None = None

    @model_validator(mode="after")
    def _claims_have_clauses(self) -> CaseRule:
        claims = [name for name in ("acts", "warning", "steps", "papers", "solved") if getattr(self, name)]
        if claims and not self.clauses:
            raise ValueError(
                f"has {', '.join(claims)} but no clauses: without a clause nothing may be claimed"
            )
        if self.clauses and not self.steps:
            raise ValueError("has clauses but no steps")
        return self

    @property
    def is_stated(self) -> bool:
        """Whether the notice says how it goes."""
        return bool(self.clauses)

    @property
    def photos(self) -> tuple[Paper, ...]:
        """The papers that the conversation asks for."""
        return tuple(paper for paper in self.papers if paper.by == "photo")


class Canned(Data):
    """A ready-made sentence of the staff."""

    id: Id
    text: Name


class Cases(Data):
    """`counter` is where papers can be brought instead; `replies` and `refusals` are ready-made sentences."""

    counter: Name
    kinds: Mapping[Id, CaseRule]
    replies: tuple[Canned, ...] = ()
    refusals: tuple[Canned, ...] = ()
