"""areas.yaml: the tree of areas that the notice names, with their figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from knowledge.model import Area
from knowledge.schema.base import Clause, Data, Name


class AreaNode(Data):
    """An area and those below it, to any depth. Its id is `id`, else its name."""

    id: str | None = None
    name: Name
    kind: Literal["county", "township", "village", "group"]
    headcount: int | None = Field(None, ge=0)
    enrolled_elsewhere: int | None = Field(None, ge=0)
    target: int | None = Field(None, ge=0)
    enrolled_last_year: int | None = Field(None, ge=0)
    aliases: tuple[Name, ...] = ()
    children: tuple[AreaNode, ...] = ()

    def flattened(self, parent: str | None = None) -> Iterator[Area]:
        """This area, then those below it, as flat values."""
        own = self.id or self.name
        yield Area(
            own,
            self.name,
            parent,
            self.kind,
            self.headcount,
            self.enrolled_elsewhere,
            self.target,
            self.aliases,
        )
        for child in self.children:
            yield from child.flattened(own)


class PrintedTotals(Data):
    """Sums that the notice prints itself, to be compared with ours."""

    target: int | None = None
    enrolled_last_year: int | None = None


class Areas(Data):
    """`clause` is where the figures stand; None where the notice names no areas below its own."""

    clause: Clause | None = None
    root: AreaNode
    printed_totals: PrintedTotals | None = None
