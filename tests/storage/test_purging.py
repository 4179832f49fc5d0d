"""A past year is removed, and nothing of this one."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from knowledge.roster.values import PersonState
from storage import tables
from storage.audit import record_look
from storage.bindings import add_codes, bind
from storage.database import Database
from storage.keys import Keys
from storage.purging import purge, wipe_free_space
from tests.support.homes import change_state
from tests.support.lists import Office, csv_of, moment

LAST_YEAR, THIS_YEAR = date(2021, 11, 22), date(2022, 11, 22)
HEADING = "姓名|身份证号|缴费金额|缴费日期|订单号|年度"


@pytest.fixture
async def office(any_database: Database, keys: Keys) -> Office:
    """张三 stays, 李四 died last year, 王一 moved away this year, 赵六 died last year but paid for this one."""
    office = Office(any_database, keys)
    await office.roster(csv_of("姓名|身份证号", "张三|#1", "李四|#2", "王一|#3", "赵六|#4"), LAST_YEAR)
    await office.payments(
        csv_of(
            HEADING,
            "张三|#1|320|20211003|A1|2021",
            "李四|#2|320|20211003|A1|2021",
            "张三|#1|350|20211103|A2|2022",
            "赵六|#4|350|20211103|A2|2022",
        )
    )
    async with office.database.transaction() as connection:
        for person_id, state, on in (
            (2, PersonState.DIED, LAST_YEAR),
            (4, PersonState.DIED, LAST_YEAR),
            (3, PersonState.MOVED_OUT, THIS_YEAR),
        ):
            await change_state(connection, person_id, state, on, None, moment(on))
        for household_id in (1, 2):
            await bind(connection, 100 + household_id, household_id, 7, moment(LAST_YEAR))
            await add_codes(connection, keys, [household_id], 7, moment(LAST_YEAR))
        await record_look(connection, 7, "status", moment(LAST_YEAR), household_id=1)
        await record_look(connection, 7, "status", moment(THIS_YEAR), household_id=1)
    return office


async def test_last_year_goes(office: Office) -> None:
    async with office.database.transaction() as connection:
        removed = await purge(connection, 2021)
    assert {name: count for name, count in removed.items() if count} == {
        "payments": 2,
        "person_history": 2,
        "persons": 1,
        "bindings": 1,
        "household_codes": 1,
        "households": 1,
        "audit": 3,
    }
    assert [row["name"] for row in await office.rows(tables.persons)] == ["张三", "王一", "赵六"]
    assert [row["year"] for row in await office.rows(tables.payments)] == [2022, 2022]
    assert [row["state"] for row in await office.rows(tables.person_history)] == ["here"]


async def test_a_second_time_removes_nothing(office: Office) -> None:
    async with office.database.transaction() as connection:
        await purge(connection, 2021)
        assert set((await purge(connection, 2021)).values()) == {0}


async def test_what_was_removed_is_not_in_the_file(database: Database, keys: Keys, tmp_path: Path) -> None:
    office = Office(database, keys)
    await office.roster(csv_of("姓名|身份证号", "张三|#1"), LAST_YEAR)
    await office.payments(csv_of(HEADING, "张三|#1|320|20211003|ORDERTOREMEMBER|2021"))
    file = tmp_path / "canbao.sqlite3"
    async with database.transaction() as connection:
        await purge(connection, 2021)
    await wipe_free_space(database)
    content = b"".join(path.read_bytes() for path in tmp_path.glob("canbao.sqlite3*"))
    assert b"ORDERTOREMEMBER" not in content
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)
