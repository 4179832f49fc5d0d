"""Files that are no lists: each one clear line, and nothing changed."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from knowledge.phrasebook import load_phrasebook
from storage.database import Database
from storage.errors import BadFile
from storage.importing.preview import Kind, preview_list
from storage.keys import Keys
from storage.spreadsheets.opening import open_spreadsheet
from tests.support.lists import Office, csv_of, number, words, xlsx_of

PHRASES = load_phrasebook()
HEADING = ["姓名", "身份证号"]


def locked_workbook() -> bytes:
    """The beginning of a workbook with a password: a compound file whose directory names EncryptedPackage."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return header.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0")


def locked_package() -> bytes:
    """A package whose parts are marked as encrypted."""
    content = bytearray(xlsx_of({"太塘村": [HEADING]}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def bomb(claims: int = 2 << 30) -> bytes:
    """A workbook of 2 MB whose sheet unpacks to 2 GB of blanks, and says of itself that it is `claims` bytes long."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = megabyte * 2048 + b"\x03\x00"
    name = b"xl/worksheets/sheet1.xml"
    about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), claims, len(name), 0)
    part = b"PK\x03\x04" + about + name + packed
    directory = b"PK\x01\x02" + struct.pack("<H", 20) + about + bytes(14) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(part), 0)
    return part + directory + b"PK\x05\x06" + end


def far_cell() -> bytes:
    """A small file with a cell in the last column: read carelessly, it takes gigabytes."""
    workbook = Workbook()
    workbook.worksheets[0].append(HEADING)
    workbook.worksheets[0].cell(5000, 16384, "x")
    return _saved(workbook)


def formulas(value: str = f'="{number(1)}"') -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "太塘村"
    sheet.append([None, *HEADING])
    sheet.append([None, "张三", value])
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def no_sheets() -> bytes:
    return _saved(Workbook())


def cut_off() -> bytes:
    return xlsx_of({"太塘村": [HEADING, ["张三", number(1)]]})[:-300]


def many_columns() -> bytes:
    return xlsx_of({"太塘村": [[*HEADING, *(f"列{place}" for place in range(198))]]})


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "files.empty"),
    "a workbook without cells": (no_sheets, "files.empty"),
    "locked with a password": (locked_workbook, "files.locked"),
    "locked as a package": (locked_package, "files.locked"),
    "200 columns": (many_columns, "files.too_wide"),
    "200 columns of text": (lambda: csv_of("|".join(["姓名", "身份证号", *["列"] * 198])), "files.too_wide"),
    "a cell far to the right": (far_cell, "files.too_wide"),
    "neither UTF-8 nor GB18030": (lambda: "姓名,身份证号\n".encode() + b"\xff\xff\x80", "files.encoding"),
    "Big5": (lambda: "姓名,身份證號,戶主\n張三,1,是\n".encode("big5"), "files.no_table_roster"),
    "formulas": (formulas, "files.formulas"),
    "2 GB when unpacked": (bomb, "files.too_large"),
    "2 GB that claims to be small": (lambda: bomb(1000), "files.too_large"),
    "cut off": (cut_off, "files.damaged"),
    "a package that is no workbook": (lambda: b"PK\x03\x04" + bytes(100), "files.damaged"),
    "a compound file that is no workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "files.damaged",
    ),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "files.no_spreadsheet"),
    "a PDF": (lambda: b"%PDF-1.7\n", "files.no_spreadsheet"),
    "a program": (lambda: b"\x7fELF\x02\x01\x01" + bytes(100), "files.no_spreadsheet"),
    "a letter": (lambda: "张书记：花名册明天交。\n".encode(), "files.no_table_roster"),
    "another table": (lambda: csv_of("日期|收入", "2021-09-01|3"), "files.no_table_roster"),
    "no ID numbers": (lambda: csv_of("姓名|组|电话", "张三|3|"), "files.no_id_number"),
    "no names": (lambda: csv_of("身份证号|组", "#1|3"), "files.no_name"),
    "quotes that never close": (
        lambda: csv_of("姓名|身份证号", "张三|#1") + b'"' + b"x" * 200_000,
        "files.csv_damaged",
    ),
}


@pytest.mark.parametrize(("file", "reason"), BAD.values(), ids=BAD)
async def test_one_line_and_nothing_changed(
    database: Database, keys: Keys, file: Callable[[], bytes], reason: str
) -> None:
    office = Office(database, keys)
    await office.roster(csv_of("姓名|身份证号", "王一|#9"))
    before = await office.everything()
    with pytest.raises(BadFile) as raised:
        await office.roster(file(), name="太塘村.xlsx")
    assert raised.value.reason.key == reason
    assert "\n" not in PHRASES.say(raised.value.reason.key, **raised.value.reason.blanks)
    assert await office.everything() == before


async def test_a_list_of_no_village(database: Database, keys: Keys) -> None:
    with pytest.raises(BadFile) as raised:
        await Office(database, keys).roster(csv_of("姓名|身份证号", "张三|#1"), name="名单.csv")
    assert raised.value.reason.key == "files.no_village"


@pytest.mark.parametrize(
    ("heading", "reason"),
    [("姓名|身份证号|缴费日期", "files.no_amount"), ("姓名|身份证号|缴费金额", "files.no_paid_on")],
)
async def test_payments_need_their_columns(database: Database, keys: Keys, heading: str, reason: str) -> None:
    with pytest.raises(BadFile) as raised:
        await Office(database, keys).payments(csv_of(heading))
    assert raised.value.reason.key == reason


def opened(kind: Kind, source: bytes | Path) -> list[list[list[str]]]:
    """The rows of each sheet, as far as the preview lets them through."""
    with open_spreadsheet(source, None if isinstance(source, Path) else "太塘村") as spreadsheet:
        return [list(sheet.rows()) for sheet in preview_list(spreadsheet, kind, words().places).sheets]


def test_the_formula_is_named_by_its_row() -> None:
    with pytest.raises(BadFile) as raised:
        opened("roster", formulas())
    assert raised.value.reason.blanks == {"sheet": "太塘村", "row": 2, "heading": "身份证号"}


def test_formulas_in_other_columns_and_in_sums_may_stay() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "太塘村"
    sheet.append(["姓名", "身份证号", "金额", "缴费日期", "年龄"])
    sheet.append(["张三", number(1), 320, "2021-10-03", "=2021-1980"])
    sheet.append(["合计", None, "=SUM(C2:C2)", None, None])
    assert len(opened("payments", _saved(workbook))[0]) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    [[row]] = opened(
        "roster", csv_of("姓名|身份证号", "张䶮|#1" if encoding != "gbk" else "张三|#1", encoding=encoding)
    )
    assert row[0] in ("张䶮", "张三")


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_what_stands_between_cells(sign: str) -> None:
    content = csv_of("姓名|身份证号|组", "张三|#1|3").decode().replace(",", sign).encode()
    assert opened("roster", content) == [[["张三", number(1), "3"]]]


def test_hidden_sheets_are_left_alone() -> None:
    workbook = load_workbook(
        io.BytesIO(xlsx_of({"太塘村": [HEADING, ["张三", number(1)]], "字典": [HEADING]}))
    )
    workbook["字典"].sheet_state = "hidden"
    assert len(opened("roster", _saved(workbook))) == 1


def test_empty_rows_and_columns_before_the_table() -> None:
    assert opened("roster", xlsx_of({"太塘村": [[], [None, *HEADING], [None, "张三", number(1)]]})) == [
        [["张三", number(1)]]
    ]


def test_colours_far_to_the_right_are_no_cells() -> None:
    from openpyxl.styles import PatternFill

    workbook = load_workbook(io.BytesIO(xlsx_of({"太塘村": [HEADING, ["张三", number(1)]]})))
    workbook.worksheets[0][f"{get_column_letter(16384)}1"].fill = PatternFill("solid", fgColor="FFFF00")
    assert opened("roster", _saved(workbook)) == [[["张三", number(1)]]]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as raised, open_spreadsheet(tmp_path / "没有.xlsx"):
        pass
    assert raised.value.reason.key == "files.missing"


def test_no_damage_breaks_the_reader() -> None:
    """Bytes changed at random, in the package and inside its parts: read, or one clear line."""
    whole = xlsx_of({"太塘村": [HEADING, ["张三", number(1)], [3.5, True]]})
    parts = zipfile.ZipFile(io.BytesIO(whole))
    chance = random.Random(2)
    for _ in range(300):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            for name in parts.namelist():
                package.writestr(name, scratched(parts.read(name), chance, chance.random() < 0.3))
        with contextlib.suppress(BadFile):
            opened("roster", scratched(file.getvalue(), chance, chance.random() < 0.5))


def scratched(content: bytes, chance: random.Random, does_scratch: bool) -> bytes:
    """The content with some bytes changed."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 12) if does_scratch else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as raised, open_spreadsheet(tmp_path):
        pass
    assert raised.value.reason.key == "files.unreadable"
