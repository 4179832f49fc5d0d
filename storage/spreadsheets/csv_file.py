"""CSV in the encodings of Chinese offices: UTF-8 with and without BOM, GB18030, and Excel's UTF-16 text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from knowledge.roster.values import Reason
from storage.errors import BadFile

_CHUNK_BYTES = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;|，"
_LINES_LOOKED_AT = 20


def encoding_of(file: BinaryIO) -> str:
    """The encoding in which the whole file can be read; `BadFile` where none fits."""
    file.seek(0)
    start = file.read(4)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        if _decodes(file, encoding):
            return encoding
    raise BadFile(Reason("files.encoding"))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK_BYTES):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _line_count(file: BinaryIO) -> int:
    file.seek(0)
    return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK_BYTES), b"")) + 1


@dataclass(frozen=True, slots=True)
class CsvSheet:
    """The one sheet of a CSV file."""

    name: str
    height: int
    file: BinaryIO
    encoding: str
    delimiter: str
    formulas: tuple[tuple[int, int], ...] = ()

    def rows(self) -> Iterator[list[str]]:
        """The rows; `BadFile` where quotes run away over the rest of the file."""
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, newline="")
        try:
            yield from csv.reader(text, delimiter=self.delimiter)
        except (csv.Error, UnicodeError) as error:
            raise BadFile(Reason("files.csv_damaged")) from error
        finally:
            text.detach()  # the file stays open


def open_csv(file: BinaryIO, name: str) -> CsvSheet:
    """The sheet of a CSV file; `BadFile` where it is no text."""
    encoding = encoding_of(file)
    file.seek(0)
    start = file.read(_CHUNK_BYTES).decode(encoding, errors="ignore")
    if "\0" in start:
        raise BadFile(Reason("files.no_spreadsheet"))
    lines = start.splitlines()[:_LINES_LOOKED_AT]
    delimiter = max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
    return CsvSheet(name, _line_count(file), file, encoding, delimiter)
