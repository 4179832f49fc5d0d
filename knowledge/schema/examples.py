"""examples.yaml: situations and outcomes, a pack's own tests and its best documentation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from knowledge.schema.base import Clause, Data, Id, Name, Yuan


def _stated_or_unknown(value: object) -> object:
    return str(value) if isinstance(value, float) else value


Outcome = Annotated[Yuan | Literal["unknown"], BeforeValidator(_stated_or_unknown)]


class ExampleMember(Data):
    """A member with a birthday or a day of payment."""

    category: Name
    born: date | None = None
    paid: date | None = None


class Example(Data):
    """A household on a day and what it pays, or a question on a day and what the answer says.

    `unknown` is the outcome that the notice leaves open. `clause` has to be among the sources.
    """

    name: Name
    day: date
    members: tuple[Name | ExampleMember, ...] = ()
    total: Outcome | None = None
    due_now: Outcome | None = None
    refund_later: Outcome | None = None
    topic: Id | None = None
    question: str | None = None
    says: tuple[Name, ...] = ()
    never_says: tuple[Name, ...] = ()
    stated: bool | None = None
    clause: Clause | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Example:
        if bool(self.members) == bool(self.topic):
            raise ValueError("needs either members or a topic")
        if self.members and self.total is None:
            raise ValueError("a household needs its total")
        if self.topic and not (self.says or self.never_says or self.stated is not None):
            raise ValueError("a topic needs says, never_says or stated")
        return self

    def expected(self, which: Literal["total", "due_now", "refund_later"]) -> Decimal | str | None:
        """An expected sum, "unknown", or None where the example does not say."""
        value: Decimal | str | None = getattr(self, which)
        return value


class Examples(Data):
    """The examples of a pack."""

    examples: tuple[Example, ...] = Field(default=())
