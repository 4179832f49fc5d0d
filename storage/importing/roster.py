"""`import_roster`: a previewed roster into the database, all that is valid or, strictly, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from knowledge.roster.roster_rows import ListWords, RosterReader
from knowledge.roster.values import RosterColumns
from storage.audit import record_look
from storage.bulk import collector_paused
from storage.database import Database
from storage.importing.preview import Preview, SheetPreview
from storage.importing.result import (
    DEFAULT_OPTIONS,
    Findings,
    ImportOptions,
    ImportResult,
    NotKept,
    Progress,
    no_progress,
)
from storage.importing.roster_writer import RosterWriter
from storage.keys import Keys

# rows between two looks at the clock of whoever waits: a tenth of a second
BATCH_ROWS = 5_000


async def import_roster(
    database: Database,
    keys: Keys,
    preview: Preview,
    words: ListWords,
    at: datetime,
    *,
    by: int | None = None,
    options: ImportOptions = DEFAULT_OPTIONS,
    progress: Progress = no_progress,
) -> ImportResult:
    """Imports a previewed roster in one transaction. The same list again changes nothing.

    `by` is the user who imports, None at the command line; `at` the moment; `words.today` the day of changes.
    """
    findings = Findings()
    try:
        async with database.transaction() as connection:
            day, category = words.today, words.categories.ordinary
            writer = RosterWriter(connection, keys, findings, category, day, by, at)
            with collector_paused():
                await _write(writer, preview, words, findings, progress)
            if options.complete:
                await writer.mark_missing()
            await writer.finish()
            if options.dry_run or (options.strict and findings.rejected):
                raise NotKept
            if findings.has_changes:
                await record_look(connection, by, "import_roster", at, reason=preview.name)
    except NotKept:
        return findings.result(written=False)
    return findings.result(written=True)


async def _write(
    writer: RosterWriter, preview: Preview, words: ListWords, findings: Findings, progress: Progress
) -> None:
    await writer.begin()
    done = 0
    for sheet in preview.sheets:
        for persons, read in _batches(sheet, words, findings):
            await writer.write(sheet.sheet.name, persons)
            done += read
            progress(done, preview.height)


def _batches(
    sheet: SheetPreview, words: ListWords, findings: Findings
) -> Iterator[tuple[RosterColumns, int]]:
    """The persons of the sheet, some thousand rows at a time, and how many rows those were."""
    reader = RosterReader(sheet.sheet.name, sheet.layout, words, sheet.area_id)
    rows = sheet.rows()
    next_row = sheet.layout.header_row + 1
    while part := list(islice(rows, BATCH_ROWS)):
        batch = reader.read(next_row, part)
        next_row += len(part)
        findings.rejected.extend(batch.rejected)
        findings.counts["rows"] += len(part)
        findings.counts["passed_over"] += batch.passed_over
        yield batch.persons, len(part)
