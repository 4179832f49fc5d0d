"""Opens whatever was sent as a list: by what the file is, not by what it is called."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from knowledge.roster.values import Reason
from storage.errors import BadFile
from storage.spreadsheets.csv_file import open_csv
from storage.spreadsheets.excel_file import open_workbook
from storage.spreadsheets.sheets import Spreadsheet

LARGEST_BYTES = 300_000_000
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"<html",
)


@contextmanager
def open_spreadsheet(source: Path | bytes, name: str | None = None) -> Iterator[Spreadsheet]:
    """The sheets of a file (a path, or the bytes of an upload called `name`).

    Reading takes seconds for a large file: call it in a thread where others wait. `BadFile` where it is no list.
    """
    if isinstance(source, bytes):
        yield _opened(io.BytesIO(source), name or "")
        return
    try:
        file = source.open("rb")
    except FileNotFoundError:
        raise BadFile(Reason("files.missing", {"name": source.name})) from None
    except OSError as error:
        raise BadFile(Reason("files.unreadable", {"name": source.name})) from error
    with file:
        yield _opened(file, name or source.name)


def _opened(file: BinaryIO, name: str) -> Spreadsheet:
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        raise BadFile(Reason("files.empty"))
    if size > LARGEST_BYTES:
        raise BadFile(Reason("files.too_large"))
    file.seek(0)
    start = file.read(8)
    if start.startswith(_OTHERS):
        raise BadFile(Reason("files.no_spreadsheet"))
    if start.startswith(_WORKBOOKS):
        sheets = open_workbook(file)
        if not sheets:
            raise BadFile(Reason("files.empty"))
        return Spreadsheet(name, sheets)
    return Spreadsheet(name, (open_csv(file, Path(name).stem),))
