"""A county's roster (513,080 people): import from .csv and .xlsx against the raw limit, memory, status, unpaid lists.

The raw limit is `sqlite3.executemany` of the very rows and indexes that the import leaves behind, with the file read
by csv.reader or calamine and nothing else done. Both are run in processes of their own, in turns; the best counts.
"""

from __future__ import annotations

import asyncio
import csv
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from knowledge.library import load_library
from knowledge.pack import Pack
from knowledge.roster.roster_rows import ListWords
from knowledge.sample.people import sample_households
from knowledge.sample.plan import SamplePlan
from storage.database import open_database
from storage.households import list_unpaid, status_of
from storage.importing.preview import preview_list
from storage.importing.roster import import_roster
from storage.keys import open_keys
from storage.spreadsheets.opening import open_spreadsheet

PERSONS = 513_080
ON = date(2020, 1, 20)
TURNS = 3
MOST_TIMES_RAW = 3.0
MOST_MEGABYTES = 400
MOST_STATUS_MS = 5.0
HEADINGS = (
    "序号",
    "村(居)",
    "组",
    "家庭编号",
    "户主姓名",
    "姓名",
    "与户主关系",
    "身份证号码",
    "人员类别",
    "联系电话",
)
TABLES = ("households", "persons")


def _pack() -> Pack:
    return load_library().pack("kaijiang-2020")


def _rows(persons: int) -> Iterator[tuple[str, ...]]:
    """The people of 开江县, as a township would list them."""
    plan = SamplePlan.of(_pack(), ON, persons=persons)
    words = {category_id: word for word, category_id in plan.categories.items()}
    number = 0
    for household in sample_households(plan):
        head = household.members[0].name
        for member in household.members:
            number += 1
            yield (
                str(number),
                household.area.name,
                f"{household.group}组",
                household.number,
                head,
                member.name,
                member.relation,
                member.id_number.reveal(),
                words[member.category],
                member.phone.reveal() if member.phone else "",
            )


def _write_files(folder: Path, persons: int) -> None:
    options = {"constant_memory": True, "strings_to_numbers": False}
    with (
        (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as text,
        xlsxwriter.Workbook(folder / "roster.xlsx", options) as workbook,
    ):
        sheet = workbook.add_worksheet("总表")
        lines = csv.writer(text)
        for place, row in enumerate((HEADINGS, *_rows(persons))):
            lines.writerow(row)
            sheet.write_row(place, 0, row)


async def _import(file: Path, database_file: Path) -> dict[str, Any]:
    """Imports into the database; how long that took, and what came of it."""
    database = await open_database(f"sqlite+aiosqlite:///{database_file}")
    keys = await open_keys(database, database_file.parent)
    words = ListWords.of(_pack(), ON)
    started, busy = time.perf_counter(), time.process_time()
    with open_spreadsheet(file) as spreadsheet:
        preview = preview_list(spreadsheet, "roster", words.places)
        result = await import_roster(database, keys, preview, words, datetime.now(UTC))
    took = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - busy}
    await database.close()
    return {**took, "counts": dict(result.counts)}


def _raw(file: Path, database_file: Path) -> dict[str, Any]:
    """The same rows and indexes by executemany, after reading the file and forgetting it."""
    with sqlite3.connect(database_file) as filled:
        schema = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
        tables = {name: filled.execute(schema, (name, "table")).fetchone()[0] for name in TABLES}
        indexes = [row[0] for name in TABLES for row in filled.execute(schema, (name, "index"))]
        rows = {name: filled.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    bare = database_file.with_name("raw.sqlite3")
    _remove(bare)
    connection = sqlite3.connect(bare, isolation_level=None)
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    for sql in tables.values():
        connection.execute(sql)
    started, busy = time.perf_counter(), time.process_time()
    _read(file)
    read = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for name, content in rows.items():
        marks = ", ".join("?" * len(content[0]))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", content)
    for sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    ended = time.perf_counter()
    connection.close()
    return {"seconds": ended - started, "reading": read - started, "cpu": time.process_time() - busy}


def _read(file: Path) -> None:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as text:
            for _ in csv.reader(text):
                pass
        return
    for _ in python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows():
        pass


def _remove(database_file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        database_file.with_name(database_file.name + ending).unlink(missing_ok=True)


def _alone(task: str, file: Path, database_file: Path) -> dict[str, Any]:
    """A task in a process of its own, with its peak memory."""
    command = [sys.executable, "-m", "benchmarks.households", task, str(file), str(database_file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _verdict(is_good: bool) -> str:
    return "good" if is_good else "NOT GOOD"


def _compare(file: Path, database_file: Path) -> None:
    imports, raws = [], []
    for _ in range(TURNS):
        _remove(database_file)
        imports.append(_alone("import", file, database_file))
        raws.append(_alone("raw", file, database_file))
    ours = min(imports, key=lambda turn: turn["seconds"])
    raw = min(raws, key=lambda turn: turn["seconds"])
    times = ours["seconds"] / raw["seconds"]
    times_busy = min(turn["cpu"] for turn in imports) / min(turn["cpu"] for turn in raws)
    _print(
        f"{file.suffix}: {ours['counts']['added']:,} people in {ours['seconds']:.1f} s; raw limit "
        f"{raw['seconds']:.1f} s (reading {raw['reading']:.1f} s): {times:.2f} times (at most {MOST_TIMES_RAW:g}; "
        f"{times_busy:.2f} of processor time): {_verdict(times <= MOST_TIMES_RAW)}"
    )
    memory = max(turn["megabytes"] for turn in imports)
    limit = (
        f" (at most {MOST_MEGABYTES}): {_verdict(memory < MOST_MEGABYTES)}" if file.suffix == ".csv" else ""
    )
    _print(f"{file.suffix}: peak memory {memory:.0f} MB{limit}")


async def _ask(database_file: Path) -> None:
    """Status of households and lists of who must still pay, at this size."""
    pack = _pack()
    database = await open_database(f"sqlite+aiosqlite:///{database_file}")
    due = {category.id: pack.fee for category in pack.categories}
    area = pack.reporting_areas[0].id
    took: list[float] = []
    async with database.reading() as connection:
        chosen = random.Random(1)
        count = (await connection.exec_driver_sql("SELECT max(id) FROM households")).scalar_one()
        for _ in range(1000):
            started = time.perf_counter()
            await status_of(connection, chosen.randint(1, count), pack.year)
            took.append(1000 * (time.perf_counter() - started))
        started = time.perf_counter()
        unpaid = await list_unpaid(connection, pack.year, ON, [area], due, limit=20)
        page = 1000 * (time.perf_counter() - started)
    await database.close()
    median, slow = statistics.median(took), statistics.quantiles(took, n=100)[98]
    _print(
        f"status of a household: median {median:.2f} ms, 99th of 100 {slow:.2f} ms "
        f"(median at most {MOST_STATUS_MS:g}): {_verdict(median < MOST_STATUS_MS)}"
    )
    _print(f"first {len(unpaid)} who must still pay, of a township of {_count(pack, area):,}: {page:.0f} ms")


def _count(pack: Pack, area_id: str) -> int:
    return next(area.target or 0 for area in pack.reporting_areas if area.id == area_id)


def main(persons: int = PERSONS) -> None:
    """All of it; some minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_files(folder, persons)
        database_file = folder / "canbao.sqlite3"
        for ending in ("xlsx", "csv"):
            _compare(folder / f"roster.{ending}", database_file)
        again = _alone("import", folder / "roster.csv", database_file)
        _print(
            f".csv again: {again['counts']['unchanged']:,} unchanged in {again['seconds']:.1f} s, "
            f"{again['megabytes']:.0f} MB"
        )
        asyncio.run(_ask(database_file))


def _task(task: str, file: Path, database_file: Path) -> None:
    result = asyncio.run(_import(file, database_file)) if task == "import" else _raw(file, database_file)
    result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    _task(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
