"""`canbao export`: the same workbooks from the shell, and one clear line where something is wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import cli
from handlers import booking
from knowledge.library import load_library
from knowledge.model import TallyEntry
from knowledge.standing.model import Origin
from storage.database import open_database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one booked report in its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANBAO_DATABASE", f"sqlite+aiosqlite:///{tmp_path}/canbao.sqlite3")
    monkeypatch.setenv("CANBAO_NOW", "2021-11-22T09:00")
    asyncio.run(_book(tmp_path))
    return tmp_path


async def _book(folder: Path) -> None:
    pack = load_library().pack("xiyan-2022")
    database = await open_database(f"sqlite+aiosqlite:///{folder}/canbao.sqlite3")
    said = TallyEntry("华升社区", date(2021, 11, 21), 38, 12, Decimal(12160))
    async with database.transaction() as connection:
        await booking.book(connection, pack, Origin(1, 1), [said], 7, datetime(2021, 11, 21, tzinfo=UTC))
    await database.close()


def canbao(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr("sys.argv", ["canbao", *args])
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.mark.parametrize(
    ("name", "sheet", "cell", "value"),
    [("progress", "进度", "D2", 38), ("tallies", "报数明细", "E2", 38)],
)
def test_a_workbook_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, sheet: str, cell: str, value: int
) -> None:
    assert canbao(monkeypatch, "export", name, "out.xlsx") == 0
    assert load_workbook(folder / "out.xlsx")[sheet][cell].value == value


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("weather", "out.xlsx"), "there is no export «weather»"),
        (("progress", "out.csv"), "must end in .xlsx"),
        (("progress", "nowhere/out.xlsx"), "No such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    words: str,
) -> None:
    assert canbao(monkeypatch, "export", *args) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_without_a_database_there_is_nothing_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANBAO_DATABASE", f"sqlite+aiosqlite:///{tmp_path}/none.sqlite3")
    assert canbao(monkeypatch, "export", "progress", "out.xlsx") == 2
    assert "there is no database" in capsys.readouterr().err
