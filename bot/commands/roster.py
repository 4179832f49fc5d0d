"""`canbao roster import FILE`: the township's roster (花名册) as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.list_imports import Desk, import_list, tell
from storage.database import Database
from storage.importing.preview import Preview
from storage.importing.result import ImportOptions, ImportResult, Progress
from storage.importing.roster import import_roster
from storage.keys import Keys

app = typer.Typer(add_completion=False)


@app.callback()
def roster() -> None:
    """The township's roster."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="An .xlsx or .csv file")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count and report, keep nothing")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Keep nothing if any row is rejected")] = False,
    complete: Annotated[
        bool,
        typer.Option(
            "--complete", help="The file names everybody of its villages: who is not in it has left"
        ),
    ] = False,
    village: Annotated[str | None, typer.Option(help="Whose list it is, where the file does not say")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing")] = False,
) -> None:
    """Import a roster: new people are added, known ones updated, rejected rows reported in FILE-report.xlsx."""
    desk = Desk.open()
    options = ImportOptions(strict=strict, dry_run=dry_run, complete=complete)

    async def run(
        database: Database, keys: Keys, preview: Preview, wanted: ImportOptions, progress: Progress
    ) -> ImportResult:
        return await import_roster(
            database, keys, preview, desk.words, desk.now, options=wanted, progress=progress
        )

    result, report = import_list(desk, file, "roster", village, options, yes=yes, run=run)
    tell(desk, "lists.roster_done", result, options, report)
