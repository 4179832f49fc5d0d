"""What `canbao roster import` and `canbao payments import` share: show, ask, import with a progress bar, report."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from bot.clock import Clock
from bot.errors import BadInput
from bot.settings import Settings, read_settings
from knowledge.library import load_library
from knowledge.pack import Pack
from knowledge.phrasebook import Phrasebook
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import Reason
from storage.database import Database, open_database
from storage.errors import BadFile
from storage.importing.preview import Kind, Preview, preview_list
from storage.importing.result import ImportOptions, ImportResult, Progress
from storage.keys import Keys, open_keys
from storage.spreadsheets.opening import open_spreadsheet


@dataclass(frozen=True, slots=True)
class Desk:
    """What an import at the command line works with."""

    settings: Settings
    phrases: Phrasebook
    pack: Pack
    words: ListWords
    now: datetime

    def say(self, reason: Reason) -> str:
        """The sentence for a reason."""
        return self.phrases.say(reason.key, **reason.blanks)

    @classmethod
    def open(cls) -> Desk:
        """As the settings say."""
        settings = read_settings()
        library = load_library()
        pack = library.pack(settings.pack)
        now = Clock(settings.zone, settings.now)()
        return cls(settings, library.phrases, pack, ListWords.of(pack, now.date()), now)


Importing = Callable[[Database, Keys, Preview, ImportOptions, Progress], Awaitable[ImportResult]]


def import_list(
    desk: Desk,
    file: Path,
    kind: Kind,
    village: str | None,
    options: ImportOptions,
    *,
    yes: bool,
    run: Importing,
) -> tuple[ImportResult, Path | None]:
    """Shows what the file holds, asks on a terminal, imports; the result and the report's path if there is one."""
    try:
        with open_spreadsheet(file) as spreadsheet:
            preview = preview_list(spreadsheet, kind, desk.words.places, _area(desk, village))
            show(desk, preview)
            if not yes and not options.dry_run and _is_terminal():
                typer.confirm(desk.say(Reason("lists.confirm")), abort=True)
            result = asyncio.run(_import(desk, preview, options, yes, run))
    except BadFile as error:
        raise BadInput(desk.say(error.reason)) from error
    report = file.with_name(f"{file.stem}-report.xlsx") if result.rejected or result.noted else None
    if report is not None:
        _write_privately(report, result.report(desk.say))
    return result, report


def _area(desk: Desk, village: str | None) -> str | None:
    if village is None:
        return None
    area_id = desk.words.places.find_in(village)
    if area_id is None:
        raise BadInput(desk.say(Reason("roster.area_unknown", {"text": village})))
    return area_id


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


async def _import(
    desk: Desk, preview: Preview, options: ImportOptions, yes: bool, run: Importing
) -> ImportResult:
    database = await open_database(desk.settings.database)
    try:
        keys = await open_keys(database, desk.settings.data_folder)
        if options.complete and not (yes or options.dry_run) and _is_terminal():
            await _confirm_leaving(desk, database, keys, preview, options, run)
        with _progress(desk.say(Reason("lists.reading"))) as progress:
            return await run(database, keys, preview, options, progress)
    finally:
        await database.close()


async def _confirm_leaving(
    desk: Desk, database: Database, keys: Keys, preview: Preview, options: ImportOptions, run: Importing
) -> None:
    with _progress(desk.say(Reason("lists.reading"))) as progress:
        trial = await run(database, keys, preview, replace(options, dry_run=True), progress)
    if trial.counts["left"]:
        question = Reason("lists.confirm_left", {"count": trial.counts["left"]})
        typer.confirm(desk.say(question), abort=True)


def show(desk: Desk, preview: Preview) -> None:
    """Which column was taken for what."""
    areas = {area.id: area.name for area in desk.pack.areas}
    for sheet in preview.sheets:
        blanks = {"sheet": sheet.sheet.name, "row": sheet.layout.header_row}
        typer.echo(desk.say(Reason("lists.columns", blanks)))
        for column in sheet.layout.columns:
            if column.field:
                typer.echo(f"  {column.heading} → {desk.say(Reason(f'columns.{column.field}'))}")
        unused = [column.heading for column in sheet.layout.columns if not column.field and column.heading]
        if unused:
            typer.echo("  " + desk.say(Reason("lists.columns_unused", {"columns": "、".join(unused)})))
        if "area" not in sheet.layout.fields and sheet.area_id:
            typer.echo("  " + desk.say(Reason("lists.village", {"area": areas[sheet.area_id]})))
    if preview.passed_over:
        typer.echo(desk.say(Reason("lists.passed_over", {"sheets": "、".join(preview.passed_over)})))
    for remark in preview.remarks:
        typer.echo(desk.say(remark))


def tell(desk: Desk, done: str, result: ImportResult, options: ImportOptions, report: Path | None) -> None:
    """What came of it: counts (in the sentence `done`), the report; `BadInput` where strictness kept all out."""
    counts = {name: result.counts[name] for name in _COUNTED}
    typer.echo(desk.say(Reason(done, counts)).rstrip())
    if result.counts["left"]:
        typer.echo(desk.say(Reason("lists.roster_left", {"count": result.counts["left"]})))
    if report is not None:
        typer.echo(desk.say(Reason("lists.report", {"file": report})))
    if options.dry_run:
        typer.echo(desk.say(Reason("lists.nothing_kept_dry")))
    elif not result.written:
        raise BadInput(desk.say(Reason("lists.nothing_kept_strict")))


_COUNTED = ("rows", "added", "updated", "unchanged", "rejected", "passed_over", "refunds", "confirmed")


@contextmanager
def _progress(what: str) -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=max(done, of))


def _write_privately(path: Path, content: bytes) -> None:
    """The report names people: only its owner may read it."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
