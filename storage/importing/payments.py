"""`import_payments`: a previewed export of the tax system into the database, all that is clear or, strictly, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from knowledge.roster.payment_rows import PaymentReader
from knowledge.roster.roster_rows import ListWords
from knowledge.roster.values import PaymentRow, Rejection
from storage.audit import record_look
from storage.bulk import collector_paused
from storage.database import Database
from storage.importing.payment_writer import PaymentWriter
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
from storage.keys import Keys
from storage.payments import Source

BATCH_ROWS = 2_000


async def import_payments(
    database: Database,
    keys: Keys,
    preview: Preview,
    words: ListWords,
    year: int,
    at: datetime,
    *,
    by: int | None = None,
    source: Source = Source.IMPORT,
    options: ImportOptions = DEFAULT_OPTIONS,
    progress: Progress = no_progress,
) -> ImportResult:
    """Imports a previewed export in one transaction; `year` is meant where a row names none.

    The same export again changes nothing. Rows whose person is unknown or not certain are rejected, for somebody
    to decide; counts are those of ImportResult, and refunds and confirmed (what a clerk had marked before).
    """
    findings = Findings()
    try:
        async with database.transaction() as connection:
            writer = PaymentWriter(connection, keys, findings, by, at, source)
            with collector_paused():
                await writer.begin()
                done = 0
                for sheet in preview.sheets:
                    for rows, read in _batches(sheet, words, year, findings):
                        await writer.write(sheet.sheet.name, rows)
                        done += read
                        progress(done, preview.height)
                await writer.finish()
            if options.dry_run or (options.strict and findings.rejected):
                raise NotKept
            if findings.has_changes:
                await record_look(connection, by, "import_payments", at, reason=preview.name)
    except NotKept:
        return findings.result(written=False)
    return findings.result(written=True)


def _batches(
    sheet: SheetPreview, words: ListWords, year: int, findings: Findings
) -> Iterator[tuple[list[PaymentRow], int]]:
    """The payments of the sheet, some thousand rows at a time, and how many rows those were."""
    reader = PaymentReader(sheet.sheet.name, sheet.layout, words, year, sheet.area_id)
    rows = enumerate(sheet.rows(), sheet.layout.header_row + 1)
    while part := list(islice(rows, BATCH_ROWS)):
        payments = []
        for number, cells in part:
            read = reader.read(number, cells)
            if read is None:
                findings.counts["passed_over"] += 1
            elif isinstance(read, Rejection):
                findings.rejected.append(read)
            else:
                payments.append(read)
        findings.counts["rows"] += len(part)
        yield payments, len(part)
