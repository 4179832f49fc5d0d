"""The same stories as on paper, booked into a database: rows, days and totals stay in step."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from handlers import booking
from knowledge.library import load_library
from knowledge.model import TallyEntry
from knowledge.standing.model import Origin, Totals
from knowledge.standing.totals import add_up
from knowledge.yaml_files import read_yaml
from storage import ledger, village_days
from storage.database import Connection, Database

STORIES = Path(__file__).parents[1] / "knowledge" / "standing" / "scenarios.yaml"
SCENARIOS = read_yaml(STORIES)
XIYAN = load_library().pack("xiyan-2022")
VILLAGES = {"v": "华升社区", "w": "金石社区"}
AT = datetime(2021, 11, 5, 9, tzinfo=UTC)
CHAT, CLERK = -100, 7
SEASON_END = date(2021, 12, 31)


def entry(values: dict[str, Any]) -> TallyEntry:
    """A read figure from a scenario's short hand."""
    money = {key: Decimal(values[key]) for key in ("amount", "deposit") if key in values}
    return TallyEntry(
        VILLAGES[values.get("area", "v")],
        date(2021, 11, values["day"]),
        values.get("persons"),
        values.get("households"),
        money.get("amount"),
        values.get("running", False),
        values.get("fix", False),
        money.get("deposit"),
    )


async def _play(connection: Connection, steps: list[dict[str, Any]]) -> None:
    revisions: dict[int, int] = {}
    for step in steps:
        if "undo" in step:
            message = step["undo"]
            undone = await booking.undo(
                connection, XIYAN, Origin(CHAT, message, revisions[message]), CLERK, AT
            )
            assert undone is not None
            continue
        [said] = step.values()
        [(message, figures)] = said.items()
        revisions[message] = await booking.next_revision(connection, CHAT, message)
        origin = Origin(CHAT, message, revisions[message])
        await booking.book(connection, XIYAN, origin, [entry(values) for values in figures], CLERK, AT)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
async def test_a_story_adds_up_in_the_database(database: Database, scenario: dict[str, Any]) -> None:
    async with database.transaction() as connection:
        await _play(connection, scenario["steps"])
    expected = {"v": scenario["total"], **scenario.get("others", {})}
    async with database.reading() as connection:
        totals = await village_days.list_totals(connection, XIYAN.id, SEASON_END)
        for area, (persons, households, amount, deposit) in expected.items():
            found = totals.get(VILLAGES[area], Totals())
            assert found == Totals(persons, households, Decimal(amount), Decimal(deposit))
        for village in VILLAGES.values():
            rows = await ledger.list_current(connection, XIYAN.id, [village])
            kept = await village_days.list_days(connection, XIYAN.id, [village])
            assert [(day.day, day.totals) for day in kept] == [(day.day, day.totals) for day in add_up(rows)]


async def test_a_revision_is_booked_once(database: Database) -> None:
    said = [entry({"day": 1, "persons": 30})]
    async with database.transaction() as connection:
        await booking.book(connection, XIYAN, Origin(CHAT, 1), said, CLERK, AT)
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await booking.book(connection, XIYAN, Origin(CHAT, 1), said, CLERK, AT)


async def test_a_row_is_superseded_once(database: Database) -> None:
    async with database.transaction() as connection:
        first = await booking.book(
            connection, XIYAN, Origin(CHAT, 1), [entry({"day": 1, "persons": 30})], CLERK, AT
        )
        assert await booking.undo(connection, XIYAN, Origin(CHAT, 1), CLERK, AT)
        assert await booking.undo(connection, XIYAN, Origin(CHAT, 1), CLERK, AT) is None
        history = await ledger.list_history(connection, XIYAN.id)
    assert [(row.kind.value, superseded) for row, superseded in history] == [("day", 2), ("void", None)]
    assert history[0][0] == first.rows[0]


async def test_what_was_corrected_since_is_not_undone(database: Database) -> None:
    async with database.transaction() as connection:
        await booking.book(connection, XIYAN, Origin(CHAT, 1), [entry({"day": 1, "persons": 30})], CLERK, AT)
        fix = entry({"day": 1, "persons": 33, "fix": True})
        await booking.book(connection, XIYAN, Origin(CHAT, 2), [fix], CLERK, AT)
        assert await booking.undo(connection, XIYAN, Origin(CHAT, 1), CLERK, AT) is None


async def test_seasons_are_kept_apart(database: Database) -> None:
    async with database.transaction() as connection:
        await booking.book(connection, XIYAN, Origin(CHAT, 1), [entry({"day": 1, "persons": 30})], CLERK, AT)
    async with database.reading() as connection:
        assert await village_days.list_totals(connection, "xiyan-2023", SEASON_END) == {}
        assert await ledger.list_current(connection, "xiyan-2023") == []
