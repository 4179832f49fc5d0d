"""`canbao reminders`: a day's reminders before it comes."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.reminders import app
from bot.errors import BadInput
from storage import chats
from storage.database import open_database
from tests.support.databases import new_database
from tests.support.homes import Homes

SETTINGS = {"CANBAO_NOW": "2021-11-22T09:00", "CANBAO_PACK": "xiyan-2022"}


async def settled(url: str) -> None:
    """A household that reads, one that does not, and a village's group."""
    database = await open_database(url)
    homes = Homes(database)
    await homes.add(
        "华升社区", "李大山", [("李大山", "ordinary"), ("李小二", "minimum_living")], users=[7, 8]
    )
    await homes.add("华升社区", "孙三", [("孙三", "ordinary")])
    async with database.transaction() as connection:
        at = datetime(2021, 11, 1, tzinfo=UTC)
        await chats.record_group(connection, -100, "supergroup", 1, at)
        await chats.set_group_area(connection, -100, "华升社区")
    await database.close()


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = new_database(tmp_path / "town.sqlite3")
    asyncio.run(settled(url))
    return url


def printed(url: str, *arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), env={**SETTINGS, "CANBAO_DATABASE": url})
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_morning_for_programs(url: str) -> None:
    shown = json.loads(printed(url, "--on", "2021-12-24", "--json"))
    text = shown.pop("group_text")
    assert shown == {
        "on": "2021-12-24",
        "households": [
            {
                "household": 1,
                "village": "华升社区",
                "stage": "before:7",
                "owing": 2,
                "total": "480.00",
                "deadline": "2021-12-31",
            }
        ],
        "messages": 2,
        "groups": 1,
        "group_stage": "before:7",
        "to_call": 1,
    }
    assert text.startswith("华升社区：居民医保还有7天截止（2021年12月31日")


def test_a_morning_for_people(url: str) -> None:
    text = printed(url, "--on", "2021-12-24")
    assert "截止前7天：1户" in text
    assert "华升社区 李*山家：2人，480.00元（截止前7天）" in text
    assert "没绑定手机、要打电话的：1户" in text
    assert "下一个到期的日子：2021-12-28" in text


def test_a_day_without_any_and_today_without_a_day(url: str) -> None:
    assert json.loads(printed(url, "--json")) == {
        "on": "2021-11-22",
        "households": [],
        "messages": 0,
        "groups": 0,
        "group_stage": None,
        "group_text": None,
        "to_call": 1,
    }


def test_nothing_is_written(url: str) -> None:
    first = printed(url, "--on", "2021-12-24", "--json")
    assert printed(url, "--on", "2021-12-24", "--json") == first


@pytest.mark.parametrize(
    ("day", "exists", "says"),
    [("24.12.", True, "write it like 2021-12-31"), ("2021-12-24", False, "there is no database")],
)
def test_bad_input_is_told(tmp_path: Path, url: str, day: str, exists: bool, says: str) -> None:
    wanted = url if exists else f"sqlite+aiosqlite:///{tmp_path}/other.sqlite3"
    result = CliRunner().invoke(app, ["--on", day], env={**SETTINGS, "CANBAO_DATABASE": wanted})
    assert isinstance(result.exception, BadInput)
    assert says in str(result.exception)
