"""A look into a packed workbook (.xlsx, .ods) before it is read: how large it really is, where formulas stand.

What a packed file says of its own size is not believed; it is unpacked piece by piece and counted.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO

from knowledge.roster.values import Reason
from storage.errors import BadFile

# half a million people in twenty columns make about 400 MB of XML
LARGEST_UNPACKED_BYTES = 1_200_000_000
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 400
_NO_LIMIT = 1 << 62
# a cell with a value beyond column CZ: the reader would lay out the whole rectangle in memory
_FAR_CELL = re.compile(rb'<c r="(?:[A-Z]{3}|[D-Z][A-Z])\d+"[^>]*[^/>]>')
_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f[ >/]')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULAS_KEPT = 1000

_NAMED_SHEET = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
_RELATION = re.compile(r"<Relationship [^>]*>")
_ATTRIBUTE = re.compile(r'(Id|Target)="([^"]*)"')

Cells = tuple[tuple[int, int], ...]


def formulas_of(file: BinaryIO) -> dict[str, Cells]:
    """Row (from 1) and column (from 0) of formula cells, by the sheet's name; the first thousand of each.

    `BadFile` where the file is damaged, locked, too wide, or unpacks to more than a roster can be.
    """
    file.seek(0)
    formulas: dict[str, Cells] = {}
    unpacked = 0
    try:
        with zipfile.ZipFile(file) as package:
            for part in package.infolist():
                if part.flag_bits & 1:
                    raise BadFile(Reason("files.locked"))
                part.file_size = _NO_LIMIT  # as claimed by the file itself: read on to the real end
                found: list[tuple[int, int]] = []
                is_sheet = bool(_SHEET.fullmatch(part.filename))
                for piece in _pieces(package, part):
                    unpacked += len(piece) - _OVERLAP_BYTES
                    if unpacked > LARGEST_UNPACKED_BYTES:
                        raise BadFile(Reason("files.too_large"))
                    if is_sheet:
                        _look_at(piece, found)
                if found:
                    formulas[part.filename] = tuple(sorted(set(found)))
            return _by_name(package, formulas) if formulas else {}
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise BadFile(Reason("files.damaged")) from error


def _by_name(package: zipfile.ZipFile, formulas: dict[str, Cells]) -> dict[str, Cells]:
    """The cells by the names of sheets instead of the files in which they stand."""
    try:
        relations = package.read("xl/_rels/workbook.xml.rels").decode(errors="replace")
        workbook = package.read("xl/workbook.xml").decode(errors="replace")
    except KeyError:
        return {}
    targets = {}
    for relation in _RELATION.findall(relations):
        attributes = dict(_ATTRIBUTE.findall(relation))
        targets[attributes.get("Id")] = "xl/" + attributes.get("Target", "").removeprefix("/xl/")
    return {
        unescape(name): formulas[targets[identifier]]
        for name, identifier in _NAMED_SHEET.findall(workbook)
        if targets.get(identifier) in formulas
    }


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's content, each piece beginning with the end of the one before: what is looked for may lie across."""
    end = b" " * _OVERLAP_BYTES
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            piece = end + chunk
            yield piece
            end = piece[-_OVERLAP_BYTES:]


def _look_at(piece: bytes, found: list[tuple[int, int]]) -> None:
    if _FAR_CELL.search(piece):
        raise BadFile(Reason("files.too_wide"))
    if b"<f" in piece and len(found) < _FORMULAS_KEPT:
        found.extend((int(row), _column(letters)) for letters, row in _FORMULA.findall(piece))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
