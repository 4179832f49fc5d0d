"""A piece of a message in its clause, as the rules look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.tally.roles import Token


@dataclass(frozen=True, slots=True)
class Fees:
    """What one may pay, and what the ordinary person pays, yuan."""

    amounts: frozenset[Decimal]
    ordinary: Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """A piece in its clause (`start` to `end`). `alone`: the message has no other clause."""

    tokens: Sequence[Token]
    position: int
    start: int
    end: int
    alone: bool
    fees: Fees
    sent_on: date

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    @property
    def before(self) -> Token | None:
        """The piece before it, in the clause."""
        return self.tokens[self.position - 1] if self.position > self.start else None

    @property
    def after(self) -> Token | None:
        """The piece behind it, in the clause."""
        return self.tokens[self.position + 1] if self.position + 1 < self.end else None

    @property
    def earlier(self) -> Sequence[Token]:
        return self.tokens[self.start : self.position]

    @property
    def later(self) -> Sequence[Token]:
        return self.tokens[self.position + 1 : self.end]
