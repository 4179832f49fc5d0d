"""pack.yaml: whose notice this is, on what it is silent, and where it contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from knowledge.schema.answers import UnstatedTopic
from knowledge.schema.base import Clause, Data, Id, Name


class Document(Data):
    """The notice itself. `name` is what replies call it."""

    name: Name
    title: Name
    issuer: Name
    number: str | None = None
    issued_on: date | None = None


class Quote(Data):
    """A few printed words, with their place."""

    clause: Clause
    words: Name


class Doubt(Data):
    """Where the notice leaves a doubt: what is printed, how we read it, why; `say` is added to replies on `topics`.

    `settles` names the traps (see pack/traps.py) for which this is the ruling.
    """

    id: Id
    quotes: tuple[Quote, ...] = Field(min_length=1)
    reading: Name
    reason: Name
    say: str | None = None
    topics: tuple[Id, ...] = ()
    settles: tuple[Id, ...] = ()


class Offices(Data):
    """Whom the notice sends people to, as a general wording where the deployment sets no contact."""

    residents: Name
    staff: Name


class Identity(Data):
    """The head of a pack. A `draft` still holds last year's values and never goes live."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    place: Name
    county: Name
    year: int = Field(ge=2000, le=2100)
    documents: tuple[Document, ...] = Field(min_length=1)
    offices: Offices
    draft: bool = False
    unstated: Mapping[Id, UnstatedTopic | None] = Field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
