"""What an import did, and the workbook that tells it row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from knowledge.roster.values import Reason, Rejection
from storage.spreadsheets.writing import SheetContent, workbook_of

Say = Callable[[Reason], str]
# hears how many rows are done, of about how many
Progress = Callable[[int, int], None]


def no_progress(_done: int, _of: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`strict`: nothing where a row is rejected. `dry_run`: count, and keep nothing. `complete`: a roster names
    everybody of its villages, so that who is not in it has left.
    """

    strict: bool = False
    dry_run: bool = False
    complete: bool = False


DEFAULT_OPTIONS = ImportOptions()

_WIDTHS = (18, 8, 14, 60)


@dataclass(slots=True)
class Findings:
    """What an import comes across while it runs."""

    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejection] = field(default_factory=list)
    noted: list[Rejection] = field(default_factory=list)

    def reject(self, sheet: str, row: int, name: str, reason: Reason) -> None:
        """The row is not taken."""
        self.rejected.append(Rejection(sheet, row, name, reason))

    def note(self, sheet: str, row: int, name: str, reason: Reason) -> None:
        """The row is taken, with something to know about it."""
        self.noted.append(Rejection(sheet, row, name, reason))

    @property
    def has_changes(self) -> bool:
        """Whether anything in the database became different."""
        return any(self.counts[name] for name in ("added", "updated", "left", "refunds", "confirmed"))

    def result(self, written: bool) -> ImportResult:
        """All of it, in the order of sheets and rows."""
        self.counts["rejected"] = len(self.rejected)
        return ImportResult(written, self.counts, _in_order(self.rejected), _in_order(self.noted))


def _in_order(rows: list[Rejection]) -> tuple[Rejection, ...]:
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(row.sheet for row in rows))}
    return tuple(sorted(rows, key=lambda row: (sheets[row.sheet], row.row)))


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`counts` by what became of rows: rows, added, updated, unchanged, rejected, passed_over, left …; `written`
    is False where nothing was kept (a dry run, or strict with rejected rows). `noted` are rows that were taken
    with something to know about them.
    """

    written: bool
    counts: Counter[str] = field(default_factory=Counter)
    rejected: tuple[Rejection, ...] = ()
    noted: tuple[Rejection, ...] = ()

    def report(self, say: Say) -> bytes:
        """The .xlsx with every rejected and every noted row: sheet, row number, name, reason."""
        headings = [say(Reason(f"lists.heading_{name}")) for name in ("sheet", "row", "name", "reason")]
        return workbook_of(
            SheetContent(say(Reason(f"lists.{name}_sheet")), headings, _lines(rows, say), _WIDTHS)
            for name, rows in (("rejected", self.rejected), ("noted", self.noted))
        )


def _lines(rows: tuple[Rejection, ...], say: Say) -> Iterator[tuple[str, int | None, str, str]]:
    for sheet, row, name, reason in rows:
        yield sheet, row or None, name, say(reason)


class NotKept(Exception):
    """Raised at the end of an import that shall leave no trace: rolls its transaction back."""
