"""What every export is made from, and the list of exports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.pack import Pack
from knowledge.phrasebook import Phrasebook
from storage.database import Connection
from storage.spreadsheets.writing import SheetContent, workbook_of


@dataclass(frozen=True, slots=True)
class Source:
    """An open connection, the pack, the phrasebook, and the moment as of which the export is made."""

    connection: Connection
    pack: Pack
    phrases: Phrasebook
    now: datetime

    def headings(self, name: str) -> list[str]:
        """A sheet's headings."""
        return self.phrases.say(f"export.{name}.headings").split("、")

    def say(self, key: str, **blanks: Any) -> str:
        """A word or sentence of an export."""
        return self.phrases.say(f"export.{key}", **blanks)


Builder = Callable[[Source], Awaitable[list[SheetContent]]]


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook that can be asked for by name. `is_personal`: it names people, so never in a group."""

    name: str
    build: Builder
    is_personal: bool = False

    async def workbook(self, source: Source) -> bytes:
        """The .xlsx file."""
        return workbook_of(await self.build(source))

    def file_name(self, source: Source) -> str:
        """西岩镇2022年度进度20211122.xlsx"""
        title = source.say(self.name)
        return f"{source.pack.place}{source.pack.year}年度{title}{source.now:%Y%m%d}.xlsx"
