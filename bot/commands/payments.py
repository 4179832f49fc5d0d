"""`canbao payments import FILE`: the tax system's export of payments (缴费明细)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.list_imports import Desk, import_list, tell
from storage.database import Database
from storage.importing.payments import import_payments
from storage.importing.preview import Preview
from storage.importing.result import ImportOptions, ImportResult, Progress
from storage.keys import Keys

app = typer.Typer(add_completion=False)


@app.callback()
def payments() -> None:
    """Payments from the tax system."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="An .xlsx or .csv file")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count and report, keep nothing")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Keep nothing if any row is rejected")] = False,
    village: Annotated[str | None, typer.Option(help="Whose list it is, where the file does not say")] = None,
    year: Annotated[
        int | None, typer.Option(help="Insurance year of rows that name none; the pack's if not given")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing")] = False,
) -> None:
    """Import payments: each once, by its order number; rows that are not certain go into FILE-report.xlsx."""
    desk = Desk.open()
    options = ImportOptions(strict=strict, dry_run=dry_run)

    async def run(
        database: Database, keys: Keys, preview: Preview, wanted: ImportOptions, progress: Progress
    ) -> ImportResult:
        return await import_payments(
            database,
            keys,
            preview,
            desk.words,
            year or desk.pack.year,
            desk.now,
            options=wanted,
            progress=progress,
        )

    result, report = import_list(desk, file, "payments", village, options, yes=yes, run=run)
    tell(desk, "lists.payments_done", result, options, report)
