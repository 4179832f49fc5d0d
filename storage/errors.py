"""What can go wrong with what is remembered.

StorageError            one clear line
├── DatabaseUnusable    the file or server cannot be opened, or is damaged
├── KeyUnusable         the key file beside the database is missing, damaged or another's
├── BadFile             a list (spreadsheet, CSV) cannot be read as what it should be
└── NotFound            a `get_` function did not find its row
"""

from __future__ import annotations

from knowledge.roster.values import Reason


class StorageError(Exception):
    """Base of this room's errors."""


class DatabaseUnusable(StorageError):
    """The database cannot be opened or is not ours; says which and what to do next."""


class KeyUnusable(StorageError):
    """Personal numbers cannot be matched or read; says which file and what to do next."""


class BadFile(StorageError):
    """A list that cannot be imported: nothing was changed. `reason` is the sentence for whoever sent it."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(f"{reason.key} {dict(reason.blanks)}")


class NotFound(StorageError):
    """The row that must be there is not."""
