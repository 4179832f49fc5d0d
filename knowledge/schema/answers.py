"""answers.yaml: what the pack says on each topic, in our own words with blanks for its own facts."""

from __future__ import annotations

from knowledge.schema.base import Clause, Data, Name


class AnswerText(Data):
    """`text` has the short answer in its first line; blanks name the pack's facts (see facts.py)."""

    text: Name
    clauses: tuple[Clause, ...]
    related: tuple[str, ...] = ()


class UnstatedTopic(Data):
    """A topic on which the notice says nothing. `nearby` is what it does say close to it, with its clauses."""

    nearby: str | None = None
    clauses: tuple[Clause, ...] = ()
    related: tuple[str, ...] = ()
