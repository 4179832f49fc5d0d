"""Heavy proofs of the import: killed at random moments the database is as before or as after, never between."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.sample.people import sample_households
from knowledge.sample.plan import SamplePlan
from tests.knowledge.packs import XIYAN, pack
from tests.support.lists import TODAY
from tests.support.proofs import part_of

pytestmark = pytest.mark.proof

KILLS = 20
PERSONS = 12_000


def write_roster(path: Path, later: bool) -> None:
    """A township's list; the later one has every seventh in another category and every ninth not at all."""
    plan = SamplePlan.of(pack(XIYAN), TODAY, persons=PERSONS)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["村", "组", "家庭编号", "姓名", "身份证号", "与户主关系", "类别"])
        for household in sample_households(plan):
            for number, member in enumerate(household.members):
                order = int(household.number) + number
                if later and order % 9 == 0:
                    continue
                category = "低保" if later and order % 7 == 0 else "普通"
                place = (household.area.name, household.group, household.number)
                lines.writerow([*place, member.name, member.id_number.reveal(), member.relation, category])


def state_of(database_file: Path) -> str:
    """A fingerprint of everything in the database, its indexes and its soundness."""
    digest = hashlib.sha256()
    with sqlite3.connect(database_file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("households", "persons", "person_history", "audit"):
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY id"):
                digest.update(repr(row).encode())
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def copied(source: Path, target: Path) -> Path:
    """A database and its key, without what a killed process left."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target / "canbao.sqlite3"


async def imports(database_file: Path, file: Path, until: Callable[[], float] | None = None) -> float:
    """Imports in a process of its own; killed after so many seconds if `until` is given. How long it imported."""
    url = f"sqlite+aiosqlite:///{database_file}"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.import_process",
        url,
        str(database_file.parent),
        str(file),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begins\n"
    began = time.monotonic()
    if until is not None:
        await asyncio.sleep(until())
        if process.returncode is None:
            process.kill()
    await process.wait()
    return time.monotonic() - began


@pytest.mark.parametrize("later", [False, True], ids=["into nothing", "over a first one"])
async def test_killed_at_random_moments(tmp_path: Path, later: bool) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_roster(first, later=False)
    write_roster(second, later=True)
    before_folder, after_folder = tmp_path / "before", tmp_path / "after"
    before_folder.mkdir()
    file = second if later else first
    # a database with its tables and key, empty or filled
    empty = tmp_path / "empty.csv"
    empty.write_text("村,姓名,身份证号\n", encoding="utf-8")
    await imports(before_folder / "canbao.sqlite3", first if later else empty)
    before = state_of(before_folder / "canbao.sqlite3")
    took = await imports(copied(before_folder, after_folder), file)
    after = state_of(after_folder / "canbao.sqlite3")
    assert before != after
    moments = random.Random(1)
    seen = set()
    for _ in range(part_of(KILLS)):
        database_file = copied(before_folder, tmp_path / "killed")
        await imports(database_file, file, lambda: moments.uniform(0, 1.1 * took))
        state = state_of(database_file)
        assert state in (before, after)
        seen.add(state)
        # and it can be done again
        if state == before and len(seen) == 1:
            await imports(database_file, file)
            assert state_of(database_file) == after
    assert before in seen
