"""A segment of a message: one group of figures, with the words that say what the group is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.tally.roles import Role, Token


@dataclass(frozen=True, eq=False)
class Segment:
    """A run of tokens. `clause` and `sentence` number what it stands in; `depth` counts open brackets."""

    tokens: tuple[Token, ...]
    clause: int
    sentence: int
    depth: int

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(token.role for token in self.tokens)

    def has(self, *roles: Role) -> bool:
        """Whether any of these roles stands in the segment."""
        return not self.roles.isdisjoint(roles)

    @cached_property
    def figures(self) -> tuple[Token, ...]:
        """The figures that can be booked."""
        return tuple(token for token in self.tokens if token.is_count)

    @cached_property
    def is_zero(self) -> bool:
        """Somebody reports that nobody paid."""
        return Role.ZERO in self.roles and not self.figures

    @cached_property
    def villages(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.role is Role.VILLAGE)

    @cached_property
    def days(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.role is Role.DAY)

    @cached_property
    def day(self) -> date | None:
        """The day that the segment speaks of."""
        return self.days[-1].day if self.days else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys of the categories named."""
        return tuple(token.key for token in self.tokens if token.role is Role.CATEGORY and token.key)

    def text_of(self, role: Role) -> str:
        """The text of the first token of that role."""
        return next((token.text for token in self.tokens if token.role is role), "")

    def before_figures(self) -> tuple[Token, ...]:
        """The tokens in front of the first figure."""
        for position, token in enumerate(self.tokens):
            if token.is_count:
                return self.tokens[:position]
        return self.tokens

    def after_figures(self) -> tuple[Token, ...]:
        """The tokens behind the last figure."""
        for position in range(len(self.tokens) - 1, -1, -1):
            if self.tokens[position].is_count:
                return self.tokens[position + 1 :]
        return ()
