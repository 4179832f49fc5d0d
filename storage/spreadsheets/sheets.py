"""What a spreadsheet is here: named sheets of rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class Sheet(Protocol):
    """One sheet. `rows()` gives every row from the first, as text; it can be called again."""

    @property
    def name(self) -> str:
        """The sheet's name, for a CSV file the file's."""

    @property
    def height(self) -> int:
        """How many rows there are, about: for showing progress."""

    @property
    def formulas(self) -> tuple[tuple[int, int], ...]:
        """Row (from 1) and place (from 0, as in `rows()`) of the first cells that hold formulas."""

    def rows(self) -> Iterator[list[str]]:
        """The rows; each may be shorter or longer than the others."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file that was opened; `name` is the file's."""

    name: str
    sheets: tuple[Sheet, ...]
