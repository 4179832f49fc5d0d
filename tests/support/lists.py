"""Lists for tests: ID numbers that nobody has, files made of rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Table, select

from knowledge.roster.id_numbers import check_character
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import Reason
from storage import tables
from storage.database import Database
from storage.importing.payments import import_payments
from storage.importing.preview import preview_list
from storage.importing.result import DEFAULT_OPTIONS, ImportOptions, ImportResult
from storage.importing.roster import import_roster
from storage.keys import Keys
from storage.spreadsheets.opening import open_spreadsheet
from tests.knowledge.packs import XIYAN, pack

TODAY = date(2021, 11, 22)


def number(order: int) -> str:
    """An ID number that nobody has (region 99), another one for each order up to 28,000."""
    first = f"9999001980{order // 1000 % 12 + 1:02}{order // 12000 + 1:02}{order % 1000:03}"
    return first + check_character(first)


def csv_of(*rows: str, encoding: str = "utf-8") -> bytes:
    """A CSV file of rows whose cells have | between; #7 is the seventh ID number."""
    return "".join(f"{','.join(cells_of(row))}\r\n" for row in rows).encode(encoding)


def cells_of(row: str) -> list[str]:
    """A row's cells."""
    return [number(int(cell[1:])) if cell.startswith("#") else cell for cell in row.split("|")]


def xlsx_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets, written by another library than the one that reads."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def words(today: date = TODAY) -> ListWords:
    """The words of 西岩镇 as of a day."""
    return ListWords.of(pack(XIYAN), today)


def reasons(result: ImportResult) -> list[tuple[int, str]]:
    """Row and reason of what was rejected."""
    return [(row.row, row.reason.key) for row in result.rejected]


def say(reason: Reason) -> str:
    """A reason by its key."""
    return reason.key


class Office:
    """Somebody who imports lists into a database."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database = database
        self.keys = keys

    async def roster(
        self,
        file: bytes,
        on: date = TODAY,
        options: ImportOptions = DEFAULT_OPTIONS,
        name: str = "太塘村.csv",
    ) -> ImportResult:
        """Imports a roster on a day."""
        with open_spreadsheet(file, name) as spreadsheet:
            preview = preview_list(spreadsheet, "roster", words(on).places)
            return await import_roster(
                self.database, self.keys, preview, words(on), moment(on), options=options
            )

    async def payments(
        self, file: bytes, options: ImportOptions = DEFAULT_OPTIONS, name: str = "太塘村.csv"
    ) -> ImportResult:
        """Imports the tax system's export."""
        with open_spreadsheet(file, name) as spreadsheet:
            preview = preview_list(spreadsheet, "payments", words().places)
            return await import_payments(
                self.database, self.keys, preview, words(), 2022, moment(TODAY), options=options
            )

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """All rows of a table by id."""
        async with self.database.reading() as connection:
            found = await connection.execute(select(table).order_by(table.c.id))
            return [dict(row._mapping) for row in found]

    async def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that lists bring into the database, to compare before and after."""
        async with self.database.reading() as connection:
            return {
                table.name: [
                    tuple(row) for row in await connection.execute(select(table).order_by(table.c.id))
                ]
                for table in (
                    tables.households,
                    tables.persons,
                    tables.person_history,
                    tables.payments,
                    tables.audit,
                )
            }


def moment(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), UTC)
